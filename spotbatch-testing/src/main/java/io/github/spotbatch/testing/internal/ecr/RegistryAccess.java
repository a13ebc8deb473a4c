package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.access.Needed;
import io.github.spotbatch.testing.internal.wire.AwsService;
import java.util.List;
import java.util.regex.Matcher;

/**
 * What requests to the registry need of a caller: the actions of ECR's own calls that do the same.
 */
final class RegistryAccess {

  private final World world;

  RegistryAccess(World world) {
    this.world = world;
  }

  /**
   * Refuses what the caller's policies do not allow.
   *
   * @param path matched by {@link RegistryServer}
   */
  void check(String method, EcrState registry, Matcher path) {
    if (!world.registry().access().isOn()) {
      return;
    }
    String caller =
        world.locked(() -> world.scope(registry.registryId(), registry.region()).iam().caller());
    for (String action : actions(method, path)) {
      world
          .registry()
          .access()
          .require(
              AwsService.ECR, caller, Needed.of("ecr:" + action, registry.arn(path.group("name"))));
    }
  }

  private static List<String> actions(String method, Matcher path) {
    if (path.group("upload") != null) {
      return switch (method) {
        case "POST" -> List.of("InitiateLayerUpload");
        case "PATCH" -> List.of("UploadLayerPart");
        case "PUT" -> List.of("CompleteLayerUpload");
        default -> List.of();
      };
    }
    if (path.group("blob") != null) {
      return List.of(
          method.equals("HEAD") ? "BatchCheckLayerAvailability" : "GetDownloadUrlForLayer");
    }
    if (path.group("manifest") != null) {
      return List.of(method.equals("PUT") ? "PutImage" : "BatchGetImage");
    }
    return path.group("tags") != null ? List.of("ListImages") : List.of();
  }
}
