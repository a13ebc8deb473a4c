package io.github.spotbatch.examples;

import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.JobAttempt;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobHost;
import io.github.spotbatch.job.JobResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The jobs of a run and where they ended, one row each. */
final class JobTable {

  static final List<String> HEADER =
      List.of("job", "state", "attempts", "interruptions", "duration", "last instance");

  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a finished job; its host is asked for now, while it is still there. */
  void add(JobHandle job, JobResult result) {
    rows.add(
        List.of(
            job.name(),
            result.state().name(),
            Integer.toString(result.attempts().size()),
            Long.toString(result.attempts().stream().filter(JobTable::interrupted).count()),
            duration(result),
            job.host().map(JobTable::words).orElse("gone")));
  }

  List<List<String>> rows() {
    return rows;
  }

  static boolean interrupted(JobAttempt attempt) {
    AttemptCause cause = attempt.cause().orElse(null);
    return cause instanceof AttemptCause.HostLost || cause instanceof AttemptCause.SpotInterruption;
  }

  private static String words(JobHost host) {
    return host.instanceId() + " (" + host.instanceType() + ", " + host.availabilityZone() + ")";
  }

  /** From submission to end, with every wait and every lost attempt. */
  private static String duration(JobResult result) {
    Optional<Duration> all =
        result
            .createdAt()
            .flatMap(created -> result.stoppedAt().map(end -> Duration.between(created, end)));
    return all.map(JobTable::words).orElse("?");
  }

  static String words(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
