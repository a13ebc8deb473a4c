package io.github.spotbatch;

import io.github.spotbatch.job.JobState;

/**
 * A job that a plan would stop, since it runs on instances that would go, unless it ends in the
 * time that the stack's update policy gives it. AWS Batch runs it again if its retry strategy says
 * so, and fails it otherwise.
 *
 * @param id the job's id; of a child of an array, with its index
 * @param name the job's name
 * @param queue the name of its queue on AWS
 * @param state its state when the plan was made: {@code STARTING} or {@code RUNNING}; any that is
 *     not finished if the stack is to be destroyed, which terminates the job for good
 */
public record AffectedJob(String id, String name, String queue, JobState state) {

  /**
   * The job in words.
   *
   * @return for example {@code job frame-7 (RUNNING) of demo-jobs}
   */
  @Override
  public String toString() {
    return "job %s (%s) of %s".formatted(name, state, queue);
  }
}
