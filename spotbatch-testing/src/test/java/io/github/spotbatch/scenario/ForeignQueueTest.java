package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobSubmissionException;
import io.github.spotbatch.job.LogLine;
import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;

/** Job definitions on queues of other stacks, whose instances may be of another architecture. */
class ForeignQueueTest {

  private static final Duration LONG = Duration.ofHours(12);

  @TempDir private Path folder;

  private final FakeAws aws = FakeAws.create();
  private SpotBatch spotBatch;
  private Deployment intel;
  private Deployment graviton;

  @BeforeEach
  void deploy() throws IOException {
    spotBatch = aws.spotBatchBuilder().imageCache(folder.resolve("cache")).build();
    intel = apply("intel", "c5.large");
    graviton = apply("graviton", "c7g.large");
    aws.jobs().image("*").runsFor(Duration.ofMinutes(5)).exits(0);
    aws.journal().clear();
  }

  @AfterEach
  void close() {
    spotBatch.close();
    aws.close();
  }

  private Deployment apply(String name, String instanceType) throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "hello");
    ContainerImage built =
        ContainerImage.builder(BaseImage.empty())
            .workingDirectory("/app")
            .copy(file, ".")
            .command("cat", "a.txt")
            .build();
    StackSpec stack =
        StackSpec.builder(name)
            .computeEnvironment(
                SpotComputeEnvironment.builder("spot")
                    .maxVcpus(8)
                    .instanceTypes(instanceType)
                    .build())
            .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
            .jobDefinition(JobDefinitionSpec.builder("work").image(built).memoryMiB(512).build())
            .jobDefinition(
                JobDefinitionSpec.builder("public")
                    .image(
                        ContainerImage.fromRegistry("public.ecr.aws/docker/library/busybox:1.37"))
                    .memoryMiB(512)
                    .build())
            .build();
    return spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack));
  }

  private static JobRequest work(Deployment of) {
    return JobRequest.builder(of.jobDefinitionArn("work")).jobName("frame-12").build();
  }

  private int described(String what) {
    return aws.journal().count("batch:Describe" + what);
  }

  @Test
  void submit_definitionOfAStackOfAnotherArchitecture_isRefusedBeforeAnythingIsSent() {
    JobSubmissionException e =
        catchThrowableOfType(
            JobSubmissionException.class, () -> graviton.queue("jobs").submit(work(intel)));

    assertThat(e)
        .hasMessage(
            "Job %s for queue graviton-jobs was not sent: the image of job definition %s is for"
                + " x86_64, by its tag spotbatch:architecture, and no environment of the queue has"
                + " such instances (graviton-spot-1: arm64), so choose a queue for x86_64, or a"
                + " definition whose image is for arm64.",
            e.awsName(), intel.jobDefinitionArn("work"));
    assertThat(aws.journal().count("SubmitJob")).isZero();
    assertThat(aws.journal().count("*")).isEqualTo(3);
    assertThat(described("JobDefinitions")).isEqualTo(1);
    assertThat(described("JobQueues")).isEqualTo(1);
    assertThat(described("ComputeEnvironments")).isEqualTo(1);
  }

  @Test
  void submit_byBareNameTheOtherWayRound_isRefused() {
    JobQueue queue = spotBatch.queue("intel-jobs");

    assertThat(
            catchThrowableOfType(
                JobSubmissionException.class,
                () -> queue.submit(JobRequest.builder("graviton-work").build())))
        .hasMessageContaining("the image of job definition graviton-work is for arm64")
        .hasMessageContaining("(intel-spot-1: x86_64)");
    assertThat(aws.journal().count("SubmitJob")).isZero();
  }

  @Test
  void submit_manyToTheQueueOfTheirOwnStack_readsOnce() {
    for (Deployment own : List.of(intel, graviton)) {
      for (int i = 0; i < 10; i++) {
        own.queue("jobs").submit(work(own));
      }
    }

    assertThat(aws.journal().count("SubmitJob")).isEqualTo(20);
    assertThat(aws.journal().count("*")).isEqualTo(26);
    assertThat(described("JobDefinitions")).isEqualTo(2);
    assertThat(described("JobQueues")).isEqualTo(2);
    assertThat(described("ComputeEnvironments")).isEqualTo(2);
  }

  @Test
  void submit_elevenMinutesLater_readsAgain() {
    graviton.queue("jobs").submit(work(graviton));
    aws.advance(Duration.ofMinutes(11));
    graviton.queue("jobs").submit(work(graviton));

    assertThat(described("JobDefinitions")).isEqualTo(2);
  }

  @Test
  void submit_imageForBothArchitectures_runsOnEitherQueueAndReadsNoEnvironment() {
    JobRequest request = JobRequest.builder(intel.jobDefinitionArn("public")).build();

    JobHandle onIntel = intel.queue("jobs").submit(request);
    JobHandle onGraviton = graviton.queue("jobs").submit(request);

    assertThat(described("JobDefinitions")).isEqualTo(1);
    assertThat(described("JobQueues")).isEqualTo(1);
    assertThat(described("ComputeEnvironments")).isZero();
    assertThat(onIntel.await(LONG).succeeded()).isTrue();
    assertThat(onGraviton.await(LONG).succeeded()).isTrue();
  }

  @Test
  void submit_definitionThatSpotbatchDidNotMake_isNotHeldAgainstAnyQueue() throws Exception {
    HandMadeQueue.make(aws);
    aws.journal().clear();
    JobRequest request = JobRequest.builder(HandMadeQueue.DEFINITION).build();

    spotBatch.queue(HandMadeQueue.QUEUE).submit(request);
    spotBatch.queue(HandMadeQueue.QUEUE).submit(request);
    graviton.queue("jobs").submit(JobRequest.builder(HandMadeQueue.DEFINITION + ":1").build());

    assertThat(aws.journal().count("SubmitJob")).isEqualTo(3);
    assertThat(described("JobDefinitions")).isEqualTo(2);
    assertThat(described("ComputeEnvironments")).isZero();
  }

  @Test
  void submit_toAColleaguesQueue_isHeldAgainstItsInstances() throws Exception {
    HandMadeQueue.make(aws);
    JobQueue queue = spotBatch.queue(HandMadeQueue.QUEUE);

    assertThat(queue.submit(work(intel)).await(LONG).succeeded()).isTrue();
    assertThat(
            catchThrowableOfType(JobSubmissionException.class, () -> queue.submit(work(graviton))))
        .hasMessageContaining("(any-environment: x86_64)");
  }

  @Test
  void submit_whoMayOnlySubmitAndDescribeJobs_submitsAndAwaitsAsEver() {
    BatchClient allowed =
        aws.client(
            BatchClient.builder()
                .overrideConfiguration(c -> c.addExecutionInterceptor(new OnlyJobs())));
    try (allowed;
        SpotBatch small = aws.spotBatchBuilder().batchClient(allowed).build()) {
      JobResult own = small.queue("intel-jobs").submit(work(intel)).await(LONG);
      JobHandle foreign = small.queue("graviton-jobs").submit(work(intel));
      small.queue("graviton-jobs").submit(work(intel));

      assertThat(own.succeeded()).isTrue();
      assertThat(foreign.await(LONG).succeeded()).isFalse();
      assertThat(foreign.logs())
          .extracting(LogLine::message)
          .containsExactly("exec cat: exec format error");
      assertThat(aws.journal().count("SubmitJob")).isEqualTo(3);
    }
  }

  /** IAM's answer to whoever has no permission to describe anything but jobs. */
  private static final class OnlyJobs implements ExecutionInterceptor {
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      SdkRequest request = context.request();
      String operation = request.getClass().getSimpleName().replace("Request", "");
      if (operation.startsWith("Describe") && !(request instanceof DescribeJobsRequest)) {
        throw BatchException.builder()
            .statusCode(403)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("AccessDeniedException")
                    .errorMessage("User is not authorized to perform: batch:" + operation)
                    .build())
            .build();
      }
    }
  }
}
