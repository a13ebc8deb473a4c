package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.KeyValuesPair;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;

/** The one filter that ListJobs takes. */
final class JobFilter {

  private static final Pattern MILLIS = Pattern.compile("\\d{1,18}");

  private final World world;

  JobFilter(World world) {
    this.world = world;
  }

  /** Of all filters only that for a share looks at the status, too. */
  Predicate<Job> of(ListJobsRequest request) {
    if (request.filters().size() > 1) {
      // The rule is documented; the text is not known.
      throw Refusals.wrapped(world, "Only one filter can be specified.");
    }
    KeyValuesPair filter = request.filters().get(0);
    String name = filter.name() == null ? "" : filter.name();
    List<String> values = filter.values();
    return switch (name) {
      case "JOB_NAME" ->
          job -> values.stream().anyMatch(value -> matches(lower(value), lower(job.name())));
      case "JOB_DEFINITION" ->
          job -> values.stream().anyMatch(value -> isOf(value, job.definition()));
      case "BEFORE_CREATED_AT" -> {
        long before = millis(filter);
        yield job -> job.createdAt().toEpochMilli() < before;
      }
      case "AFTER_CREATED_AT" -> {
        long after = millis(filter);
        yield job -> job.createdAt().toEpochMilli() > after;
      }
      case "SHARE_IDENTIFIER" ->
          job ->
              values.contains(String.valueOf(job.request().shareIdentifier()))
                  && (request.jobStatus() == null || job.is(request.jobStatus()));
      // The text is not known.
      default -> throw Refusals.wrapped(world, "Filter " + name + " is not supported.");
    };
  }

  private long millis(KeyValuesPair filter) {
    List<String> values = filter.values();
    if (values.size() != 1 || !MILLIS.matcher(values.get(0)).matches()) {
      // The form is documented; the text is not known.
      throw Refusals.wrapped(world, "Filter " + filter.name() + " needs one number of ms.");
    }
    return Long.parseLong(values.get(0));
  }

  /** A name stands for all revisions, an ARN for one; only a name may end in a star. */
  private static boolean isOf(String value, JobDefinition definition) {
    return value.startsWith("arn:")
        ? value.equals(definition.jobDefinitionArn())
        : matches(value, definition.jobDefinitionName());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean matches(String pattern, String value) {
    return pattern.endsWith("*")
        ? value.startsWith(pattern.substring(0, pattern.length() - 1))
        : value.equals(pattern);
  }
}
