package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobListener;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobTransition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the results of jobs that end. Thread-safe. */
final class AllEnds implements JobListener {

  private final Map<String, JobResult> results = new ConcurrentHashMap<>();
  private final Map<String, SpotBatchException> failures = new ConcurrentHashMap<>();

  @Override
  public void onTransition(JobTransition transition) {
    if (transition.finished()) {
      results.put(transition.jobId(), transition.result());
    }
  }

  @Override
  public void onFailure(String jobId, SpotBatchException failure) {
    failures.put(jobId, failure);
  }

  /** The results in the order of the jobs, all of which have ended. */
  List<JobResult> of(List<JobHandle> jobs) {
    for (JobHandle job : jobs) {
      SpotBatchException failure = failures.get(job.id());
      if (failure != null) {
        throw failure;
      }
    }
    return jobs.stream().map(job -> Objects.requireNonNull(results.get(job.id()))).toList();
  }
}
