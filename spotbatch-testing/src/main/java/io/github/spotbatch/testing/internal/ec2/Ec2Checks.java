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

  private static final int MAX_PAGE = 1_000;
  private static final int MIN_PAGE = 5;

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

  /** One page, ordered by key. Without a size it is as long as EC2 makes it. */
  static <T> Page<T> page(
      List<T> all, Function<T, String> key, @Nullable String token, @Nullable Integer maxResults) {
    return Page.byKey(all, key, token, pageSize(maxResults)).orElseThrow(Ec2Checks::badToken);
  }

  static int pageSize(@Nullable Integer maxResults) {
    if (maxResults == null) {
      return MAX_PAGE;
    }
    if (maxResults < MIN_PAGE) {
      throw Ec2Faults.invalidValue(
          String.format(
              Locale.ROOT,
              "Value ( %d ) for parameter maxResults is invalid. Expecting a value greater than"
                  + " or equal to %d.",
              maxResults,
              MIN_PAGE));
    }
    return Math.min(maxResults, MAX_PAGE);
  }

  static AwsServiceException badToken() {
    return Ec2Faults.invalidValue("Unable to parse pagination token");
  }
}
