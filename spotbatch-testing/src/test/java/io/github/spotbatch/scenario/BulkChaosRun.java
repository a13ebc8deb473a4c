package io.github.spotbatch.scenario;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.BulkSubmission;
import io.github.spotbatch.job.SubmissionCounts;
import io.github.spotbatch.job.SubmissionKey;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.testing.Adversity;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.Invariant;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** One program that submits many jobs while calls and hosts fail, and may crash itself. */
final class BulkChaosRun {

  private static final Duration LONG = Duration.ofDays(2);
  private static final int RUNS = 8;

  private static final Set<JobStatus> ENDS = EnumSet.of(JobStatus.SUCCEEDED, JobStatus.FAILED);

  /** Scripts drawn by lot may find nothing to do. */
  private static final Set<Invariant> HELD =
      EnumSet.complementOf(EnumSet.of(Invariant.SCRIPTS_FIRED));

  private final long seed;
  private final Random random;
  private final int jobs;

  /** How far the program believes that listings lag behind, and how far they do. */
  private final Duration assumed;

  private final Duration lag;
  private final BulkTally tally;

  private BulkChaosRun(long seed, BulkTally tally, Duration assumed, int lagPercent) {
    this.seed = seed;
    this.tally = tally;
    // Neighbouring seeds begin alike unless they are spread first.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.jobs = 8 + random.nextInt(3);
    this.assumed = assumed;
    this.lag = assumed.multipliedBy(lagPercent).dividedBy(100);
  }

  /** Listings lag behind by no more than is assumed. */
  static void withinTheBound(long seed, BulkTally tally) {
    new BulkChaosRun(seed, tally, Duration.ofSeconds(60), 100).run(true);
  }

  /** Listings lag behind by four times as much. */
  static void beyondTheBound(long seed, BulkTally tally) {
    new BulkChaosRun(seed, tally, Duration.ofSeconds(15), 400).run(false);
  }

  private void run(boolean settles) {
    try (FakeAws aws = FakeAws.builder().seed(seed).build();
        BulkWorld world = new BulkWorld(aws)) {
      script(aws);
      SubmissionKey key = SubmissionKey.at(aws.time().now(), "chaos");
      if (settles) {
        settle(world, key);
      } else {
        submitOnce(world, key);
      }
      tally.add(aws.faults().injected());
      aws.faults().clear();
      aws.runUntilIdle();
      tally.add(aws.report());
      check(world, key, settles);
      aws.verify(HELD);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("bulk chaos seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private void script(FakeAws aws) {
    aws.jobs().named("frame-*").runsFor(Duration.ofMinutes(1 + random.nextInt(10)));
    if (random.nextBoolean()) {
      aws.faults().on("SubmitJob").throttle().rate(rate());
    }
    if (random.nextInt(3) == 0) {
      aws.faults().limit("SubmitJob", 1 + random.nextInt(40));
    }
    if (random.nextBoolean()) {
      aws.faults().on("SubmitJob").loseResponse().rate(rate());
    }
    if (random.nextBoolean()) {
      aws.faults().on("SubmitJob").fail().rate(rate());
    }
    if (random.nextBoolean()) {
      aws.faults().on("ListJobs").fail().rate(rate());
    }
    if (random.nextBoolean()) {
      aws.faults().on("ListJobs").throttle().rate(rate());
    }
    if (random.nextBoolean()) {
      aws.faults().on("DescribeJobs").stale(Duration.ofSeconds(20)).rate(rate());
    }
    aws.faults().on("ListJobs").stale(lag).rate(random.nextBoolean() ? 1 : 0.5);
    if (random.nextInt(4) == 0) {
      aws.spot()
          .script("chaos")
          .at(Duration.ofMinutes(3 + random.nextInt(10)), Adversity.reclaimEverything())
          .after(Duration.ofMinutes(5 + random.nextInt(10)), Adversity.reclaimEverything());
    }
  }

  private double rate() {
    return (1 + random.nextInt(25)) / 100.0;
  }

  private Stream<JobRequest> requests() {
    return IntStream.range(0, jobs)
        .mapToObj(
            i ->
                BulkWorld.request("frame").toBuilder()
                    .retryPolicy(RetryPolicy.spotInterruptions(5))
                    .build());
  }

  private SpotBatch program(BulkWorld world) {
    return world
        .program()
        .staleReadBound(assumed)
        .pollIntervals(Duration.ofMinutes(5), Duration.ofMinutes(10))
        .build();
  }

  /** Resumed until nothing is missing, after crashes of the program now and then. */
  private void settle(BulkWorld world, SubmissionKey key) {
    for (int run = 0; run < RUNS; run++) {
      try (SpotBatch program = program(world)) {
        BulkSubmission submission =
            run == 0
                ? BulkWorld.queue(program).submitAll(key, requests())
                : BulkWorld.queue(program).resume(key, requests());
        if (run < 2 && random.nextInt(3) == 0) {
          world.aws.advance(Duration.ofMillis(random.nextInt(run == 0 ? 5_000 : 70_000)));
          tally.crash();
          continue;
        }
        SubmissionCounts counts = submission.awaitSubmitted(LONG);
        tally.unknown(counts.unknown());
        if (counts.submitted() == jobs) {
          return;
        }
        tally.resume();
      } catch (SpotBatchException e) {
        tally.resume(); // listing failed for too long, or the key was found used
      }
    }
    throw new AssertionError("not all submitted after " + RUNS + " runs");
  }

  private void submitOnce(BulkWorld world, SubmissionKey key) {
    try (SpotBatch program = program(world)) {
      BulkSubmission submission = BulkWorld.queue(program).submitAll(key, requests());
      tally.unknown(submission.awaitSubmitted(LONG).unknown());
    }
  }

  /** The ledger: what AWS has under each name, after everything has ended. */
  private void check(BulkWorld world, SubmissionKey key, boolean settled) {
    Map<String, List<JobStatus>> ends = world.ends();
    for (int position = 0; position < jobs; position++) {
      String name = "frame-%s-%06d".formatted(key, position);
      List<JobStatus> own = ends.getOrDefault(name, List.of());
      require(own.size() <= 1, name + " is there " + own.size() + " times");
      require(!settled || own.size() == 1, name + " is missing");
      require(ENDS.containsAll(own), name + " has not ended: " + own);
    }
    require(ends.size() <= jobs, "there are others: " + ends.keySet());
    tally.jobs(ends.size());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
