package io.github.spotbatch.job;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The children of an array job at one moment.
 *
 * @param size how many there are
 * @param counts how many of them are in each state; states that none is in are left out, and states
 *     that AWS added after this version of spotbatch count together as {@link JobState#UNKNOWN}
 * @param failed the children that failed, by index; empty unless they were asked for, as {@link
 *     JobHandle#investigate()} does
 */
public record ArraySummary(int size, Map<JobState, Integer> counts, List<FailedChild> failed) {

  /**
   * Copies the collections.
   *
   * @param size how many children there are
   * @param counts how many of them are in each state
   * @param failed the children that failed
   */
  public ArraySummary {
    Map<JobState, Integer> some = new EnumMap<>(JobState.class);
    counts.forEach(
        (state, count) -> {
          if (count != 0) {
            some.put(state, count);
          }
        });
    counts = Collections.unmodifiableMap(some);
    failed = failed.stream().sorted(Comparator.comparing(FailedChild::index)).toList();
  }

  /**
   * How many children are in a state.
   *
   * @param state the state
   * @return their number
   */
  public int count(JobState state) {
    return counts.getOrDefault(state, 0);
  }

  /**
   * Says how many children failed and, as far as it is known, why.
   *
   * @return for example {@code 3 of 500 children failed: 2 ran out of memory (17, 42), 1 ended with
   *     exit code 3 (99)}
   */
  public String explain() {
    String some =
        "%d of %d children failed".formatted(Math.max(count(JobState.FAILED), failed.size()), size);
    return failed.isEmpty() ? some : some + ": " + FailureGroups.text(failed);
  }
}
