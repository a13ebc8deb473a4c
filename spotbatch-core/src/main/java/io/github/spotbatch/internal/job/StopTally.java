package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.StopReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has become so far of jobs that are being stopped. Thread-safe. */
final class StopTally {

  private final List<String> cancelled = new ArrayList<>();
  private final List<String> terminated = new ArrayList<>();
  private final List<String> ended = new ArrayList<>();
  private final Map<String, SpotBatchException> failures = new LinkedHashMap<>();
  private final Set<String> cancelSent = new HashSet<>();
  private Set<String> again = new LinkedHashSet<>();

  /** Notes that the job is to be looked at again, and says whether CancelJob was sent before. */
  synchronized boolean lookAgain(String jobId) {
    again.add(jobId);
    return cancelSent.contains(jobId);
  }

  synchronized void cancelSent(String jobId) {
    cancelSent.add(jobId);
  }

  synchronized void terminated(String jobId) {
    terminated.add(jobId);
    again.remove(jobId);
  }

  synchronized void ended(String jobId, JobState state) {
    boolean byUs = cancelSent.contains(jobId) && state == JobState.FAILED;
    (byUs ? cancelled : ended).add(jobId);
  }

  synchronized void failed(String jobId, Throwable failure) {
    Throwable told = AwsFailures.forUser("to stop job " + jobId, failure);
    failures.put(
        jobId,
        told instanceof SpotBatchException known
            ? known
            : new SpotBatchException(
                "Job " + jobId + " was not stopped: " + told.getMessage(), told));
    again.remove(jobId);
  }

  /** The jobs that are to be looked at again. */
  synchronized List<String> takeUnsettled() {
    List<String> unsettled = List.copyOf(again);
    again = new LinkedHashSet<>();
    return unsettled;
  }

  synchronized StopReport report() {
    return new StopReport(cancelled, terminated, ended, failures);
  }
}
