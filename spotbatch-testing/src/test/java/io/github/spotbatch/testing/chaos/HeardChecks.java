package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.job.JobResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What waits of spotbatch brought is what Batch shows. */
final class HeardChecks {

  private HeardChecks() {}

  static List<String> of(Outcome outcome, Map<String, JobResult> heard) {
    return outcome.jobs().stream()
        .filter(job -> !job.isChild())
        .filter(job -> !agrees(job, heard.get(job.detail().jobId())))
        .map(job -> "of " + job + " spotbatch heard " + heard.get(job.detail().jobId()))
        .toList();
  }

  private static boolean agrees(Seen job, @Nullable JobResult heard) {
    return heard != null
        && heard.state().toString().equals(job.detail().statusAsString())
        && heard.attempts().size() == job.detail().attempts().size();
  }
}
