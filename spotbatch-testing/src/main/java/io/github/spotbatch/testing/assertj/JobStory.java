package io.github.spotbatch.testing.assertj;

import io.github.spotbatch.job.JobAttempt;
import io.github.spotbatch.job.JobResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;

/** What the assertions on jobs ask about, whoever describes the job. */
record JobStory(
    String name,
    String id,
    String status,
    Optional<String> reason,
    Map<String, Integer> children,
    List<Attempt> attempts) {

  /** One attempt that has ended. */
  record Attempt(
      Optional<Instant> startedAt,
      Optional<Instant> stoppedAt,
      Optional<String> statusReason,
      Optional<String> reason,
      OptionalInt exitCode) {

    boolean lostItsHost() {
      return statusReason.filter(text -> text.startsWith("Host EC2")).isPresent();
    }

    @Override
    public String toString() {
      String times = shown(startedAt, "never ran") + " to " + shown(stoppedAt, "?");
      String code = exitCode.isPresent() ? "exit code " + exitCode.getAsInt() : "no exit code";
      String why = reason.map(text -> " (" + text + ")").orElse("");
      return "%s, %s, %s%s".formatted(times, code, statusReason.orElse("no reason"), why);
    }

    private static String shown(Optional<Instant> time, String otherwise) {
      return time.map(Instant::toString).orElse(otherwise);
    }
  }

  static JobStory of(JobResult job) {
    return new JobStory(
        job.jobName(),
        job.jobId(),
        job.state().name(),
        job.statusReason(),
        Map.of(),
        job.attempts().stream().map(JobStory::attempt).toList());
  }

  private static Attempt attempt(JobAttempt attempt) {
    return new Attempt(
        attempt.startedAt(),
        attempt.stoppedAt(),
        attempt.statusReason(),
        attempt.reason(),
        attempt.exitCode());
  }

  static JobStory of(JobDetail job) {
    return new JobStory(
        job.jobName(),
        job.jobId(),
        job.statusAsString(),
        Optional.ofNullable(job.statusReason()),
        job.arrayProperties() == null ? Map.of() : job.arrayProperties().statusSummary(),
        job.attempts().stream().map(JobStory::attempt).toList());
  }

  private static Attempt attempt(AttemptDetail attempt) {
    @Nullable Integer exitCode = attempt.container().exitCode();
    return new Attempt(
        instant(attempt.startedAt()),
        instant(attempt.stoppedAt()),
        Optional.ofNullable(attempt.statusReason()),
        Optional.ofNullable(attempt.container().reason()),
        exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode));
  }

  private static Optional<Instant> instant(@Nullable Long millis) {
    return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
  }

  long interruptions() {
    return attempts.stream().filter(Attempt::lostItsHost).count();
  }

  OptionalInt exitCode() {
    return attempts.isEmpty() ? OptionalInt.empty() : attempts.get(attempts.size() - 1).exitCode();
  }

  private String childrenByStatus() {
    return children.entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  /** The job with a line for each attempt. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "job %s (%s) is %s%s"
            .formatted(name, id, status, reason.map(text -> ": " + text).orElse("")));
    for (int i = 0; i < attempts.size(); i++) {
      lines.add("  attempt " + (i + 1) + ": " + attempts.get(i));
    }
    if (!children.isEmpty()) {
      lines.add("  children: " + childrenByStatus());
    } else if (attempts.isEmpty()) {
      lines.add("  no attempt has ended");
    }
    if (!status.equals("SUCCEEDED") && !status.equals("FAILED")) {
      lines.add("  it has not ended: let time pass, by runUntilIdle(), advance(..) or an await");
    }
    return String.join("\n", lines);
  }
}
