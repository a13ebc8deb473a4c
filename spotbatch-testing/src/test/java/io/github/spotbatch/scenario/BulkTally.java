package io.github.spotbatch.scenario;

import io.github.spotbatch.testing.FaultCounts;
import io.github.spotbatch.testing.FaultKind;
import io.github.spotbatch.testing.WorldReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What has happened in many runs, so that nobody believes in a fault that never came. */
final class BulkTally {

  private static final List<FaultKind> KINDS =
      List.of(FaultKind.THROTTLED, FaultKind.FAILED, FaultKind.RESPONSE_LOST, FaultKind.STALE);

  private final Map<String, Long> counts = new TreeMap<>();

  private void add(String what, long times) {
    counts.merge(what, times, Long::sum);
  }

  void add(FaultCounts faults) {
    KINDS.forEach(kind -> add("calls " + kind, faults.count(kind)));
    add("submissions without an answer", faults.count(FaultKind.RESPONSE_LOST, "SubmitJob"));
    add("stale listings", faults.count(FaultKind.STALE, "ListJobs"));
  }

  void add(WorldReport report) {
    add("hosts reclaimed", report.reclaims());
    add("attempts", report.attempts().size());
  }

  void jobs(int number) {
    add("jobs", number);
  }

  void crash() {
    add("crashes", 1);
  }

  void resume() {
    add("resumes for what was missing", 1);
  }

  void unknown(int number) {
    add("unknown submissions", number);
  }

  long unknown() {
    return counts.getOrDefault("unknown submissions", 0L);
  }

  /** Which of these happened less often than that. */
  List<String> rarerThan(long times, String... expected) {
    return Stream.of(expected).filter(it -> counts.getOrDefault(it, 0L) < times).toList();
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
