package io.github.spotbatch.examples;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.ArraySubmission;
import io.github.spotbatch.job.FailedInput;
import io.github.spotbatch.job.Following;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.spec.ArrayInputs;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.InputArray;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.Adversity;
import io.github.spotbatch.testing.Condition;
import io.github.spotbatch.testing.ContainerRun;
import io.github.spotbatch.testing.FakeAws;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Renders the frames of a film as array jobs: one submission for all of them, a bar while they run,
 * Spot takes half of the hosts on the way, two frames need more memory than they have, and only
 * those are rendered again.
 */
public final class BulkRender {

  private static final Duration A_DAY = Duration.ofDays(1);

  /** The frames that run out of memory the first time. */
  private static final Set<Integer> HEAVY = Set.of(17, 42);

  private static final StackSpec STACK =
      StackSpec.builder("film")
          .computeEnvironment(SpotComputeEnvironment.builder("spot").maxVcpus(256).build())
          .jobQueue(JobQueueSpec.builder("frames").computeEnvironments("spot").build())
          .jobDefinition(
              JobDefinitionSpec.builder("render")
                  .image(ContainerImage.fromRegistry("render:7.1"))
                  .memoryMiB(1024)
                  .retryPolicy(RetryPolicy.spotInterruptions(5))
                  .build())
          .build();

  private final PrintStream out;
  private final boolean terminal;

  private BulkRender(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Renders the film on an AWS inside this program.
   *
   * @param args the number of frames, 500 unless given
   */
  public static void main(String[] args) {
    int frames = args.length == 0 ? 500 : Integer.parseInt(args[0]);
    render(System.out, Terminal.present(), frames);
  }

  static void render(PrintStream out, boolean terminal, int frames) {
    if (frames < 50) {
      throw new IllegalArgumentException("a film has 50 frames or more, was " + frames);
    }
    try (FakeAws aws = FakeAws.create();
        SpotBatch spotBatch = aws.spotBatch()) {
      aws.jobs().image("render:*").runsFor(Duration.ofMinutes(20));
      aws.jobs().matching(run -> isHeavy(run, frames)).runsOutOfMemory();
      aws.spot().script("half").when(Condition.jobsRunning(40), Adversity.reclaimShare(0.5, "*"));
      new BulkRender(out, terminal).render(spotBatch, frames);
      aws.verify();
    }
  }

  private static boolean isHeavy(ContainerRun run, int frames) {
    boolean whole = frames > 10_000 || run.environment().containsValue(Integer.toString(frames));
    return whole && run.arrayIndex().isPresent() && HEAVY.contains(run.arrayIndex().getAsInt());
  }

  private void render(SpotBatch spotBatch, int frames) {
    JobQueue queue =
        spotBatch.provisioner().apply(spotBatch.provisioner().plan(STACK)).queue("frames");
    ArrayInputs inputs =
        ArrayInputs.template("frames/%05d.exr", ArrayInputs.range(0, frames)); // or of(a list)
    JobRequest request = JobRequest.builder("render").jobName("film").build();
    List<InputArray> arrays = inputs.arrays(request);
    out.printf("%s, in %d array job(s)%n", inputs, arrays.size());

    ArraySubmission film = queue.submitArray(request, inputs);
    follow(spotBatch, film);
    for (FailedInput failed : film.failed()) {
      out.println("  " + failed.explain());
    }
    film.rerunFailed().ifPresent(again -> follow(spotBatch, again)); // just those frames
    spotBatch.provisioner().destroy("film");
  }

  private void follow(SpotBatch spotBatch, ArraySubmission submission) {
    LiveJobs live = new LiveJobs(out, terminal, submission.inputs().size());
    try (Following following = spotBatch.follow(submission.arrays(), live)) {
      following.await(A_DAY);
    }
  }
}
