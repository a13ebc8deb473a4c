package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.PipelineResult;
import io.github.spotbatch.job.PipelineSubmission;
import io.github.spotbatch.job.StopReport;
import io.github.spotbatch.spec.JobPipeline;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The jobs of a pipeline on AWS Batch. */
final class BatchPipelineSubmission implements PipelineSubmission {

  private final JobPipeline pipeline;
  private final Map<String, JobHandle> jobs;
  private final JobAccess access;

  BatchPipelineSubmission(JobPipeline pipeline, Map<String, JobHandle> jobs, JobAccess access) {
    this.pipeline = pipeline;
    this.jobs = Collections.unmodifiableMap(new LinkedHashMap<>(jobs));
    this.access = access;
  }

  @Override
  public JobPipeline pipeline() {
    return pipeline;
  }

  @Override
  public Map<String, JobHandle> jobs() {
    return jobs;
  }

  @Override
  public JobHandle job(String step) {
    JobHandle job = jobs.get(step);
    if (job == null) {
      throw new IllegalArgumentException(
          "pipeline %s has no step %s, its steps are %s"
              .formatted(pipeline.name(), step, jobs.keySet()));
    }
    return job;
  }

  @Override
  public PipelineResult await(Duration timeout) {
    List<JobResult> ended;
    try {
      ended = access.awaitAll(List.copyOf(jobs.values()), timeout);
    } catch (WaitTimeoutException e) {
      throw new WaitTimeoutException(toString(), e.lastStatus(), e.waited());
    }
    Map<String, JobResult> results = new LinkedHashMap<>();
    for (String step : jobs.keySet()) {
      results.put(step, ended.get(results.size()));
    }
    return new PipelineResult(pipeline, results);
  }

  @Override
  public StopReport stop(String reason) {
    return access.control().stop(jobs.values().stream().map(JobHandle::id).toList(), reason);
  }

  @Override
  public String toString() {
    return "pipeline " + pipeline.name();
  }
}
