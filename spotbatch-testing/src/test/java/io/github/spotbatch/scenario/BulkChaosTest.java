package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Submissions of many jobs while AWS throttles, fails, loses answers, lists late and takes hosts
 * back, and while the program crashes: each job ends once. Of {@code -Dbulk.seed=17} one run alone.
 */
class BulkChaosTest {

  private static final int SEEDS = Integer.getInteger("bulk.seeds", 1_000);
  private static final int SEEDS_BEYOND = 100;
  private static final long ONLY = Long.getLong("bulk.seed", 0);

  private static LongStream seeds(int number) {
    return ONLY == 0 ? LongStream.rangeClosed(1, number) : LongStream.of(ONLY);
  }

  @Test
  void submitAll_anythingFails_everyJobEndsOnce() {
    BulkTally tally = new BulkTally();

    seeds(SEEDS).forEach(seed -> BulkChaosRun.withinTheBound(seed, tally));

    System.out.println(SEEDS + " bulk submissions, listings within the bound: " + tally);
    if (ONLY == 0) {
      assertThat(
              tally.rarerThan(
                  SEEDS / 4,
                  "calls throttled",
                  "calls failed",
                  "calls response lost",
                  "calls stale",
                  "stale listings",
                  "submissions without an answer",
                  "hosts reclaimed",
                  "crashes"))
          .as("what hardly ever happened")
          .isEmpty();
    }
  }

  @Test
  void submitAll_listingsAreOlderThanAssumed_jobsEndAsUnknownAndNoneTwice() {
    BulkTally tally = new BulkTally();

    seeds(SEEDS_BEYOND).forEach(seed -> BulkChaosRun.beyondTheBound(seed, tally));

    System.out.println(SEEDS_BEYOND + " bulk submissions, listings beyond the bound: " + tally);
    if (ONLY == 0) {
      assertThat(
              tally.rarerThan(SEEDS_BEYOND / 4, "stale listings", "submissions without an answer"))
          .isEmpty();
      assertThat(tally.unknown()).isPositive();
    }
  }
}
