package io.github.spotbatch.job;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many of some jobs are in each state, as they were seen last.
 *
 * @param byState the number of jobs in each state, without the states that no job is in, in the
 *     order of a job's life
 * @param notSeen the jobs of which AWS has not told yet
 * @param lost the jobs that are not followed any more although they may go on, because AWS does not
 *     tell of them
 */
public record JobCounts(Map<JobState, Integer> byState, int notSeen, int lost) {

  /**
   * Copies the numbers.
   *
   * @param byState the number of jobs in each state
   * @param notSeen the jobs of which AWS has not told yet
   * @param lost the jobs that are not followed any more
   */
  public JobCounts {
    EnumMap<JobState, Integer> copy = new EnumMap<>(JobState.class);
    byState.forEach(
        (state, jobs) -> {
          if (jobs > 0) {
            copy.put(state, jobs);
          }
        });
    byState = Collections.unmodifiableMap(copy);
  }

  /**
   * The number of jobs in a state.
   *
   * @param state the state
   * @return 0 if there is none
   */
  public int in(JobState state) {
    return byState.getOrDefault(state, 0);
  }

  /**
   * All jobs.
   *
   * @return the number of jobs in any state, not seen yet, or lost
   */
  public int total() {
    return byState.values().stream().mapToInt(Integer::intValue).sum() + notSeen + lost;
  }

  /**
   * The jobs that have ended, well or not.
   *
   * @return those that succeeded and those that failed
   */
  public int finished() {
    return in(JobState.SUCCEEDED) + in(JobState.FAILED);
  }

  /**
   * The jobs of which more news is to come.
   *
   * @return those that have neither ended nor been lost
   */
  public int unfinished() {
    return total() - finished() - lost;
  }

  /**
   * The numbers in one line.
   *
   * @return for example {@code 3 RUNNABLE, 10 RUNNING, 2 SUCCEEDED, 1 not seen yet}
   */
  @Override
  public String toString() {
    Stream<String> states =
        byState.entrySet().stream().map(it -> it.getValue() + " " + it.getKey());
    Stream<String> others =
        Stream.of(notSeen == 0 ? "" : notSeen + " not seen yet", lost == 0 ? "" : lost + " lost");
    String all =
        Stream.concat(states, others.filter(text -> !text.isEmpty()))
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "no jobs" : all;
  }
}
