package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.JobSubmissionException;
import io.github.spotbatch.job.PipelineResult;
import io.github.spotbatch.job.PipelineSubmission;
import io.github.spotbatch.job.PipelineSubmissionException;
import io.github.spotbatch.spec.JobDependency;
import io.github.spotbatch.spec.JobPipeline;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.PipelineStep;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.Rule;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ClientException;

/** Jobs that depend on one another, submitted together. */
class PipelineScenariosTest {

  private static final Duration LONG = Duration.ofHours(12);
  private static final JobRequest ONE = JobRequest.builder(HandMadeQueue.DEFINITION).build();
  private static final JobRequest ARRAY = ONE.toBuilder().arraySize(3).build();

  private final FakeAws aws = FakeAws.create();
  private final BatchClient batch = aws.typedClient(BatchClient.class);
  private SpotBatch spotBatch;
  private JobQueue queue;

  @BeforeEach
  void open() throws Exception {
    HandMadeQueue.make(aws);
    spotBatch = aws.spotBatchBuilder().batchClient(batch).build();
    queue = spotBatch.queue(HandMadeQueue.QUEUE);
    aws.jobs().image("*").runsFor(Duration.ofMinutes(5)).exits(0);
    aws.journal().clear();
  }

  @AfterEach
  void close() {
    spotBatch.close();
    aws.close();
  }

  private static JobPipeline nightly() {
    return JobPipeline.builder("nightly")
        .step("join", ONE, "check", "audit")
        .step(PipelineStep.builder("check", ARRAY).nToN("render").build())
        .step("render", ARRAY, "split")
        .step("audit", ONE)
        .step("split", ONE)
        .build();
  }

  @Test
  @Rule({"JOB-7", "JOB-20"})
  void submit_everyStepSucceeds_eachRunsBehindWhatItNeeds() {
    PipelineSubmission submission = queue.submit(nightly());

    assertThat(submission.jobs().keySet())
        .containsExactly("join", "check", "render", "audit", "split");
    assertThat(submission.job("split").awsName()).startsWith("split-");
    PipelineResult result = submission.await(LONG);

    assertThat(result.succeeded()).isTrue();
    assertThat(result.explain()).isEqualTo("Pipeline nightly succeeded in all 5 steps.");
    assertThat(start(result, "join")).isAfterOrEqualTo(end(result, "check"));
    JobResult child = submission.job("check").child(1).result();
    assertThat(child.startedAt().orElseThrow())
        .isAfterOrEqualTo(submission.job("render").child(1).result().stoppedAt().orElseThrow());
    assertThat(aws.journal().count("SubmitJob")).isEqualTo(5);
  }

  @Test
  void submit_answersAreLostAndCallsThrottled_sendsEachStepOnce() {
    aws.faults().on("SubmitJob").loseResponse().every(2);
    aws.faults().on("SubmitJob").throttle().times(3);

    PipelineResult result = queue.submit(nightly()).await(LONG);

    assertThat(result.succeeded()).isTrue();
    assertThat(
            batch
                .listJobs(
                    r ->
                        r.jobQueue(HandMadeQueue.QUEUE)
                            .filters(f -> f.name("JOB_NAME").values("*")))
                .jobSummaryList())
        .hasSize(5);
  }

  @Test
  @Rule("JOB-28")
  void await_aStepFails_saysWhichAndWhatNeverRan() {
    aws.jobs().named("split").exits(3);
    PipelineSubmission submission = queue.submit(nightly());

    PipelineResult result = submission.await(LONG);

    assertThat(result.succeeded()).isFalse();
    assertThat(result.failed()).contains("split").doesNotContain("audit", "join", "render");
    assertThat(result.neverRan()).contains("join", "render");
    assertThat(result.steps().get("audit").succeeded()).isTrue();
    assertThat(result.explain())
        .startsWith("Pipeline nightly failed: ")
        .contains(
            "step split: Job "
                + submission.job("split").awsName()
                + " ("
                + submission.job("split").id()
                + ") failed after 1 attempt because the container ended with exit code 3")
        .endsWith(" never ran.");
  }

