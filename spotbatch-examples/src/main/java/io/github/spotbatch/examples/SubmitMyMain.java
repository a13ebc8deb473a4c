package io.github.spotbatch.examples;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.spec.JavaImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;

/** From a Java class to its result, in twenty lines: the class counts words. */
public final class SubmitMyMain {

  private SubmitMyMain() {}

  /** The program that becomes a job: {@code args} are the job's command. */
  public static final class CountWords {

    private CountWords() {}

    /**
     * Counts words.
     *
     * @param args the words
     */
    public static void main(String[] args) {
      System.out.println(
          args.length + " words, counted by job " + System.getenv("AWS_BATCH_JOB_ID"));
    }
  }

  /**
   * Makes a stack, runs the job on it and takes everything down again.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    // snippet main
    try (FakeAws aws = FakeAws.builder().speed(100).build();
        SpotBatch spotBatch = aws.spotBatch()) { // on AWS: SpotBatch.create(), and no FakeAws
      aws.jobs().image("*").runsImage(); // really runs what was pushed, as a local process
      StackSpec stack =
          StackSpec.builder("my-main")
              .computeEnvironment(SpotComputeEnvironment.builder("spot").maxVcpus(16).build())
              .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
              .jobDefinition(
                  JobDefinitionSpec.builder("count-words")
                      .image(JavaImage.builder(CountWords.class).excludes("*.jar").build())
                      .memoryMiB(512)
                      .retryPolicy(RetryPolicy.spotInterruptions())
                      .build())
              .build();
      Deployment deployment = spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack));
      JobRequest request = JobRequest.builder("count-words").command("to", "be", "or").build();
      JobHandle job = deployment.queue("jobs").submit(request);
      job.awaitSuccess(Duration.ofMinutes(30));
      job.logs().forEach(line -> System.out.println(line.message()));
      spotBatch.provisioner().destroy("my-main");
    }
    // end
  }
}
