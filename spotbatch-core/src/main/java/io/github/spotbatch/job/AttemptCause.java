package io.github.spotbatch.job;

import io.github.spotbatch.spec.RunnableReason;
import java.util.Arrays;
import java.util.Optional;

/**
 * Why an attempt, or a job as a whole, failed.
 *
 * <p>It is read from what AWS Batch says of the attempt itself: its status reason, the container's
 * reason and its exit code. Where these do not tell, it is {@link Unknown}.
 */
public sealed interface AttemptCause {

  /**
   * The cause as a phrase that fits behind "because".
   *
   * @return for example {@code the container ran out of memory}
   */
  String explain();

  /**
   * The cause without what differs from job to job, as a phrase that fits behind a number of jobs.
   *
   * @return for example {@code ran out of memory}
   */
  String summary();

  /**
   * EC2 took the attempt's Spot host back, which is proven by EC2's own word for it or, on Fargate,
   * by AWS Batch's. What AWS Batch alone says of an attempt on EC2 proves no more than {@link
   * HostLost}; {@link JobHandle#investigate()} asks EC2.
   *
   * @param instanceId the EC2 instance that went; empty on Fargate, which has none
   */
  record SpotInterruption(Optional<String> instanceId) implements AttemptCause {
    @Override
    public String explain() {
      return "Spot took back its host" + instanceId.map(id -> " " + id).orElse("");
    }

    @Override
    public String summary() {
      return "lost the host to a Spot interruption";
    }
  }

  /**
   * The host went away under the job. A Spot interruption ends an attempt in this way, but so does
   * a host that was scaled in or terminated by hand: AWS Batch's text is the same. An attempt whose
   * container heard of it in time may instead end by itself, usually with exit code 143, and is
   * then a {@link NonZeroExit}.
   *
   * @param instanceId the EC2 instance that went, if AWS named it
   */
  record HostLost(Optional<String> instanceId) implements AttemptCause {
    @Override
    public String explain() {
      return "its host " + instanceId.map(id -> id + " ").orElse("") + "was terminated";
    }

    @Override
    public String summary() {
      return "lost the host";
    }
  }

  /** The container used more memory than the job reserves. */
  record OutOfMemory() implements AttemptCause {
    @Override
    public String explain() {
      return "the container ran out of memory";
    }

    @Override
    public String summary() {
      return "ran out of memory";
    }
  }

  /**
   * The container image could not be pulled.
   *
   * @param reason AWS's text
   */
  record ImagePull(String reason) implements AttemptCause {
    @Override
    public String explain() {
      return "the image could not be pulled (" + oneLine(reason) + ")";
    }

    @Override
    public String summary() {
      return "could not pull the image";
    }
  }

  /**
   * The container could not be started, for a reason other than the image's pull.
   *
   * @param reason AWS's text
   */
  record StartFailure(String reason) implements AttemptCause {
    @Override
    public String explain() {
      return "the container could not be started (" + oneLine(reason) + ")";
    }

    @Override
    public String summary() {
      return "could not be started";
    }
  }

  /** The attempt took longer than the job's timeout. AWS Batch never retries such a job. */
  record TimedOut() implements AttemptCause {
    @Override
    public String explain() {
      return "the attempt took longer than its timeout";
    }

    @Override
    public String summary() {
      return "took longer than the timeout";
    }
  }

  /**
   * The container ended by itself with another exit code than 0.
   *
   * @param code the exit code; 143 means that it ended on SIGTERM, 137 that it was killed
   */
  record NonZeroExit(int code) implements AttemptCause {
    @Override
    public String explain() {
      return "the container ended with exit code " + code;
    }

    @Override
    public String summary() {
      return "ended with exit code " + code;
    }
  }

  /**
   * Somebody cancelled the job before it ran.
   *
   * @param reason the reason that was given with it
   */
  record Cancelled(String reason) implements AttemptCause {
    @Override
    public String explain() {
      return "it was cancelled (" + oneLine(reason) + ")";
    }

    @Override
    public String summary() {
      return "got cancelled";
    }
  }

  /**
   * The job was terminated.
   *
   * @param reason the reason that was given with it
   */
  record Terminated(String reason) implements AttemptCause {
    @Override
    public String explain() {
      return "it was terminated (" + oneLine(reason) + ")";
    }

    @Override
    public String summary() {
      return "got terminated";
    }
  }

  /**
   * The queue cancelled the job because no host could be found for it in time, by one of its job
   * state time limits.
   *
   * @param code AWS's code for what was in the way, such as {@code
   *     CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY}
   * @param statusReason AWS's text
   */
  record NotPlaced(String code, String statusReason) implements AttemptCause {
    /**
     * What was in the way, as queues name it in their time limits.
     *
     * @return the reason, empty if this version of spotbatch does not know the code
     */
    public Optional<RunnableReason> reason() {
      return Arrays.stream(RunnableReason.values())
          .filter(known -> known.code().equals(code))
          .findFirst();
    }

    @Override
    public String explain() {
      return "its queue found no host for it in time (" + oneLine(statusReason) + ")";
    }

    @Override
    public String summary() {
      return "found no host in time (" + oneLine(code) + ")";
    }
  }

  /** A job that this one depends on failed, so this one never ran. */
  record DependencyFailed() implements AttemptCause {
    @Override
    public String explain() {
      return "a job that it depends on failed";
    }

    @Override
    public String summary() {
      return "never ran because a job before them failed";
    }
  }

  /**
   * None of the others.
   *
   * @param statusReason AWS's text, empty if it gave none
   */
  record Unknown(String statusReason) implements AttemptCause {
    @Override
    public String explain() {
      return statusReason.isBlank()
          ? "AWS Batch gave no reason"
          : "AWS Batch says: " + oneLine(statusReason);
    }

    @Override
    public String summary() {
      return statusReason.isBlank()
          ? "failed for no reason that AWS gave"
          : "failed with: " + oneLine(statusReason);
    }
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
