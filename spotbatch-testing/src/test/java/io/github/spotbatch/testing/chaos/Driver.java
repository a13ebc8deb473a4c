package io.github.spotbatch.testing.chaos;

/** Somebody who uses the world as a careful program should: it gives up on nothing that passes. */
interface Driver {

  /** Makes the environments, queues and definitions, and waits until they can be used. */
  void makeStack();

  void submit(JobPlan job);

  /** Stops a job that was submitted. */
  void stop(JobPlan job, boolean terminates);

  /** Waits until all jobs have ended. */
  void awaitJobs();

  /** Takes away what it has made. */
  void cleanUp();

  /** What the queues are called. */
  String queueName(QueuePlan queue);
}
