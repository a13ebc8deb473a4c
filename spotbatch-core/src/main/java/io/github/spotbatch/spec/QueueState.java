package io.github.spotbatch.spec;

/** Whether a job queue takes new jobs; Batch calls it JQState. */
public enum QueueState {
  /** The queue takes jobs. */
  ENABLED,
  /** The queue takes no new jobs but finishes those it has. */
  DISABLED
}