  @Test
  void await_tooShort_saysWhichStepsAreOpen() {
    PipelineSubmission submission = queue.submit(nightly());

    assertThatThrownBy(() -> submission.await(Duration.ofMinutes(9)))
        .isInstanceOf(WaitTimeoutException.class)
        .hasMessage(
            "pipeline nightly was still unfinished in the steps [join, check, render] after PT9M");
    assertThat(submission.await(LONG).succeeded()).isTrue();
  }

  @Test
  void submit_aStepIsRefused_sendsNothingBehindItAndSaysWhatWasSent() {
    JobRequest unknown = JobRequest.builder("no-such").build();
    JobPipeline pipeline =
        JobPipeline.builder("nightly")
            .step("split", ONE)
            .step("render", unknown, "split")
            .step("check", ONE, "render")
            .step("join", ONE, "check", "audit")
            .step("audit", ONE)
            .build();

    PipelineSubmissionException e =
        catchThrowableOfType(PipelineSubmissionException.class, () -> queue.submit(pipeline));

    assertThat(e.submitted().keySet()).containsExactly("split", "audit");
    assertThat(e.notSent()).containsExactly("check", "join");
    assertThat(e.failures()).containsOnlyKeys("render");
    assertThat(e.failures().get("render")).isInstanceOf(JobSubmissionException.class);
    assertThat(e)
        .hasMessageStartingWith("Pipeline nightly was not submitted as a whole: step render: Job")
        .hasMessageEndingWith(
            "Submitted, and going on: split, audit. Not sent, because they need what is missing:"
                + " check, join.");
    assertThat(aws.journal().count("SubmitJob")).isEqualTo(3);
    assertThat(e.submitted().get("split").await(LONG).succeeded()).isTrue();
  }

  @Test
  void submit_aStepHasAnotherQueue_runsThere() {
    batch.createJobQueue(
        r ->
            r.jobQueueName("other-queue")
                .priority(1)
                .computeEnvironmentOrder(o -> o.order(1).computeEnvironment("any-environment")));
    aws.advance(Duration.ofMinutes(1));
    JobPipeline pipeline =
        JobPipeline.builder("two")
            .step("a", ONE)
            .step(PipelineStep.builder("b", ONE).after("a").queue("other-queue").build())
            .build();

    PipelineResult result = queue.submit(pipeline).await(LONG);

    assertThat(result.steps().get("a").jobQueue().orElseThrow()).endsWith("/any-queue");
    assertThat(result.steps().get("b").jobQueue().orElseThrow()).endsWith("/other-queue");
  }

  @Test
  @Rule("JOB-7")
  void submit_sequentialArray_runsOneChildAtATime() {
    JobRequest request =
        ARRAY.toBuilder().jobName("steps").addDependency(JobDependency.sequential()).build();

    JobResult parent = queue.submit(request).awaitSuccess(LONG);

    Instant firstEnd = child(parent, 0).stoppedAt().orElseThrow();
    assertThat(child(parent, 1).startedAt().orElseThrow()).isAfterOrEqualTo(firstEnd);
    assertThat(parent.array().orElseThrow().count(JobState.SUCCEEDED)).isEqualTo(3);
  }

  /** What {@code build()} refuses, said by AWS to whoever sends it all the same. */
  @Test
  @Rule("JOB-7")
  void submitJob_arrayDependencyOfASingleJob_isRefusedByAwsToo() {
    assertThatThrownBy(
            () ->
                batch.submitJob(
                    r ->
                        r.jobName("a")
                            .jobQueue(HandMadeQueue.QUEUE)
                            .jobDefinition(HandMadeQueue.DEFINITION)
                            .dependsOn(d -> d.type("SEQUENTIAL"))))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("is for array jobs only");
  }

  private JobResult child(JobResult parent, int index) {
    return spotBatch.job(parent.jobId()).child(index).result();
  }

  private static Instant start(PipelineResult result, String step) {
    return result.steps().get(step).startedAt().orElseThrow();
  }

  private static Instant end(PipelineResult result, String step) {
    return result.steps().get(step).stoppedAt().orElseThrow();
  }
}
