package io.github.spotbatch;

/** What destroying a stack does about jobs that have not ended. */
public enum UnfinishedJobs {
  /** Refuses to destroy the stack, and changes nothing. */
  REFUSE,
  /** Terminates them, whatever their state, and waits until they have ended. */
  TERMINATE
}
