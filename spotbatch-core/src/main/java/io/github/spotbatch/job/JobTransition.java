package io.github.spotbatch.job;

import java.time.Instant;
import java.util.Optional;

/**
 * A job that was seen in another state than before.
 *
 * <p>States are those that a look at the job or an event showed. A job may pass through a state
 * between two looks: such a state is not made up. AWS's answers may be a little old: one that is
 * older than what is known already is not believed, unless nothing else is heard for a minute.
 *
 * @param jobId the job's id
 * @param jobName the job's name on AWS
 * @param from the state in which it was seen before; empty the first time
 * @param to the state in which it was seen now; {@link JobState#RUNNABLE} after {@link
 *     JobState#RUNNING} if an attempt failed and another is to come
 * @param seenAt when it was seen, on the injected clock; it changed before
 * @param result all that AWS said of the job then
 */
public record JobTransition(
    String jobId,
    String jobName,
    Optional<JobState> from,
    JobState to,
    Instant seenAt,
    JobResult result) {

  /**
   * Whether this is the last transition of the job.
   *
   * @return true if the job has ended
   */
  public boolean finished() {
    return to.finished();
  }

  /**
   * The transition in one line.
   *
   * @return for example {@code frame-12-k3x9a0zq: STARTING -> RUNNING}
   */
  @Override
  public String toString() {
    return jobName + ": " + from.map(state -> state + " -> ").orElse("") + to;
  }
}
