package io.github.spotbatch.testing.internal;

import io.github.spotbatch.testing.internal.wire.AwsService;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** What requests may say to the fake: all that it models, and nothing that it would ignore. */
public final class Parameters {

  private Parameters() {}

  /**
   * Refuses a request that uses more than the fake models.
   *
   * @param modelled the members of the request that the fake reads
   * @throws UnsupportedOperationException naming the service, the operation and the parameter
   */
  public static void only(AwsRequest request, String... modelled) {
    Set<String> known = Set.of(modelled);
    for (SdkField<?> field : request.sdkFields()) {
      if (!known.contains(field.memberName()) && given(field.getValueOrDefault(request))) {
        throw unsupported(request, "parameter", field.memberName());
      }
    }
  }

  /** How a request that the fake does not model ends, said with the part that it does not know. */
  public static UnsupportedOperationException unsupported(
      AwsRequest request, String kind, String name) {
    String operation = request.getClass().getSimpleName().replaceFirst("Request$", "");
    return unsupported(service(request), operation + " [" + kind + "=" + name + "]");
  }

  /**
   * How everything ends that the fake does not model.
   *
   * @param service as signatures name it
   */
  public static UnsupportedOperationException unsupported(String service, String what) {
    return new UnsupportedOperationException(
        "spotbatch-testing does not model " + service + " " + what);
  }

  private static String service(AwsRequest request) {
    String[] packages = request.getClass().getPackageName().split("\\.", -1);
    String name = packages[packages.length - 2];
    return Arrays.stream(AwsService.values())
        .filter(service -> service.artifact().equals(name))
        .findFirst()
        .map(AwsService::signingName)
        .orElse(name);
  }

  private static boolean given(@Nullable Object value) {
    return value != null
        && !value.equals(false)
        && !(value instanceof SdkAutoConstructList)
        && !(value instanceof SdkAutoConstructMap);
  }
}
