package io.github.spotbatch.job;

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
   * The host went away under the job. A Spot interruption ends an attempt in this way, but so does
   * a host that was scaled in or terminated by hand: AWS Batch's text is the same. An attempt whose
   * container heard of it in time may instead end by itself, usually with exit code 143, and is
   * then a {@link NonZeroExit}.
   *
   * @param instanceId the EC2 instance that went, if AWS named it
   */
  record HostTerminated(Optional<String> instanceId) implements AttemptCause {
    @Override
    public String explain() {
      return "its host " + instanceId.map(id -> id + " ").orElse("") + "was terminated";
    }
  }

  /** The container used more memory than the job reserves. */
  record OutOfMemory() implements AttemptCause {
    @Override
    public String explain() {
      return "the container ran out of memory";
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
  }

  /** The attempt took longer than the job's timeout. AWS Batch never retries such a job. */
  record TimedOut() implements AttemptCause {
    @Override
    public String explain() {
      return "the attempt took longer than its timeout";
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
  }

  /**
   * The job was cancelled before it ran.
   *
   * @param reason the reason that was given with it
   */
  record Cancelled(String reason) implements AttemptCause {
    @Override
    public String explain() {
      return "it was cancelled (" + oneLine(reason) + ")";
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
  }

  /** A job that this one depends on failed, so this one never ran. */
  record DependencyFailed() implements AttemptCause {
    @Override
    public String explain() {
      return "a job that it depends on failed";
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
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
