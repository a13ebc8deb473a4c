package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Scope;
import java.util.List;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** Tells the timeline and the event bus what becomes of jobs and their attempts. */
final class JobNotices {

  private final Scope scope;

  JobNotices(Scope scope) {
    this.scope = scope;
  }

  /** Events tell of changes only, so that there is none of the submission itself. */
  void submitted(Job job) {
    scope.world().changed("job", nameOf(job), "SUBMITTED to " + job.queue().name());
  }

  void moved(Job job, JobStatus from) {
    String reason = job.statusReason() == null ? "" : ": " + job.statusReason();
    scope.world().changed("job", nameOf(job), from + " -> " + job.status() + reason);
    scope.world().spot().scripts().jobMoved(job.name(), job.status().toString(), job.finished());
    scope
        .events()
        .publish(
            "aws.batch", "Batch Job State Change", List.of(job.arn()), () -> JobEvent.detail(job));
  }

  /** Told of the head of a queue, together with its queue. */
  void blocked(Job job) {
    scope.world().changed("job", nameOf(job), "blocked: " + job.statusReason());
    scope
        .events()
        .publish(
            "aws.batch",
            "Batch Job Queue Blocked",
            List.of(job.arn(), job.queue().arn()),
            () -> JobEvent.detail(job));
  }

  void attempt(Attempt attempt, String change) {
    scope
        .world()
        .changed("attempt", nameOf(attempt.job()) + " attempt " + attempt.number(), change);
  }

  private static String nameOf(Job job) {
    return job.name() + " " + job.id();
  }
}
