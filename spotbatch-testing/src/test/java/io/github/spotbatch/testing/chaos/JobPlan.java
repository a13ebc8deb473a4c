package io.github.spotbatch.testing.chaos;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job to be submitted.
 *
 * @param at how long after everything is ready
 * @param arraySize 0 for a job of its own
 * @param after the names of jobs that must succeed first
 * @param byIndex index by index, in arrays of the same size
 * @param retries in place of the definition's
 * @param stop when and how it is stopped
 */
record JobPlan(
    String name,
    String queue,
    String definition,
    Duration at,
    int arraySize,
    boolean sequential,
    List<String> after,
    boolean byIndex,
    @Nullable RetryPlan retries,
    @Nullable Stop stop) {

  /** Somebody stops a job, so long after it was submitted. */
  record Stop(Duration after, boolean terminates) {}
}
