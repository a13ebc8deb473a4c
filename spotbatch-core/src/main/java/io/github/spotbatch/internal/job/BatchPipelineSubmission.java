package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.PipelineResult;
import io.github.spotbatch.job.PipelineSubmission;
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
    Map<String, JobResult> ended = new AwaitAll(access).await(jobs, timeout);
    if (ended.size() < jobs.size()) {
      List<String> open = jobs.keySet().stream().filter(step -> !ended.containsKey(step)).toList();
      throw new WaitTimeoutException(
          "pipeline " + pipeline.name(), "unfinished in the steps " + open, timeout);
    }
    return new PipelineResult(pipeline, ended);
  }

  @Override
  public String toString() {
    return "pipeline " + pipeline.name();
  }
}
