package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.AttemptCause;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a failure's cause from the fields of the attempt. AWS has no codes for this, only texts, so
 * all of them are here.
 */
final class AttemptCauses {

  private static final String TIMED_OUT = "Job attempt duration exceeded timeout";
  private static final String HOST_LOST = "Host EC2";
  private static final String FARGATE_SPOT = "Your Spot Task was interrupted";
  private static final String OUT_OF_MEMORY = "OutOfMemoryError";
  private static final String CANNOT_PULL = "CannotPull";
  private static final String DEPENDENCY_FAILED = "Dependent Job failed";
  private static final String TIME_LIMIT_CANCEL = "Canceled by JobStateTimeLimit";
  private static final String TIME_LIMIT_REASON = "due to reason:";
  private static final String FAILED_TO_START = "Task failed to start";
  private static final List<String> NOT_STARTED =
      List.of(
          FAILED_TO_START,
          "DockerTimeoutError",
          "CannotCreateContainerError",
          "CannotStartContainerError",
          "CannotInspectContainerError",
          "ResourceInitializationError",
          "ECS was unable to assume the role",
          "Container Overrides length must");
  private static final Pattern INSTANCE_ID = Pattern.compile("\\bi-[0-9a-f]{8,17}\\b");

  private AttemptCauses() {}

  /** The cause of a failed attempt that nobody ended on purpose. */
  static AttemptCause ofAttempt(
      Optional<String> statusReason, Optional<String> reason, OptionalInt exitCode) {
    String status = statusReason.orElse("");
    String text = reason.orElse(status);
    if (status.startsWith(TIMED_OUT)) {
      return new AttemptCause.TimedOut();
    }
    if (status.startsWith(HOST_LOST)) {
      return new AttemptCause.HostLost(instanceId(status));
    }
    if (status.startsWith(FARGATE_SPOT)) {
      // The exit code 137 that comes with it would hide what happened.
      return new AttemptCause.SpotInterruption(Optional.empty());
    }
    if (text.startsWith(OUT_OF_MEMORY)) {
      return new AttemptCause.OutOfMemory();
    }
    if (exitCode.isEmpty() && text.startsWith(CANNOT_PULL)) {
      return new AttemptCause.ImagePull(text);
    }
    if (exitCode.isEmpty() && (notStarted(text) || notStarted(status))) {
      return new AttemptCause.StartFailure(text);
    }
    if (exitCode.isPresent() && exitCode.getAsInt() != 0) {
      return new AttemptCause.NonZeroExit(exitCode.getAsInt());
    }
    return new AttemptCause.Unknown(text);
  }

  /**
   * The cause of the last attempt of a job that was terminated. The attempt may have failed before,
   * while the job waited to be retried, and then has a cause of its own.
   */
  static AttemptCause ofLastAttemptOfTerminatedJob(AttemptCause own, String jobStatusReason) {
    boolean endedBySignal =
        own instanceof AttemptCause.NonZeroExit exit && (exit.code() == 143 || exit.code() == 137);
    boolean endedBeforeStart =
        own instanceof AttemptCause.StartFailure start && start.reason().equals(FAILED_TO_START);
    return endedBySignal || endedBeforeStart || own instanceof AttemptCause.Unknown
        ? new AttemptCause.Terminated(jobStatusReason)
        : own;
  }

  /** What ended a failed job from outside, if anything did: then no attempt tells the cause. */
  static Optional<AttemptCause> fromOutside(
      boolean terminated, boolean cancelled, Optional<String> jobStatusReason) {
    String status = jobStatusReason.orElse("");
    if (status.startsWith(TIME_LIMIT_CANCEL)) {
      return Optional.of(new AttemptCause.NotPlaced(timeLimitCode(status), status));
    }
    if (terminated) {
      return Optional.of(new AttemptCause.Terminated(status));
    }
    if (cancelled) {
      return Optional.of(new AttemptCause.Cancelled(status));
    }
    return status.startsWith(DEPENDENCY_FAILED)
        ? Optional.of(new AttemptCause.DependencyFailed())
        : Optional.empty();
  }

  /** The code in {@code Canceled by ... due to reason: CODE - sentence}, as far as there is one. */
  private static String timeLimitCode(String status) {
    int reason = status.indexOf(TIME_LIMIT_REASON);
    String said = reason < 0 ? status : status.substring(reason + TIME_LIMIT_REASON.length());
    return said.strip().split("\\s", 2)[0];
  }

  private static boolean notStarted(String text) {
    return NOT_STARTED.stream().anyMatch(text::startsWith);
  }

  private static Optional<String> instanceId(String text) {
    Matcher matcher = INSTANCE_ID.matcher(text);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }
}
