package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;
import java.util.List;
import java.util.Map;

/**
 * What became of jobs that were to be stopped, by id. An array counts as one.
 *
 * @param cancelled ended before they ran
 * @param terminated told to end: a running container gets SIGTERM and half a minute later SIGKILL
 * @param ended had ended by themselves
 * @param failures could not be stopped, each with why; they may go on
 */
public record StopReport(
    List<String> cancelled,
    List<String> terminated,
    List<String> ended,
    Map<String, SpotBatchException> failures) {

  /**
   * Copies what it is given.
   *
   * @param cancelled ended before they ran
   * @param terminated told to end
   * @param ended had ended by themselves
   * @param failures could not be stopped
   */
  public StopReport {
    cancelled = List.copyOf(cancelled);
    terminated = List.copyOf(terminated);
    ended = List.copyOf(ended);
    failures = Map.copyOf(failures);
  }

  /** {@return the numbers in one line} */
  @Override
  public String toString() {
    return "%d cancelled, %d terminated, %d had ended, %d could not be stopped"
        .formatted(cancelled.size(), terminated.size(), ended.size(), failures.size());
  }
}
