package io.github.spotbatch.examples;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.Following;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.PipelineResult;
import io.github.spotbatch.job.PipelineSubmission;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobPipeline;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.PipelineStep;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Jobs that wait for one another: a scene is fetched, its frames are rendered and each is denoised
 * as soon as it is there, and a film is cut from all. The pipeline runs twice; the second time the
 * cut fails, and the steps say which it was and what never ran.
 */
public final class RenderPipeline {

  private static final int FRAMES = 12;

  private static final StackSpec STACK =
      StackSpec.builder("studio")
          .computeEnvironment(SpotComputeEnvironment.builder("spot").maxVcpus(64).build())
          .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
          .jobDefinition(definition("fetch"))
          .jobDefinition(definition("render"))
          .jobDefinition(definition("denoise"))
          .jobDefinition(definition("cut"))
          .jobDefinition(definition("publish"))
          .build();

  private RenderPipeline() {}

  private static JobDefinitionSpec definition(String name) {
    return JobDefinitionSpec.builder(name)
        .image(ContainerImage.fromRegistry(name + ":1"))
        .memoryMiB(1024)
        .retryPolicy(RetryPolicy.spotInterruptions())
        .build();
  }

  /**
   * Runs the pipeline on an AWS inside this program.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    run(System.out, Terminal.present());
  }

  static void run(PrintStream out, boolean terminal) {
    try (FakeAws aws = FakeAws.create();
        SpotBatch spotBatch = aws.spotBatch()) {
      aws.jobs().image("*").runsFor(Duration.ofMinutes(5));
      JobQueue queue =
          spotBatch.provisioner().apply(spotBatch.provisioner().plan(STACK)).queue("jobs");
      JobRequest frames = JobRequest.builder("render").arraySize(FRAMES).build();
      JobRequest clean = JobRequest.builder("denoise").arraySize(FRAMES).build();
      JobPipeline film =
          JobPipeline.builder("film")
              .step("fetch", JobRequest.builder("fetch").build())
              .step("render", frames, "fetch")
              .step(PipelineStep.builder("denoise", clean).nToN("render").build()) // each its own
              .step("cut", JobRequest.builder("cut").build(), "denoise")
              .step("publish", JobRequest.builder("publish").build(), "cut")
              .build(); // refuses circles and unknown steps, before anything is sent
      PipelineSubmission submission = queue.submit(film);
      show(spotBatch, submission, out, terminal);

      aws.jobs().image("cut:*").exits(3);
      show(spotBatch, queue.submit(film), out, terminal);
      spotBatch.provisioner().destroy("studio");
      aws.verify();
    }
  }

  private static void show(
      SpotBatch spotBatch, PipelineSubmission submission, PrintStream out, boolean terminal) {
    LiveJobs live = new LiveJobs(out, terminal, submission.jobs().size());
    PipelineResult result;
    try (Following following = spotBatch.follow(submission.jobs().values(), live)) {
      following.await(Duration.ofDays(1));
      result = submission.await(Duration.ofDays(1));
    }
    out.println(result.explain());
  }
}
