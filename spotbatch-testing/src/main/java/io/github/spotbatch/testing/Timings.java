package io.github.spotbatch.testing;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long things take in the fake. AWS publishes none of these, so all can be changed.
 *
 * <pre>{@code
 * FakeAws.builder().timings(Timings.defaults().with(Timings.Step.HOST_JOINING, Duration.ofMinutes(5)))
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Timings {

  /** Something that takes its time. */
  public enum Step {
    /** From a change of a role or profile, or its end, until Batch sees that: 8 s. */
    IAM_PROPAGATION(8),
    /** A compute environment in CREATING: 6 s. */
    ENVIRONMENT_CREATING(6),
    /** A compute environment in UPDATING: 6 s. */
    ENVIRONMENT_UPDATING(6),
    /**
     * A compute environment in UPDATING while an update replaces its instances: 600 s, and longer
     * if jobs on the old instances go on longer.
     */
    ENVIRONMENT_REPLACING(600),
    /** A compute environment in DELETING, once its hosts are gone: 15 s. */
    ENVIRONMENT_DELETING(15),
    /** How long a compute environment that left a queue still counts as attached: 5 s. */
    RELATIONSHIP_LAG(5),
    /** A job queue in CREATING: 4 s. */
    QUEUE_CREATING(4),
    /** A job queue in UPDATING: 4 s. */
    QUEUE_UPDATING(4),
    /** A job queue in DELETING: 15 s. */
    QUEUE_DELETING(15),
    /** From a job definition's deregistration until it is gone: 180 days. */
    DEFINITION_INACTIVE(180 * 86_400),
    /** A job in SUBMITTED: 1 s. */
    JOB_SUBMITTED(1),
    /** How long a finished job can be seen; AWS promises at least this: 7 days. */
    JOB_RETENTION(604_800),
    /** From the moment a job could be placed, or a host is missing, until Batch acts on it: 2 s. */
    SCHEDULING(2),
    /** An instance in pending: 10 s. */
    HOST_PENDING(10),
    /** From running until the host has joined its cluster and takes jobs: 60 s. */
    HOST_JOINING(60),
    /** From an instance's launch until Batch gives it up because it has not joined: 1200 s. */
    HOST_GIVEN_UP(1200),
    /** From the last job's end until an idle host above the minimum is shut down: 180 s. */
    HOST_IDLE(180),
    /** An instance in shutting-down: 20 s. */
    HOST_SHUTTING_DOWN(20),
    /**
     * From the rebalance recommendation until the interruption notice of a reclaim that is scripted
     * for a job's host; AWS promises nothing: 0 s, both come together.
     */
    REBALANCE_AHEAD(0),
    /** From the Spot interruption notice until the instance is taken: 120 s. */
    SPOT_NOTICE(120),
    /** A job in STARTING, which covers the image pull: 4 s. */
    CONTAINER_STARTING(4),
    /** A job in STARTING on Fargate, which covers getting the machine: 40 s. */
    FARGATE_STARTING(40),
    /** From SIGTERM to SIGKILL: 30 s. */
    CONTAINER_STOPPING(30),
    /** From the moment the head of a queue cannot run until Batch says why: 600 s. */
    BLOCKED_NOTICE(600),
    /** From an event until the targets of its rules have it: 1 s. */
    EVENT_DELIVERY(1),
    /**
     * From the moment a lifecycle policy lets an image of a repository go until it is gone; AWS
     * promises a day: 24 hours.
     */
    IMAGE_EXPIRING(86_400);

    private final Duration usual;

    Step(long seconds) {
      this.usual = Duration.ofSeconds(seconds);
    }
  }

  private final Map<Step, Duration> changed;

  private Timings(Map<Step, Duration> changed) {
    this.changed = changed;
  }

  /**
   * The usual times.
   *
   * @return each step's own default
   */
  public static Timings defaults() {
    return new Timings(new EnumMap<>(Step.class));
  }

  /**
   * These times with one changed.
   *
   * @param step what to change
   * @param duration how long it takes; not negative
   * @return a copy
   * @throws IllegalArgumentException if the duration is negative
   */
  public Timings with(Step step, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(step + " must not be negative, was " + duration);
    }
    Map<Step, Duration> copy = new EnumMap<>(Step.class);
    copy.putAll(changed);
    copy.put(step, duration);
    return new Timings(copy);
  }

  /**
   * How long a step takes.
   *
   * @param step which
   * @return its duration on the world's clock
   */
  public Duration of(Step step) {
    return changed.getOrDefault(step, step.usual);
  }
}
