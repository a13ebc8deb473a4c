package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.World;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.KeyValuesPair;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;
import software.amazon.awssdk.services.batch.model.ListJobsResponse;

/**
 * ListJobs: a queue's jobs of one status, RUNNING unless told, or those that one filter lets
 * through.
 */
final class JobList {

  private static final int MAX = 1000;
  private static final int MAX_FILTERED = 100;
  private static final long LAST_MILLIS = 999_999_999_999_999L;
  private static final Pattern MILLIS = Pattern.compile("\\d{1,18}");

  private final FakeBatch batch;
  private final World world;

  JobList(FakeBatch batch, World world) {
    this.batch = batch;
    this.world = world;
  }

  ListJobsResponse list(ListJobsRequest request) {
    if (request.arrayJobId() != null || request.multiNodeJobId() != null) {
      throw new UnsupportedOperationException(
          "spotbatch-testing does not model array and multi-node jobs");
    }
    if (request.jobQueue() == null) {
      // The rule is documented; the text is not known.
      throw Refusals.wrapped(
          world, "Exactly one of jobQueue, arrayJobId and multiNodeJobId is required.");
    }
    Queue queue = batch.queues().find(request.jobQueue());
    if (queue == null) {
      throw Refusals.bare(request.jobQueue() + " does not exist");
    }
    List<KeyValuesPair> filters = request.filters();
    Page<Job> page =
        filters.isEmpty()
            ? Pages.of(
                List.copyOf(queue.jobs(status(request))),
                JobList::oldestFirst,
                request.nextToken(),
                request.maxResults(),
                MAX)
            : Pages.of(
                filtered(queue, filters),
                JobList::newestFirst,
                request.nextToken(),
                request.maxResults(),
                MAX_FILTERED);
    return ListJobsResponse.builder()
        .jobSummaryList(page.items().stream().map(JobList::summary).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static JobStatus status(ListJobsRequest request) {
    return request.jobStatus() == null ? JobStatus.RUNNING : request.jobStatus();
  }

  private static String oldestFirst(Job job) {
    return "%015d".formatted(job.createdAt().toEpochMilli()) + job.id();
  }

  private static String newestFirst(Job job) {
    return "%015d".formatted(LAST_MILLIS - job.createdAt().toEpochMilli()) + job.id();
  }

  /** With a filter the status is ignored. */
  private List<Job> filtered(Queue queue, List<KeyValuesPair> filters) {
    if (filters.size() > 1) {
      // The rule is documented; the text is not known.
      throw Refusals.wrapped(world, "Only one filter can be specified.");
    }
    Predicate<Job> wanted = predicate(filters.get(0));
    return JobStatus.knownValues().stream()
        .flatMap(status -> queue.jobs(status).stream())
        .filter(wanted)
        .toList();
  }

  private Predicate<Job> predicate(KeyValuesPair filter) {
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
          throw new UnsupportedOperationException(
              "spotbatch-testing does not model share identifiers");
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

  private static JobSummary summary(Job job) {
    JobSummary.Builder summary =
        JobSummary.builder()
            .jobId(job.id())
            .jobArn(job.arn())
            .jobName(job.name())
            .jobDefinition(job.definition().jobDefinitionArn())
            .status(job.status())
            .statusReason(job.statusReason())
            .createdAt(job.createdAt().toEpochMilli())
            .startedAt(JobView.startedAt(job))
            .stoppedAt(JobView.millis(job.stoppedAt()));
    Attempt last = job.lastAttempt();
    if (last != null && last.over()) {
      summary.container(c -> c.exitCode(last.exitCode()).reason(last.reason()));
    }
    return summary.build();
  }
}
