package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.JobAttempt;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.spec.RunnableReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;

class JobResultsTest {

  private static final String EXITED = "Essential container in task exited";
  private static final String RECLAIMED = "Host EC2 (instance i-0737c70432d64f82a) terminated.";
  private static final String PULL =
      "CannotPullContainerError: Error response from daemon: manifest unknown";
  private static final String ASSUME =
      "ECS was unable to assume the role 'arn:aws:iam::1:role/x' that was provided for this task.";

  /** The texts are AWS's own, rule by rule. */
  static Stream<Arguments> causes() {
    return Stream.of(
        arguments("JOB-40", EXITED, null, 1, new AttemptCause.NonZeroExit(1)),
        arguments(
            "JOB-41",
            EXITED,
            "OutOfMemoryError: Container killed due to memory usage",
            137,
            new AttemptCause.OutOfMemory()),
        arguments(
            "JOB-41 lower case",
            EXITED,
            "OutOfMemoryError: container killed due to memory usage",
            137,
            new AttemptCause.OutOfMemory()),
        arguments("JOB-42", "Task failed to start", PULL, null, new AttemptCause.ImagePull(PULL)),
        arguments(
            "JOB-42 docker",
            "Task failed to start",
            "DockerTimeoutError: Could not transition to created; timed out after waiting 4m0s",
            null,
            new AttemptCause.StartFailure(
                "DockerTimeoutError: Could not transition to created; timed out after waiting"
                    + " 4m0s")),
        arguments(
            "JOB-42 no reason",
            "Task failed to start",
            null,
            null,
            new AttemptCause.StartFailure("Task failed to start")),
        arguments(
            "JOB-42 another status reason",
            "Essential container in task exited",
            "CannotInspectContainerError: Could not transition to inspecting",
            null,
            new AttemptCause.StartFailure(
                "CannotInspectContainerError: Could not transition to inspecting")),
        arguments(
            "JOB-43",
            "Job attempt duration exceeded timeout",
            null,
            137,
            new AttemptCause.TimedOut()),
        arguments(
            "JOB-43 no exit code",
            "Job attempt duration exceeded timeout",
            null,
            null,
            new AttemptCause.TimedOut()),
        arguments(
            "JOB-43 ended well on SIGTERM",
            "Job attempt duration exceeded timeout",
            null,
            0,
            new AttemptCause.TimedOut()),
        arguments(
            "JOB-44",
            RECLAIMED,
            null,
            null,
            new AttemptCause.HostLost(Optional.of("i-0737c70432d64f82a"))),
        arguments(
            "JOB-44 older form",
            "Host EC2 Terminated",
            null,
            null,
            new AttemptCause.HostLost(Optional.empty())),
        arguments("JOB-45 told in time", EXITED, null, 143, new AttemptCause.NonZeroExit(143)),
        arguments("JOB-45 killed in time", EXITED, null, 137, new AttemptCause.NonZeroExit(137)),
        arguments(
            "JOB-46",
            "Your Spot Task was interrupted.",
            null,
            137,
            new AttemptCause.SpotInterruption(Optional.empty())),
        arguments("JOB-49", ASSUME, null, null, new AttemptCause.StartFailure(ASSUME)),
        arguments(
            "JOB-9",
            "Container Overrides length must be at most 8192",
            null,
            null,
            new AttemptCause.StartFailure("Container Overrides length must be at most 8192")),
        arguments("JOB-50", EXITED, null, null, new AttemptCause.Unknown(EXITED)),
        arguments(
            "JOB-51",
            EXITED,
            "a reason\nof two lines",
            null,
            new AttemptCause.Unknown("a reason\nof two lines")),
        arguments("nothing", null, null, null, new AttemptCause.Unknown("")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("causes")
  void of_failedAttempt_hasItsCause(
      String rule, String statusReason, String reason, Integer exitCode, AttemptCause cause) {
    JobResult result = failed(job -> {}, attempt(statusReason, reason, exitCode));

    assertThat(result.attempts()).extracting(JobAttempt::cause).containsExactly(Optional.of(cause));
    assertThat(result.cause()).contains(cause);
  }

  @Nested
  class Retries {

    @Test
    void of_succeededAfterReclaim_onlyTheFirstAttemptHasACause() {
      JobResult result =
          JobResults.of(
              job("SUCCEEDED")
                  .attempts(attempt(RECLAIMED, null, null), attempt(EXITED, null, 0))
                  .build());

      assertThat(result.succeeded()).isTrue();
      assertThat(result.cause()).isEmpty();
      assertThat(result.attempts())
          .extracting(JobAttempt::number, JobAttempt::cause)
          .containsExactly(
              tuple(1, Optional.of(new AttemptCause.HostLost(Optional.of("i-0737c70432d64f82a")))),
              tuple(2, Optional.empty()));
      assertThat(result.explain())
          .isEqualTo("Job n (id-1) succeeded after 2 attempts, 1 of which lost its host.");
    }

    @Test
    void of_waitsForItsRetry_failedAttemptHasACause() {
      JobResult result =
          JobResults.of(job("RUNNABLE").attempts(attempt(RECLAIMED, null, null)).build());

      assertThat(result.attempts().get(0).cause()).isPresent();
      assertThat(result.cause()).isEmpty();
      assertThat(result.finished()).isFalse();
    }

    @Test
    void of_runningWithZeroExitJustReported_hasNoCauseYet() {
      JobResult result = JobResults.of(job("RUNNING").attempts(attempt(EXITED, null, 0)).build());

      assertThat(result.attempts().get(0).cause()).isEmpty();
    }

    @Test
    void of_runningAttemptThatIsListed_hasNoCause() {
      AttemptDetail running = AttemptDetail.builder().startedAt(5L).build();

      assertThat(JobResults.of(job("RUNNING").attempts(running).build()).attempts().get(0).cause())
          .isEmpty();
    }
  }

  @Nested
  class FromOutside {

    @Test
    void of_terminatedWhileRunning_attemptAndJobAreTerminated() {
      JobResult result =
          failed(
              job -> job.isTerminated(true).statusReason("no longer needed"),
              attempt(EXITED, null, 143));

      assertThat(result.cause()).contains(new AttemptCause.Terminated("no longer needed"));
      assertThat(result.attempts().get(0).cause()).isEqualTo(result.cause());
    }

    @Test
    void of_terminatedWhileStarting_attemptIsTerminated() {
      JobResult result =
          failed(
              job -> job.isTerminated(true).statusReason("stop"),
              attempt("Task failed to start", null, null));

      assertThat(result.attempts().get(0).cause()).contains(new AttemptCause.Terminated("stop"));
    }

    @Test
    void of_terminatedWhileItWaitedForRetry_attemptKeepsItsOwnCause() {
      JobResult result =
          failed(
              job -> job.isTerminated(true).statusReason("no longer needed"),
              attempt(RECLAIMED, null, null));

      assertThat(result.cause()).contains(new AttemptCause.Terminated("no longer needed"));
      assertThat(result.attempts().get(0).cause().orElseThrow())
          .isInstanceOf(AttemptCause.HostLost.class);
    }

    @Test
    void of_terminatedAfterEarlierFailure_earlierAttemptKeepsItsOwnCause() {
      JobResult result =
          failed(
              job -> job.isTerminated(true).statusReason("stop"),
              attempt(EXITED, null, 143),
              attempt(EXITED, null, 137));

      assertThat(result.attempts())
          .extracting(JobAttempt::cause)
          .containsExactly(
              Optional.of(new AttemptCause.NonZeroExit(143)),
              Optional.of(new AttemptCause.Terminated("stop")));
    }

    @Test
    void of_cancelled_saysByWhomItWas() {
      assertThat(failed(job -> job.isCancelled(true).statusReason("wrong input")).cause())
          .contains(new AttemptCause.Cancelled("wrong input"));
    }

    @Test
    void of_cancelledByTheQueuesTimeLimit_wasNotPlaced() {
      String reason =
          "Canceled by JobStateTimeLimit action due to reason:"
              + " MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT";

      AttemptCause.NotPlaced cause =
          new AttemptCause.NotPlaced("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT", reason);
      assertThat(failed(job -> job.statusReason(reason).isCancelled(true)).cause()).contains(cause);
      assertThat(cause.reason()).contains(RunnableReason.JOB_RESOURCE_REQUIREMENT);
    }

    @Test
    void of_cancelledByATimeLimitOfAKindAddedLater_keepsItsCode() {
      String reason = "Canceled by JobStateTimeLimit action due to reason: QUOTA:NEW_ONE - Text.";

      AttemptCause.NotPlaced cause = new AttemptCause.NotPlaced("QUOTA:NEW_ONE", reason);
      assertThat(failed(job -> job.statusReason(reason)).cause()).contains(cause);
      assertThat(cause.reason()).isEmpty();
    }

    @Test
    void of_dependencyFailed_saysSo() {
      assertThat(failed(job -> job.statusReason("Dependent Job failed")).cause())
          .contains(new AttemptCause.DependencyFailed());
    }

    @Test
    void of_arrayParentWithFailedChild_hasAwsText() {
      assertThat(failed(job -> job.statusReason("Array Child Job failed")).explain())
          .isEqualTo("Job n (id-1) failed because AWS Batch says: Array Child Job failed.");
    }

    @Test
    void of_failedWithoutAttempts_readsTheJobsOwnFields() {
      JobResult result =
          failed(job -> job.statusReason("Task failed to start").container(c -> c.reason(PULL)));

      assertThat(result.cause()).contains(new AttemptCause.ImagePull(PULL));
    }
  }

  @Nested
  class Fields {

    @Test
    void of_fullJob_hasAllOfIt() {
      JobResult result =
          JobResults.of(
              job("FAILED")
                  .jobQueue("arn:queue")
                  .jobDefinition("arn:definition:3")
                  .statusReason(EXITED)
                  .createdAt(1_000L)
                  .startedAt(2_000L)
                  .stoppedAt(3_000L)
                  .attempts(
                      AttemptDetail.builder()
                          .startedAt(2_000L)
                          .stoppedAt(3_000L)
                          .statusReason(EXITED)
                          .container(
                              c -> c.exitCode(1).logStreamName("s").containerInstanceArn("arn:ci"))
                          .build())
                  .build());

      assertThat(result)
          .isEqualTo(
              new JobResult(
                  "id-1",
                  "n",
                  Optional.of("arn:queue"),
                  Optional.of("arn:definition:3"),
                  JobState.FAILED,
                  Optional.of(EXITED),
                  List.of(
                      new JobAttempt(
                          1,
                          Optional.of(Instant.ofEpochSecond(2)),
                          Optional.of(Instant.ofEpochSecond(3)),
                          Optional.of(EXITED),
                          Optional.empty(),
                          OptionalInt.of(1),
                          Optional.of("s"),
                          Optional.of("arn:ci"),
                          Optional.empty(),
                          Optional.of(new AttemptCause.NonZeroExit(1)))),
                  Optional.empty(),
                  Optional.of(Instant.ofEpochSecond(1)),
                  Optional.of(Instant.ofEpochSecond(2)),
                  Optional.of(Instant.ofEpochSecond(3)),
                  Optional.of(new AttemptCause.NonZeroExit(1))));
    }

    @Test
    void of_statusThatAwsAddedLater_isUnknownAndUnfinished() {
      JobResult result = JobResults.of(job("HIBERNATING").build());

      assertThat(result.state()).isEqualTo(JobState.UNKNOWN);
      assertThat(result.finished()).isFalse();
    }

    @Test
    void explain_waitsForAHost_hasAwsReason() {
      assertThat(
              JobResults.of(job("RUNNABLE").statusReason("UNDETERMINED - blocked").build())
                  .explain())
          .isEqualTo("Job n (id-1) is RUNNABLE (UNDETERMINED - blocked).");
    }

    @Test
    void explain_reasonOfTwoLines_isOneSentence() {
      assertThat(failed(job -> {}, attempt(EXITED, "first \n second", null)).explain())
          .isEqualTo("Job n (id-1) failed after 1 attempt because AWS Batch says: first second.");
    }
  }

  private static JobDetail.Builder job(String status) {
    return JobDetail.builder().jobId("id-1").jobName("n").status(status);
  }

  private static JobResult failed(Consumer<JobDetail.Builder> details, AttemptDetail... attempts) {
    JobDetail.Builder job = job("FAILED").attempts(attempts);
    details.accept(job);
    return JobResults.of(job.build());
  }

  private static AttemptDetail attempt(String statusReason, String reason, Integer exitCode) {
    return AttemptDetail.builder()
        .statusReason(statusReason)
        .stoppedAt(9L)
        .container(c -> c.reason(reason).exitCode(exitCode))
        .build();
  }
}
