package io.github.spotbatch.testing.assertj;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThatThrownBy;
import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.catchThrowableOfType;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.JobAttempt;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.VirtualClock;
import io.github.spotbatch.testing.WorldReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;

class SpotBatchAssertionsTest {

  private static final Instant START = VirtualClock.DEFAULT_START;
  private static final String LOST = "Host EC2 (instance i-1) terminated.";
  private static final String EXITED = "Essential container in task exited";

  private static final JobAttempt LOST_HOST = attempt(1, 0, Optional.of(LOST), OptionalInt.empty());
  private static final JobAttempt EXIT_1 = attempt(2, 10, Optional.of(EXITED), OptionalInt.of(1));
  private static final JobAttempt EXIT_0 = attempt(2, 10, Optional.of(EXITED), OptionalInt.of(0));

  private static JobAttempt attempt(
      int number, int minute, Optional<String> reason, OptionalInt exitCode) {
    return new JobAttempt(
        number,
        Optional.of(START.plusSeconds(60L * minute)),
        Optional.of(START.plusSeconds(60L * minute + 30)),
        reason,
        Optional.empty(),
        exitCode,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static JobResult job(JobState state, Optional<AttemptCause> cause, JobAttempt... had) {
    return new JobResult(
        "id-1",
        "frame-12",
        Optional.empty(),
        Optional.empty(),
        state,
        had.length == 0 ? Optional.empty() : had[had.length - 1].statusReason(),
        List.of(had),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        cause);
  }

  private static String failureOf(ThrowingCallable assertion) {
    return String.valueOf(catchThrowableOfType(AssertionError.class, assertion).getMessage());
  }

  @Nested
  class Results {

    private final JobResult succeeded =
        job(JobState.SUCCEEDED, Optional.empty(), LOST_HOST, EXIT_0);
    private final JobResult failed =
        job(JobState.FAILED, Optional.of(new AttemptCause.NonZeroExit(1)), LOST_HOST, EXIT_1);

    @Test
    void job_asExpected_passes() {
      assertThat(succeeded).succeeded().hasAttempts(2).wasInterruptedTimes(1);
      assertThat(failed)
          .failed()
          .failedWith(AttemptCause.NonZeroExit.class)
          .failedWith(new AttemptCause.NonZeroExit(1))
          .failedWithExitCode(1)
          .hasStatusReasonContaining("container in task exited");
    }

    @Test
    void succeeded_ofAFailedJob_showsItsAttempts() {
      assertThat(failureOf(() -> assertThat(failed).succeeded()))
          .isEqualToNormalizingNewlines(
              """

              Expected job frame-12 to be SUCCEEDED, but

              job frame-12 (id-1) is FAILED: Essential container in task exited
                attempt 1: 2030-01-01T00:00:00Z to 2030-01-01T00:00:30Z, no exit code, Host EC2 (instance i-1) terminated.
                attempt 2: 2030-01-01T00:10:00Z to 2030-01-01T00:10:30Z, exit code 1, Essential container in task exited""");
    }

    @Test
    void succeeded_ofAJobThatWaits_saysThatNothingHasEnded() {
      assertThat(failureOf(() -> assertThat(job(JobState.RUNNABLE, Optional.empty())).succeeded()))
          .endsWith(
              "job frame-12 (id-1) is RUNNABLE\n  no attempt has ended\n"
                  + "  it has not ended: let time pass, by runUntilIdle(), advance(..) or an"
                  + " await");
    }

    @Test
    void numbers_thatAreOthers_areSaid() {
      assertThat(failureOf(() -> assertThat(failed).hasAttempts(3)))
          .contains("Expected job frame-12 to have had 3 attempts, not 2, but");
      assertThat(failureOf(() -> assertThat(failed).wasInterruptedTimes(2)))
          .contains("Expected job frame-12 to have lost its host 2 times, not 1, but");
      assertThat(failureOf(() -> assertThat(failed).failedWithExitCode(2)))
          .contains("Expected job frame-12 to have failed with exit code 2, but");
      assertThat(failureOf(() -> assertThat(succeeded).failedWithExitCode(0)))
          .contains("Expected job frame-12 to have failed with exit code 0, but");
    }

    @Test
    void cause_thatIsAnother_isSaid() {
      assertThat(failureOf(() -> assertThat(failed).failedWith(AttemptCause.OutOfMemory.class)))
          .contains(
              "to have failed for OutOfMemory, not for NonZeroExit: the container ended with exit"
                  + " code 1, but");
      assertThat(failureOf(() -> assertThat(failed).failedWith(new AttemptCause.NonZeroExit(2))))
          .contains("to have failed for the container ended with exit code 2, not for");
      assertThat(failureOf(() -> assertThat(succeeded).failedWith(AttemptCause.TimedOut.class)))
          .contains("to have failed for TimedOut, which it has not, but");
    }

    @Test
    void reason_thatIsAnother_isSaid() {
      assertThat(failureOf(() -> assertThat(failed).hasStatusReasonContaining("Host")))
          .contains("to have a status reason with \"Host\", but");
    }

    @Test
    void noJobAtAll_isSaid() {
      assertThat(failureOf(() -> assertThat((JobResult) null).succeeded()))
          .contains("Expecting actual not to be null");
    }
  }

  @Nested
  class Details {

    private final JobDetail detail =
        JobDetail.builder()
            .jobId("id-1")
            .jobName("frame-12")
            .status(JobStatus.FAILED)
            .statusReason(LOST)
            .attempts(
                attempt ->
                    attempt
                        .stoppedAt(START.toEpochMilli())
                        .statusReason(LOST)
                        .container(container -> container.reason("why")))
            .build();

    @Test
    void job_asExpected_passes() {
      assertThat(detail).failed().hasAttempts(1).wasInterruptedTimes(1);
    }

    @Test
    void succeeded_ofAFailedJob_showsItsAttempts() {
      assertThat(failureOf(() -> assertThat(detail).succeeded()))
          .endsWith(
              "job frame-12 (id-1) is FAILED: "
                  + LOST
                  + "\n  attempt 1: never ran to 2030-01-01T00:00:00Z, no exit code, "
                  + LOST
                  + " (why)");
    }
  }

  @Nested
  class Worlds {

    private static final FakeAws AWS = FakeAws.create();
    private static final SpotBatch SPOT_BATCH = AWS.spotBatch();
    private static ProvisioningPlan plan;
    private static Deployment deployment;
    private static JobHandle done;

    @BeforeAll
    static void runOneJob() {
      StackSpec stack =
          StackSpec.builder("demo")
              .computeEnvironment(SpotComputeEnvironment.builder("spot").maxVcpus(4).build())
              .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
              .jobDefinition(
                  JobDefinitionSpec.builder("work")
                      .image(ContainerImage.fromRegistry("public.ecr.aws/docker/library/busybox:1"))
                      .vcpus(1)
                      .memoryMiB(512)
                      .build())
              .build();
      plan = SPOT_BATCH.provisioner().plan(stack);
      deployment = SPOT_BATCH.provisioner().apply(plan);
      AWS.jobs().named("frame-12").logs("rendered 100 %").exits(1);
      done =
          deployment.queue("jobs").submit(JobRequest.builder("work").jobName("frame-12").build());
      done.await(Duration.ofHours(1));
    }

    @AfterAll
    static void close() {
      AWS.close();
    }

    @Test
    void job_byItsName_isFoundWithoutATraceInTheJournal() {
      int before = AWS.journal().all().size();

      assertThat(AWS).hasJobs(1).hasNoUnfinishedJobs().job("frame-12").failedWithExitCode(1);

      assertThat(AWS.journal().all()).hasSize(before);
    }

    @Test
    void job_thatIsNotThere_listsThoseThatAre() {
      assertThat(failureOf(() -> assertThat(AWS).job("frame-13")))
          .contains("Expected one job named frame-13, found 0 among")
          .contains("\n  job " + done.awsName() + " (" + done.id() + ") is FAILED: " + EXITED)
          .contains("\n    attempt 1: 2030-01-01T")
          .contains("exit code 1, " + EXITED);
    }

    @Test
    void numberOfJobs_thatIsAnother_listsThem() {
      assertThat(failureOf(() -> assertThat(AWS).hasJobs(2)))
          .contains("Expected 2 jobs, not 1:")
          .contains(done.awsName());
    }

    @Test
    void unfinishedJobs_areListed() {
      try (FakeAws aws = FakeAws.create()) {
        SpotBatch spotBatch = aws.spotBatch();
        Deployment other = spotBatch.provisioner().apply(plan(spotBatch));
        JobHandle job = other.queue("jobs").submit(JobRequest.builder("work").build());

        assertThat(failureOf(() -> assertThat(aws).hasNoUnfinishedJobs()))
            .contains("Expected every job to have ended, not")
            .contains("(" + job.id() + ") is SUBMITTED\n    no attempt has ended");
      }
    }

    @Test
    void array_ofWhichAChildFailed_countsItsChildren() {
      try (FakeAws aws = FakeAws.create()) {
        SpotBatch spotBatch = aws.spotBatch();
        Deployment other = spotBatch.provisioner().apply(plan(spotBatch));
        aws.jobs().matching(run -> run.arrayIndex().orElse(-1) == 1).exits(3);
        JobRequest frames = JobRequest.builder("work").jobName("frames").arraySize(3).build();
        other.queue("jobs").submit(frames);
        aws.runUntilIdle();

        assertThat(failureOf(() -> assertThat(aws).job("frames").succeeded()))
            .contains("is FAILED: Array Child Job failed\n  children: 2 SUCCEEDED, 1 FAILED");
      }
    }

    private static ProvisioningPlan plan(SpotBatch spotBatch) {
      return spotBatch
          .provisioner()
          .plan(
              StackSpec.builder("other")
                  .computeEnvironment(SpotComputeEnvironment.builder("spot").maxVcpus(4).build())
                  .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
                  .jobDefinition(
                      JobDefinitionSpec.builder("work")
                          .image(ContainerImage.fromRegistry("public.ecr.aws/docker/library/a:1"))
                          .vcpus(1)
                          .memoryMiB(512)
                          .build())
                  .build());
    }

    @Test
    void handle_hasItsResultAndItsLines() {
      assertThat(done).hasLogLine("100 %").result().failedWithExitCode(1);
      assertThat(failureOf(() -> assertThat(done).hasLogLine("99 %")))
          .isEqualToNormalizingNewlines(
              """

              Expected job frame-12 to have written a line with "99 %", but it has written

                attempt 1: rendered 100 %""");
    }

    @Test
    void environment_isDescribedInFailures() {
      String name = deployment.computeEnvironmentName("spot");

      assertThat(AWS).computeEnvironment(name).isValid().hasState(CEState.ENABLED);
      assertThat(failureOf(() -> assertThat(AWS).computeEnvironment(name).hasDesiredVcpus(99)))
          .contains("Expected compute environment demo-spot-1 to ask for 99 vCPUs, but")
          .contains(
              "compute environment demo-spot-1 is ENABLED and VALID: ComputeEnvironment Healthy")
          .contains("of 0 to 4 vCPUs wanted, types [default_x86_64]");
      assertThat(failureOf(() -> assertThat(AWS).computeEnvironment(name).isInvalidBecause("x")))
          .contains("to be INVALID, but");
      assertThat(
              failureOf(() -> assertThat(AWS).computeEnvironment(name).hasState(CEState.DISABLED)))
          .contains("to be DISABLED, but");
      assertThat(failureOf(() -> assertThat(AWS).computeEnvironment("spto")))
          .contains("Expected compute environment spto, there is")
          .contains("\n  compute environment demo-spot-1 is ENABLED");
    }

    @Test
    void plan_listsWhatItWouldMake() {
      assertThat(plan).creates(ResourceKind.JOB_QUEUE, "jobs");
      assertThat(failureOf(() -> assertThat(plan).creates(ResourceKind.JOB_QUEUE, "other")))
          .contains("Expected the plan for stack demo to create job queue other, but")
          .contains("\n  create job queue jobs (demo-jobs)");
      assertThat(failureOf(() -> assertThat(plan).keeps(ResourceKind.JOB_QUEUE, "jobs")))
          .contains("Expected the plan for stack demo to keep job queue jobs, but");
      assertThat(failureOf(() -> assertThat(plan).completes(ResourceKind.JOB_QUEUE, "jobs")))
          .contains("to complete job queue jobs, but");
      assertThat(failureOf(() -> assertThat(plan).registersRevisionOf("work")))
          .contains("to register a new revision of job definition work, but");
      assertThat(failureOf(() -> assertThat(plan).updates(ResourceKind.JOB_QUEUE, "jobs")))
          .contains("Expected the plan for stack demo to update job queue jobs, but");
      assertThat(failureOf(() -> assertThat(plan).deletes(ResourceKind.JOB_QUEUE, "jobs")))
          .contains("Expected the plan for stack demo to delete job queue jobs, but");
      assertThat(failureOf(() -> assertThat(plan).refuses(ResourceKind.JOB_QUEUE, "jobs")))
          .contains("Expected the plan for stack demo to refuse job queue jobs, but");
      assertThat(plan).refusesNothing();
      assertThat(failureOf(() -> assertThat(plan).changesNothing()))
          .contains("to change nothing, but");
      assertThat(failureOf(() -> assertThat(plan).createsResources(0)))
          .contains("to create 0 resources, not " + plan.actions().size() + ", but");
      assertThat(failureOf(() -> assertThat(plan).warnsOf("pigs")))
          .contains("to warn of \"pigs\", but");
    }

    @Test
    void report_saysWhatItCost() {
      WorldReport report = AWS.report();

      assertThat(report).costAtMost("0.01").wasteAtMost("0.01").hasReclaims(0).hasLostAttempts(0);
      assertThat(report).utilisationAtLeast(0.05);
      assertThat(failureOf(() -> assertThat(report).costAtMost("0.0001")))
          .contains("Expected a cost of at most 0.0001 USD, not " + report.costUsd() + "\n\nReport")
          .contains("\nattempts  1: 0 under way, 0 succeeded, 1 failed, 0 lost with host");
      assertThat(failureOf(() -> assertThat(report).wasteAtMost("0")))
          .contains("Expected a waste of at most 0 USD, not " + report.wasteUsd());
      assertThat(failureOf(() -> assertThat(report).hasReclaims(1)))
          .contains("Expected 1 reclaims, not 0");
      assertThat(failureOf(() -> assertThat(report).hasLostAttempts(1)))
          .contains("Expected 1 lost attempts, not 0");
      assertThat(failureOf(() -> assertThat(report).utilisationAtLeast(0.9)))
          .contains("Expected a utilisation of at least 0.9, not 0.");
    }

    @Test
    void report_comparedWithWhatIsNoAmount_isRefused() {
      WorldReport report = AWS.report();

      assertThatThrownBy(() -> assertThat(report).costAtMost("0,25"))
          .isInstanceOf(NumberFormatException.class)
          .hasMessage("USD are written as 0.035, was '0,25'");
      assertThatThrownBy(() -> assertThat(report).wasteAtMost(""))
          .isInstanceOf(NumberFormatException.class)
          .hasMessage("USD are written as 0.035, was ''");
      for (double part : new double[] {50, -0.1, Double.NaN}) {
        assertThatThrownBy(() -> assertThat(report).utilisationAtLeast(part))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("a utilisation is from 0 to 1, was " + part);
      }
    }

    @Test
    void journal_countsWhatCame() {
      assertThat(AWS.journal()).received("SubmitJob").received("batch:SubmitJob", 1);
      assertThat(AWS.journal()).didNotReceive("TerminateJob");
      assertThat(failureOf(() -> assertThat(AWS.journal()).received("SubmitJob", 2)))
          .contains(
              "Expected the journal to have received SubmitJob 2 times, not 1, but there came")
          .contains("\n     1 x batch SubmitJob");
      assertThat(failureOf(() -> assertThat(AWS.journal()).didNotReceive("SubmitJob")))
          .contains("not to have received SubmitJob");
      assertThat(failureOf(() -> assertThat(AWS.journal()).received("CancelJob")))
          .contains("to have received CancelJob");
    }

    @Test
    void journal_askedForAnOperationThatIsNone_refuses() {
      String refusal =
          "spotbatch-testing models no operation 'SumbitJob'; the nearest are batch:SubmitJob, ";
      assertThatThrownBy(() -> assertThat(AWS.journal()).didNotReceive("SumbitJob"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(refusal);
      assertThatThrownBy(() -> assertThat(AWS.journal()).received("SumbitJob", 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(refusal);
    }

    @Test
    void journal_listsEachRefusal() {
      try (FakeAws aws = FakeAws.create()) {
        assertThat(aws.journal()).refusedNothing();
        assertThat(failureOf(() -> assertThat(aws.journal()).received("SubmitJob")))
            .endsWith("there came\n\n  nothing");
        catchThrowableOfType(
            RuntimeException.class,
            () -> aws.batch().submitJob(r -> r.jobName("a").jobQueue("jobs").jobDefinition("b")));

        assertThat(failureOf(() -> assertThat(aws.journal()).refusedNothing()))
            .contains("to show no refusal, not 1, but there came")
            .contains("batch SubmitJob { \"jobDefinition\": \"b\"")
            .contains("refused: ClientException: Job queue jobs does not exist");
      }
    }
  }
}
