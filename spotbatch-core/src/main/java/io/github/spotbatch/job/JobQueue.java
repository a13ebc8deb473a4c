package io.github.spotbatch.job;

import io.github.spotbatch.spec.JobRequest;

/** A job queue that jobs are submitted to, whoever made it. Thread-safe. */
public interface JobQueue {

  /**
   * The queue as it was asked for.
   *
   * @return the queue's name or ARN on AWS
   */
  String name();

  /**
   * Submits a job and returns once AWS Batch has taken it.
   *
   * <p>SubmitJob cannot be repeated safely, so spotbatch sends it once. The job's name on AWS is
   * the request's with a unique end of nine characters, and only when AWS's answer gets lost is the
   * queue listed for that name, for some ten seconds: a job that is found is the one that was
   * submitted, and one that is not found is sent again, at most twice. If AWS lists the job later
   * than that, it runs twice; nothing can rule that out. Throttling is waited out for about a
   * minute.
   *
   * <p>AWS calls: one SubmitJob ({@code batch:SubmitJob}). After a lost answer also some ListJobs
   * ({@code batch:ListJobs}).
   *
   * @param request what to run
   * @return the submitted job
   * @throws JobSubmissionException if AWS refused the job, or if it cannot be known whether AWS
   *     took it, or if the calling thread was interrupted, whose interrupt flag is then set
   */
  JobHandle submit(JobRequest request);
}
