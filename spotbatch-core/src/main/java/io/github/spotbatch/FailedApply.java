package io.github.spotbatch;

/** What an apply that fails does about what it has made until then. */
public enum FailedApply {
  /** Leaves it there, for the next apply to go on with. */
  KEEP,
  /**
   * Removes it. What was there before stays as it is by then, be it kept, completed or changed; but
   * queues that have moved to an environment that the apply has made move back. What only failed to
   * be deleted at the end, when all that is wanted is there, is no reason to remove that.
   */
  ROLL_BACK
}
