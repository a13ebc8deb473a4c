package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
    boolean filtered = !request.filters().isEmpty();
    List<Job> jobs = filtered ? filtered(queue, request.filters()) : ofStatus(queue, request);
    Page<Job> page =
        Page.of(jobs, request.nextToken(), request.maxResults(), filtered ? MAX_FILTERED : MAX);
    return ListJobsResponse.builder()
        .jobSummaryList(page.items().stream().map(JobList::summary).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static List<Job> ofStatus(Queue queue, ListJobsRequest request) {
    JobStatus status = request.jobStatus() == null ? JobStatus.RUNNING : request.jobStatus();
    return List.copyOf(queue.jobs(status));
  }

  /** With a filter the status is ignored and the newest come first. */
  private List<Job> filtered(Queue queue, List<KeyValuesPair> filters) {
    if (filters.size() > 1) {
      throw Refusals.wrapped(world, "Only one filter can be specified.");
    }
    Predicate<Job> wanted = predicate(filters.get(0));
    return Arrays.stream(JobStatus.values())
        .flatMap(status -> queue.jobs(status).stream())
        .filter(wanted)
        .sorted(Comparator.comparing(Job::createdAt).reversed())
        .toList();
  }

  private Predicate<Job> predicate(KeyValuesPair filter) {
    String name = filter.name() == null ? "" : filter.name();
    List<String> values = filter.values();
    return switch (name) {
      case "JOB_NAME" ->
          job -> values.stream().anyMatch(value -> matches(lower(value), lower(job.name())));
      case "JOB_DEFINITION" ->
          job ->
              values.stream()
                  .anyMatch(
                      value ->
                          matches(value, job.definition().jobDefinitionName())
                              || matches(value, job.definition().jobDefinitionArn()));
      case "BEFORE_CREATED_AT" ->
          job -> job.createdAt().toEpochMilli() < Long.parseLong(values.get(0));
      case "AFTER_CREATED_AT" ->
          job -> job.createdAt().toEpochMilli() > Long.parseLong(values.get(0));
      default -> throw Refusals.wrapped(world, "Filter " + name + " is not supported.");
    };
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
    Stream.ofNullable(job.lastAttempt())
        .filter(attempt -> attempt.over())
        .forEach(
            attempt ->
                summary.container(c -> c.exitCode(attempt.exitCode()).reason(attempt.reason())));
    return summary.build();
  }
}
