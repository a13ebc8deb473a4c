package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.ArraySubmission;
import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.BulkSubmission;
import io.github.spotbatch.job.Following;
import io.github.spotbatch.job.JobCounts;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.LogTail;
import io.github.spotbatch.job.PipelineResult;
import io.github.spotbatch.job.SubmissionKey;
import io.github.spotbatch.spec.ArrayInputs;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobPipeline;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The README's Java blocks about many jobs, as {@link ReadmeSnippetsTest} has the others. */
class ManyJobsSnippetsTest {

  private static final Duration A_DAY = Duration.ofDays(1);

  private final FakeAws aws = FakeAws.create();
  private final SpotBatch spotBatch = aws.spotBatch();
  private JobQueue queue;

  @BeforeEach
  void makeTheQueue() {
    StackSpec.Builder stack =
        StackSpec.builder("film")
            .computeEnvironment(SpotComputeEnvironment.builder("spot").maxVcpus(100).build())
            .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build());
    for (String step : List.of("fetch", "render", "denoise", "cut")) {
      stack.jobDefinition(
          JobDefinitionSpec.builder(step)
              .image(ContainerImage.fromRegistry(step + ":1"))
              .memoryMiB(512)
              .retryPolicy(RetryPolicy.spotInterruptions())
              .build());
    }
    queue =
        spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack.build())).queue("jobs");
    aws.jobs().image("*").runsFor(Duration.ofMinutes(10)).logs("rendered");
  }

  @AfterEach
  void close() {
    spotBatch.close();
    aws.close();
  }

  @Test
  void stream_underAKey_isSubmittedOnceAndFollowed() {
    Instant midnight = aws.time().now();
    Stream<JobRequest> requests =
        IntStream.range(0, 40)
            .mapToObj(i -> JobRequest.builder("render").jobName("frame-" + i).build());
    // snippet bulk
    SubmissionKey key =
        SubmissionKey.at(midnight, "nightly-render"); // again the same after a crash
    BulkSubmission frames = queue.resume(key, requests); // sends what is missing, at first all
    System.out.println(frames.awaitSubmitted(Duration.ofHours(1)));
    frames.notSubmitted().forEach(System.out::println); // refused ones, which stop no others
    try (Following following = frames.follow(change -> System.out.println(change))) {
      JobCounts end = following.await(Duration.ofHours(3)); // counts() at any time
      System.out.println(end); // 9998 SUCCEEDED, 2 FAILED
    }
    // end
    assertThat(frames.counts().submitted()).isEqualTo(40);
    assertThat(frames.await(A_DAY)).allMatch(JobResult::succeeded);
  }

  @Test
  void array_ofInputs_rerunsWhatFailed() {
    JobRequest request = JobRequest.builder("render").jobName("film").build();
    // snippet array
    ArrayInputs frames = ArrayInputs.template("frames/%05d.exr", ArrayInputs.range(0, 12_000));
    System.out.println(frames.arrays(request)); // 2 arrays of 6,000, before anything is sent
    // end
    assertThat(frames.arrays(request)).hasSize(2);
    frames = frames.first(20);
    aws.jobs()
        .matching(run -> run.environment().containsValue("20") && run.arrayIndex().orElse(0) == 7)
        .exits(3);
    // snippet rerun
    ArraySubmission film = queue.submitArray(request, frames);
    try (LogTail tail =
        spotBatch.tail(film.arrays(), (job, line) -> System.out.println(line.message()))) {
      tail.await(Duration.ofHours(2)); // all children, each line once
    }
    film.failed()
        .forEach(failed -> System.out.println(failed.explain())); // Input 7 (frames/00007.exr): ..
    film.rerunFailed(); // just those, each with the input that it had
    // end
    assertThat(film.failed()).singleElement().satisfies(it -> assertThat(it.index()).isEqualTo(7));
  }

  @Test
  void pipeline_ofFourSteps_succeeds() {
    JobRequest fetch = JobRequest.builder("fetch").build();
    JobRequest render = JobRequest.builder("render").arraySize(12).build();
    JobRequest cut = JobRequest.builder("cut").build();
    // snippet pipeline
    JobPipeline film =
        JobPipeline.builder("film") // circles and mistyped steps are refused before any call
            .step("fetch", fetch)
            .step("render", render, "fetch")
            .step("cut", cut, "render")
            .build();
    PipelineResult result = queue.submit(film).await(Duration.ofHours(8));
    System.out.println(result.explain()); // which step failed, why, and what never ran
    // end
    assertThat(result.succeeded()).isTrue();
  }

  @Test
  void investigation_ofALostHost_provesTheInterruption() {
    aws.spot().reclaim().hostOf("frame-12").after(Duration.ofMinutes(5));
    JobHandle job = queue.submit(JobRequest.builder("render").jobName("frame-12").build());
    job.await(A_DAY);
    // snippet investigate
    JobResult result = job.investigate(); // asks ECS, EC2 and Batch about the hosts
    result
        .attempts()
        .forEach(attempt -> System.out.println(attempt.host() + " " + attempt.cause()));
    // end
    assertThat(result.attempts().get(0).cause())
        .containsInstanceOf(AttemptCause.SpotInterruption.class);
  }
}
