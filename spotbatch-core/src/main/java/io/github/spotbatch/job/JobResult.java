package io.github.spotbatch.job;

import io.github.spotbatch.job.AttemptCause.Cancelled;
import io.github.spotbatch.job.AttemptCause.Terminated;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What AWS Batch says of a job at one moment: its end if {@link #finished()}, else what is known so
 * far.
 *
 * @param jobId the job's id
 * @param jobName the job's name on AWS
 * @param jobQueue the ARN of the queue that it was submitted to; empty while AWS does not say
 * @param jobDefinition the ARN of the job definition with its revision; empty while AWS does not
 *     say
 * @param state where the job is
 * @param statusReason AWS's reason for the state; a job that waits for a host may say here why
 * @param attempts the attempts that have ended, in order
 * @param array the children if the job is an array; empty if it is a single job or itself a child
 * @param createdAt when it was submitted, by AWS's clock
 * @param startedAt when its latest attempt began to run
 * @param stoppedAt when it ended
 * @param cause why the job failed; empty unless it did
 */
public record JobResult(
    String jobId,
    String jobName,
    Optional<String> jobQueue,
    Optional<String> jobDefinition,
    JobState state,
    Optional<String> statusReason,
    List<JobAttempt> attempts,
    Optional<ArraySummary> array,
    Optional<Instant> createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> stoppedAt,
    Optional<AttemptCause> cause) {

  /**
   * Copies the list of attempts; the rest is taken as it is.
   *
   * @param jobId the job's id
   * @param jobName the job's name on AWS
   * @param jobQueue the ARN of the queue
   * @param jobDefinition the ARN of the job definition
   * @param state where the job is
   * @param statusReason AWS's reason for the state
   * @param attempts the attempts that have ended, in order
   * @param array the children if the job is an array
   * @param createdAt when it was submitted
   * @param startedAt when its latest attempt began to run
   * @param stoppedAt when it ended
   * @param cause why the job failed
   */
  public JobResult {
    attempts = List.copyOf(attempts);
  }

  /**
   * Whether the job has ended.
   *
   * @return true once nothing about it will change any more
   */
  public boolean finished() {
    return state.finished();
  }

  /**
   * Whether the job ended well.
   *
   * @return true if its state is {@link JobState#SUCCEEDED}
   */
  public boolean succeeded() {
    return state == JobState.SUCCEEDED;
  }

  /**
   * Says in one sentence what became of the job.
   *
   * @return for example {@code Job frame-12-k3x9a0zq (3f2a...) failed after 2 attempts because the
   *     container ran out of memory.}, and of an array {@code Job frames-k3x9a0zq (5b1c...) failed:
   *     2 of 500 children failed: 2 ran out of memory (17, 42).}
   */
  public String explain() {
    return "Job %s (%s) %s.".formatted(jobName, jobId, predicate());
  }

  private String predicate() {
    return switch (state) {
      case SUCCEEDED -> "succeeded" + afterAttempts() + lostHosts();
      case FAILED -> "failed" + afterAttempts() + why();
      default ->
          "is %s%s%s"
              .formatted(state, statusReason.map(r -> " (" + r + ")").orElse(""), afterAttempts());
    };
  }

  /** An array fails of its children; whatever else AWS calls the reason tells less. */
  private String why() {
    if (array.isPresent() && array.get().count(JobState.FAILED) > 0) {
      return ": " + array.get().explain() + stoppedOnPurpose();
    }
    return cause.map(c -> " because " + c.explain()).orElse("");
  }

  private String stoppedOnPurpose() {
    boolean onPurpose =
        cause.filter(c -> c instanceof Cancelled || c instanceof Terminated).isPresent();
    return onPurpose ? "; " + cause.get().explain() : "";
  }

  private String afterAttempts() {
    return switch (attempts.size()) {
      case 0 -> "";
      case 1 -> " after 1 attempt";
      default -> " after " + attempts.size() + " attempts";
    };
  }

  private String lostHosts() {
    long lost = caused(AttemptCause.HostLost.class) + caused(AttemptCause.SpotInterruption.class);
    return lost == 0
        ? ""
        : ", " + lost + " of which lost " + (lost == 1 ? "its host" : "their hosts");
  }

  private long caused(Class<? extends AttemptCause> kind) {
    return attempts.stream()
        .flatMap(attempt -> attempt.cause().stream())
        .filter(kind::isInstance)
        .count();
  }
}
