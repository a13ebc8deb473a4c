package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.access.Needed;
import io.github.spotbatch.testing.internal.access.Permissions;
import io.github.spotbatch.testing.internal.wire.AwsService;
import java.util.List;
import java.util.Optional;
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
  void check(RegistryExchange exchange, EcrState registry, Matcher path) {
    Optional<Permissions> permissions = world.registry().permissions();
    if (permissions.isEmpty()) {
      return;
    }
    String caller =
        world.locked(() -> world.scope(registry.registryId(), registry.region()).iam().caller());
    for (String action : actions(exchange, path)) {
      Needed needed = Needed.of("ecr:" + action, registry.arn(path.group("name")));
      permissions.get().require(AwsService.ECR, caller, needed);
    }
  }

  private static List<String> actions(RegistryExchange exchange, Matcher path) {
    String method = exchange.method();
    if (path.group("upload") != null) {
      return ofAnUpload(exchange);
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

  /** A layer may come in one request, or with the one that ends its upload. */
  private static List<String> ofAnUpload(RegistryExchange exchange) {
    boolean whole = exchange.query("digest").isPresent();
    return switch (exchange.method()) {
      case "POST" ->
          whole
              ? List.of("InitiateLayerUpload", "UploadLayerPart", "CompleteLayerUpload")
              : List.of("InitiateLayerUpload");
      case "PATCH" -> List.of("UploadLayerPart");
      case "PUT" ->
          exchange.hasBody()
              ? List.of("UploadLayerPart", "CompleteLayerUpload")
              : List.of("CompleteLayerUpload");
      default -> List.of();
    };
  }
}
