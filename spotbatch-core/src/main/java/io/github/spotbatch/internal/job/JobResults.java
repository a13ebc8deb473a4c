package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.ArraySummary;
import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.JobAttempt;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ArrayPropertiesDetail;
import software.amazon.awssdk.services.batch.model.AttemptContainerDetail;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.ContainerDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;

/** Reads a job's result from AWS's description of it. */
final class JobResults {

  private static final Map<String, JobState> STATES =
      Arrays.stream(JobState.values())
          .collect(Collectors.toUnmodifiableMap(JobState::name, Function.identity()));

  private JobResults() {}

  static JobResult of(JobDetail job) {
    JobState state = state(job.statusAsString());
    Optional<String> statusReason = Optional.ofNullable(job.statusReason());
    List<JobAttempt> attempts = attempts(job, state);
    return new JobResult(
        job.jobId(),
        job.jobName(),
        Optional.ofNullable(job.jobQueue()),
        Optional.ofNullable(job.jobDefinition()),
        state,
        statusReason,
        attempts,
        array(job.arrayProperties()),
        instant(job.createdAt()),
        instant(job.startedAt()),
        instant(job.stoppedAt()),
        state == JobState.FAILED ? Optional.of(cause(job, attempts)) : Optional.empty());
  }

  /** A job that AWS has accepted and does not describe yet. */
  static JobResult justSubmitted(String jobId, String jobName) {
    return new JobResult(
        jobId,
        jobName,
        Optional.empty(),
        Optional.empty(),
        JobState.SUBMITTED,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A state that is not known is no failure. */
  static JobState state(@Nullable String status) {
    return STATES.getOrDefault(status == null ? "" : status, JobState.UNKNOWN);
  }

  private static List<JobAttempt> attempts(JobDetail job, JobState state) {
    List<JobAttempt> attempts = new ArrayList<>();
    for (AttemptDetail attempt : job.attempts()) {
      int number = attempts.size() + 1;
      boolean last = number == job.attempts().size();
      attempts.add(attempt(number, attempt, last ? job : null, state));
    }
    return attempts;
  }

  private static JobAttempt attempt(
      int number, AttemptDetail attempt, @Nullable JobDetail lastOf, JobState state) {
    AttemptContainerDetail container =
        attempt.container() == null
            ? AttemptContainerDetail.builder().build()
            : attempt.container();
    Optional<String> statusReason = Optional.ofNullable(attempt.statusReason());
    Optional<String> reason = Optional.ofNullable(container.reason());
    OptionalInt exitCode = optional(container.exitCode());
    boolean last = lastOf != null;
    boolean succeeded = last && state == JobState.SUCCEEDED;
    boolean ended = attempt.stoppedAt() != null && !exitCode.equals(OptionalInt.of(0));
    boolean stillOpen = last && !state.finished() && !ended;
    Optional<AttemptCause> cause =
        succeeded || stillOpen
            ? Optional.empty()
            : Optional.of(cause(statusReason, reason, exitCode, lastOf));
    return new JobAttempt(
        number,
        instant(attempt.startedAt()),
        instant(attempt.stoppedAt()),
        statusReason,
        reason,
        exitCode,
        Optional.ofNullable(container.logStreamName()),
        Optional.ofNullable(container.containerInstanceArn()),
        Optional.empty(),
        cause);
  }

  private static AttemptCause cause(
      Optional<String> statusReason,
      Optional<String> reason,
      OptionalInt exitCode,
      @Nullable JobDetail lastOf) {
    AttemptCause own = AttemptCauses.ofAttempt(statusReason, reason, exitCode);
    return lastOf != null && Boolean.TRUE.equals(lastOf.isTerminated())
        ? AttemptCauses.ofLastAttemptOfTerminatedJob(own, orEmpty(lastOf.statusReason()))
        : own;
  }

  private static AttemptCause cause(JobDetail job, List<JobAttempt> attempts) {
    Optional<String> statusReason = Optional.ofNullable(job.statusReason());
    Optional<AttemptCause> fromOutside =
        AttemptCauses.fromOutside(
            Boolean.TRUE.equals(job.isTerminated()),
            Boolean.TRUE.equals(job.isCancelled()),
            statusReason);
    if (fromOutside.isPresent()) {
      return fromOutside.get();
    }
    Optional<AttemptCause> ofLastAttempt =
        attempts.isEmpty() ? Optional.empty() : attempts.get(attempts.size() - 1).cause();
    if (ofLastAttempt.isPresent()) {
      return ofLastAttempt.get();
    }
    ContainerDetail container =
        job.container() == null ? ContainerDetail.builder().build() : job.container();
    return AttemptCauses.ofAttempt(
        statusReason, Optional.ofNullable(container.reason()), optional(container.exitCode()));
  }

  /** A child has an index there and no size. */
  private static Optional<ArraySummary> array(@Nullable ArrayPropertiesDetail array) {
    if (array == null || array.size() == null) {
      return Optional.empty();
    }
    Map<JobState, Integer> counts = new EnumMap<>(JobState.class);
    array.statusSummary().forEach((status, n) -> counts.merge(state(status), n, Integer::sum));
    return Optional.of(new ArraySummary(array.size(), counts, List.of()));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static Optional<Instant> instant(@Nullable Long epochMillis) {
    return Optional.ofNullable(epochMillis).map(Instant::ofEpochMilli);
  }
}
