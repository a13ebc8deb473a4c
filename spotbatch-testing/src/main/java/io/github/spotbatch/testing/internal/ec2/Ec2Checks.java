package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Parameters;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.Ec2Request;

/** The checks that EC2's operations share. */
final class Ec2Checks {

  private static final int MIN_PAGE = 5;
  private static final int MAX_PAGE = 1_000;

  private Ec2Checks() {}

  /** Refuses what the fake does not model, and a dry run of what would have worked. */
  static void request(Ec2Request request, String... modelled) {
    String[] withDryRun =
        Stream.concat(Stream.of(modelled), Stream.of("DryRun")).toArray(String[]::new);
    Parameters.only(request, withDryRun);
    if (request.getValueForField("DryRun", Boolean.class).orElse(false)) {
      throw Ec2Faults.dryRun();
    }
  }

  /** Refuses an id that does not look like one of its kind. */
  static void id(String id, String kind, String malformedCode) {
    if (!id.matches(kind + "-[0-9a-f]{8,17}")) {
      throw Ec2Faults.of(
          malformedCode, "Invalid id: \"" + id + "\" (expecting \"" + kind + "-...\")");
    }
  }

  /** Refuses ids that nothing bears. */
  static void allExist(
      List<String> ids,
      Function<String, Boolean> exists,
      Function<String, AwsServiceException> absent) {
    for (String id : ids) {
      if (!exists.apply(id)) {
        throw absent.apply(id);
      }
    }
  }

  /** Refuses names that no instance type bears, all together. */
  static void typesExist(List<String> names, InstanceTypes types) {
    List<String> unknown = names.stream().filter(name -> types.find(name).isEmpty()).toList();
    if (!unknown.isEmpty()) {
      throw Ec2Faults.of(
          "InvalidInstanceType",
          "The following supplied instance types do not exist: ["
              + String.join(", ", unknown)
              + "]");
    }
  }

  /** One page, ordered by key, of the size that most operations allow. */
  static <T> Page<T> page(
      List<T> all, Function<T, String> key, @Nullable String token, @Nullable Integer maxResults) {
    return page(all, key, token, pageSize(maxResults, MIN_PAGE, MAX_PAGE));
  }

  /** One page of a size that is checked already, ordered by key. */
  static <T> Page<T> page(List<T> all, Function<T, String> key, @Nullable String token, int size) {
    return Page.byKey(all, key, token, size).orElseThrow(Ec2Checks::badToken);
  }

  /** The size asked for, between the operation's bounds; the largest where none is. */
  static int pageSize(@Nullable Integer maxResults, int min, int max) {
    if (maxResults == null) {
      return max;
    }
    if (maxResults < min) {
      throw sizeRefused(maxResults, "greater than or equal to " + min);
    }
    if (maxResults > max) {
      throw sizeRefused(maxResults, "less than or equal to " + max);
    }
    return maxResults;
  }

  private static AwsServiceException sizeRefused(int maxResults, String expected) {
    return Ec2Faults.invalidValue(
        String.format(
            Locale.ROOT,
            "Value ( %d ) for parameter maxResults is invalid. Expecting a value %s.",
            maxResults,
            expected));
  }

  static AwsServiceException badToken() {
    return Ec2Faults.invalidValue("Unable to parse pagination token");
  }
}
