package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CancelJobRequest;
import software.amazon.awssdk.services.batch.model.CancelJobResponse;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.TerminateJobRequest;
import software.amazon.awssdk.services.batch.model.TerminateJobResponse;

/** Jobs that somebody stops: cancelled while they wait, terminated while they run. */
final class StoppedJobs {

  private static final int MAX_REASON = 1024;

  private final FakeBatch batch;
  private final World world;

  StoppedJobs(FakeBatch batch, World world) {
    this.batch = batch;
    this.world = world;
  }

  CancelJobResponse cancel(CancelJobRequest request) {
    Job job = stoppable(request.jobId(), request.reason());
    if (job != null) {
      cancel(job, request.reason());
    }
    return CancelJobResponse.builder().build();
  }

  /** Of an array all children are tried; where none can be cancelled, nothing happens. */
  private void cancel(Job job, String reason) {
    JobArray array = job.array();
    if (array == null) {
      cancelOne(job, reason);
    } else if (waiting(array)) {
      job.cancel(reason);
      array.children().forEach(child -> cancelOne(child, reason));
    }
  }

  private static boolean waiting(JobArray array) {
    return array.count(JobStatus.SUBMITTED)
            + array.count(JobStatus.PENDING)
            + array.count(JobStatus.RUNNABLE)
        > 0;
  }

  private void cancelOne(Job job, String reason) {
    if (job.is(JobStatus.PENDING)) {
      // Takes effect once the dependencies have ended.
      job.cancel(reason);
    } else {
      cancelWaiting(job, reason);
    }
  }

  /** On a job that has a host already this does nothing, as on AWS. */
  void cancelWaiting(Job job, String reason) {
    if (job.is(JobStatus.SUBMITTED) || job.is(JobStatus.RUNNABLE)) {
      endWaiting(job, reason);
    }
  }

  /** It may have held up the jobs behind it. */
  private void endWaiting(Job job, String reason) {
    boolean queued = job.is(JobStatus.RUNNABLE);
    job.cancel(reason);
    batch.jobs().end(job, JobStatus.FAILED, reason);
    if (queued) {
      batch.scheduler().kick();
    }
  }

  TerminateJobResponse terminate(TerminateJobRequest request) {
    Job job = stoppable(request.jobId(), request.reason());
    if (job != null) {
      terminate(job, request.reason());
    }
    return TerminateJobResponse.builder().build();
  }

  private void terminate(Job job, String reason) {
    JobArray array = job.array();
    if (array == null) {
      terminateOne(job, reason);
      return;
    }
    if (array.count(JobStatus.STARTING) + array.count(JobStatus.RUNNING) > 0) {
      job.terminate(reason);
    } else {
      job.cancel(reason);
    }
    array.children().forEach(child -> terminateOne(child, reason));
  }

  private void terminateOne(Job job, String reason) {
    if (job.is(JobStatus.STARTING) || job.is(JobStatus.RUNNING)) {
      job.terminate(reason);
      batch.runs().terminate(job);
    } else if (!job.finished()) {
      endWaiting(job, reason);
    }
  }

  /** Ends whatever a queue still has. */
  void terminateAll(Queue queue, String reason) {
    List.copyOf(queue.jobs().values()).stream()
        .filter(job -> !job.finished())
        .forEach(job -> terminate(job, reason));
  }

  /**
   * The job, unless it is unknown or has ended, in which case AWS's call succeeds without effect.
   */
  private @Nullable Job stoppable(@Nullable String id, @Nullable String reason) {
    if (id == null || reason == null || reason.length() > MAX_REASON) {
      // The rules are documented; the text is not known.
      throw Refusals.wrapped(world, "jobId and reason (at most 1024 characters) are required.");
    }
    Job job = batch.jobs().find(id);
    return job == null || job.finished() ? null : job;
  }
}
