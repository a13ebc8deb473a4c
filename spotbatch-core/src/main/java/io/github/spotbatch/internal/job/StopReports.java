package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.StopReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Puts together what became of jobs that were stopped one lot after the other. */
final class StopReports {

  private StopReports() {}

  static StopReport both(StopReport one, StopReport other) {
    Map<String, SpotBatchException> failures = new LinkedHashMap<>(one.failures());
    failures.putAll(other.failures());
    return new StopReport(
        both(one.cancelled(), other.cancelled()),
        both(one.terminated(), other.terminated()),
        both(one.ended(), other.ended()),
        failures);
  }

  private static List<String> both(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }
}
