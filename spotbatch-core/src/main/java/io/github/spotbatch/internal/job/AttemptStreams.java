package io.github.spotbatch.internal.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;

/**
 * Where the attempts of a job write, as far as AWS has told.
 *
 * @param group the log group
 * @param streams the stream of each attempt in order, empty for one that never ran
 * @param ends when each attempt that is over ended
 * @param finished whether there will be no more attempts
 */
record AttemptStreams(
    String group, List<Optional<String>> streams, List<Instant> ends, boolean finished) {

  static AttemptStreams of(JobDetail job, Instant now) {
    List<Instant> ends =
        job.attempts().stream()
            .map(AttemptDetail::stoppedAt)
            .takeWhile(stoppedAt -> stoppedAt != null)
            .map(Instant::ofEpochMilli)
            .map(end -> end.isAfter(now) ? now : end)
            .toList();
    return new AttemptStreams(
        JobLogs.group(job),
        JobLogs.streams(job),
        ends,
        JobResults.state(job.statusAsString()).finished());
  }

  boolean has(int attempt) {
    return attempt < streams.size();
  }

  boolean isOver(int attempt) {
    return finished || attempt < ends.size() || attempt < streams.size() - 1;
  }

  /** When an attempt that is over ended, or now where AWS does not say. */
  Instant end(int attempt, Instant now) {
    return attempt < ends.size() ? ends.get(attempt) : now;
  }
}
