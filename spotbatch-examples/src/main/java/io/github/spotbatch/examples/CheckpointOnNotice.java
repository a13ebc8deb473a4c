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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A job that saves its work in the two minutes before Spot takes its host, and goes on from it. */
public final class CheckpointOnNotice {

  private static final int SPEED = 50;

  private CheckpointOnNotice() {}

  /** The program that becomes the job: counts, and asks its host after each step. */
  public static final class Count {

    private static final int STEPS = 90;

    private Count() {}

    /**
     * Counts to 90, a step every {@code STEP_MILLIS}, from where the file {@code CHECKPOINT} says.
     *
     * @param args not used
     * @throws IOException if the checkpoint cannot be read or written, or the host does not answer
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
      Path checkpoint = Path.of(System.getenv("CHECKPOINT"));
      long pause = Long.parseLong(System.getenv("STEP_MILLIS"));
      SpotNotice notice = SpotNotice.ofThisHost();
      int done = Files.exists(checkpoint) ? Integer.parseInt(Files.readString(checkpoint)) : 0;
      System.out.println(
          "attempt " + System.getenv("AWS_BATCH_JOB_ATTEMPT") + " goes on at " + done);
      while (done < STEPS) {
        Thread.sleep(pause);
        done++;
        if (notice.came()) {
          Files.writeString(checkpoint, Integer.toString(done));
          System.out.println("saved " + done);
          Thread.sleep(Long.MAX_VALUE); // the host goes, and the job is retried on another
        }
      }
      System.out.println("counted to " + done);
    }
  }

  /**
   * Runs the job on a host that Spot takes after four minutes, and prints what became of it.
   *
   * @param args not used
   * @throws IOException if there is no place for the checkpoint
   */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("checkpoint-"); // on AWS: a mounted EFS volume
    Path checkpoint = folder.resolve("steps");
    try (FakeAws aws = FakeAws.builder().speed(SPEED).build();
        SpotBatch spotBatch = aws.spotBatch()) {
      aws.jobs().image("*").runsImage();
      aws.spot().reclaim().hostOf("count").after(Duration.ofMinutes(4));
      Deployment deployment = spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack()));
      JobRequest request =
          JobRequest.builder("count")
              .putEnvironment("CHECKPOINT", checkpoint.toString())
              .putEnvironment("STEP_MILLIS", Integer.toString(5_000 / SPEED))
              .build();
      JobHandle job = deployment.queue("jobs").submit(request);
      job.awaitSuccess(Duration.ofHours(1));
      System.out.println(job.result().explain());
      job.logs().forEach(line -> System.out.println(line.message()));
      spotBatch.provisioner().destroy("checkpoints");
    } finally {
      Files.deleteIfExists(checkpoint);
      Files.delete(folder);
    }
  }

  private static StackSpec stack() {
    return StackSpec.builder("checkpoints")
        .computeEnvironment(SpotComputeEnvironment.builder("spot").maxVcpus(16).build())
        .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
        .jobDefinition(
            JobDefinitionSpec.builder("count")
                .image(JavaImage.builder(Count.class).excludes("*.jar").build())
                .memoryMiB(512)
                .retryPolicy(RetryPolicy.spotInterruptions())
                .build())
        .build();
  }
}
