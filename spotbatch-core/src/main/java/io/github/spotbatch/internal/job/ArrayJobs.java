package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.ArraySubmission;
import io.github.spotbatch.job.ArraySubmissionException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.spec.ArrayInputs;
import io.github.spotbatch.spec.InputArray;
import io.github.spotbatch.spec.JobRequest;
import java.util.ArrayList;
import java.util.List;

/** Submits the arrays that inputs are spread over. */
final class ArrayJobs {

  private final JobQueue queue;
  private final JobAccess access;

  ArrayJobs(JobQueue queue, JobAccess access) {
    this.queue = queue;
    this.access = access;
  }

  ArraySubmission submit(JobRequest request, ArrayInputs inputs) {
    List<InputArray> arrays = inputs.arrays(request);
    List<JobHandle> jobs = new ArrayList<>();
    for (InputArray array : arrays) {
      try {
        jobs.add(queue.submit(array.request()));
      } catch (RuntimeException e) {
        throw jobs.isEmpty() ? e : inTheMiddle(request, inputs, arrays, jobs, e);
      }
    }
    return new BatchArraySubmission(request, inputs, arrays, jobs, this, access);
  }

  private ArraySubmissionException inTheMiddle(
      JobRequest request,
      ArrayInputs inputs,
      List<InputArray> arrays,
      List<JobHandle> jobs,
      RuntimeException failure) {
    List<InputArray> sent = arrays.subList(0, jobs.size());
    int sentInputs = sent.stream().mapToInt(array -> array.inputs().size()).sum();
    ArraySubmission submitted =
        new BatchArraySubmission(request, inputs.first(sentInputs), sent, jobs, this, access);
    return new ArraySubmissionException(submitted, inputs.from(sentInputs), failure);
  }
}
