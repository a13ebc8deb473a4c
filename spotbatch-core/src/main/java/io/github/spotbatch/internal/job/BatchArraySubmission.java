package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.ArraySubmission;
import io.github.spotbatch.job.FailedInput;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.StopReport;
import io.github.spotbatch.spec.ArrayInputs;
import io.github.spotbatch.spec.InputArray;
import io.github.spotbatch.spec.JobRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Inputs that were submitted as array jobs to AWS Batch. */
final class BatchArraySubmission implements ArraySubmission {

  private final JobRequest request;
  private final ArrayInputs inputs;
  private final List<JobHandle> jobs;
  private final Map<String, ArrayInputs> inputsById = new LinkedHashMap<>();
  private final ArrayJobs arrayJobs;
  private final JobAccess access;

  BatchArraySubmission(
      JobRequest request,
      ArrayInputs inputs,
      List<InputArray> arrays,
      List<JobHandle> jobs,
      ArrayJobs arrayJobs,
      JobAccess access) {
    this.request = request;
    this.inputs = inputs;
    this.jobs = List.copyOf(jobs);
    for (int i = 0; i < jobs.size(); i++) {
      inputsById.put(jobs.get(i).id(), arrays.get(i).inputs());
    }
    this.arrayJobs = arrayJobs;
    this.access = access;
  }

  @Override
  public JobRequest request() {
    return request;
  }

  @Override
  public ArrayInputs inputs() {
    return inputs;
  }

  @Override
  public List<JobHandle> arrays() {
    return jobs;
  }

  @Override
  public ArrayInputs inputs(JobHandle array) {
    ArrayInputs found = inputsById.get(array.id());
    if (found == null) {
      throw new IllegalArgumentException(array + " is none of the jobs of " + this);
    }
    return found;
  }

  @Override
  public List<JobResult> await(Duration timeout) {
    return access.awaitAll(jobs, timeout);
  }

  @Override
  public List<FailedInput> failed() {
    List<FailedInput> failed = new ArrayList<>();
    for (JobHandle job : jobs) {
      ArrayInputs carried = inputs(job);
      if (carried.size() > 1) {
        job.failedChildren()
            .forEach(
                it -> failed.add(failed(carried, it.index(), job.child(it.index()), it.result())));
      } else {
        JobResult result = job.result();
        if (result.state() == JobState.FAILED) {
          failed.add(failed(carried, 0, job, result));
        }
      }
    }
    return failed;
  }

  private static FailedInput failed(
      ArrayInputs carried, int position, JobHandle job, JobResult result) {
    return new FailedInput(carried.index(position), carried.input(position), job, result);
  }

  @Override
  public Optional<ArraySubmission> rerunFailed() {
    access.requireEnded(inputsById.keySet());
    Set<Integer> indices = new LinkedHashSet<>();
    failed().forEach(input -> indices.add(input.index()));
    List<Integer> positions = new ArrayList<>();
    for (int position = 0; position < inputs.size(); position++) {
      if (indices.contains(inputs.index(position))) {
        positions.add(position);
      }
    }
    return positions.isEmpty()
        ? Optional.empty()
        : Optional.of(arrayJobs.submit(withoutDependencies(), inputs.only(positions)));
  }

  /** What was waited for has ended, and single children would be others. */
  private JobRequest withoutDependencies() {
    return request.toBuilder().dependsOn(List.of()).dependencies(List.of()).build();
  }

  @Override
  public StopReport stop(String reason) {
    return access.control().stop(inputsById.keySet(), reason);
  }

  /** For example {@code array submission of 12 inputs: a to l}. */
  @Override
  public String toString() {
    return "array submission of " + inputs;
  }
}
