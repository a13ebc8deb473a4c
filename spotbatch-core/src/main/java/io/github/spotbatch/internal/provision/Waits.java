package io.github.spotbatch.internal.provision;

import io.github.spotbatch.internal.image.ImageService;
import java.time.Duration;

/** Every wait and every retry of the provisioner, by name. AWS publishes no times for them. */
final class Waits {

  /** A role or profile that IAM has just made may not be seen by its next call. */
  static final Wait IAM_VISIBLE =
      Wait.refused("iam-visible", seconds(8), minutes(2), AwsErrors::isNotYetVisible);

  /** A role that IAM has just taken out of a profile may still count as in use. */
  static final Wait IAM_RELEASED =
      Wait.refused("iam-released", seconds(8), minutes(2), AwsErrors::isIamConflict);

  /** IAM carries out one change of a thing at a time. */
  static final Wait IAM_CHANGED =
      Wait.refused("iam-changed", seconds(8), minutes(2), AwsErrors::isIamConflict);

  /** A change that AWS carries out at once, and that can be sent as often as one likes. */
  static final Wait CHANGED_AT_ONCE =
      Wait.failing("changed-at-once", 3, minutes(2), AwsErrors::isUnclear);

  /** A push that lost its connection or its login starts again, and sends only what is missing. */
  static final Wait IMAGE_PUSHED = Wait.failing("image-pushed", 5, hours(6), ImageService::mayPass);

  /** The SDK does not repeat it, and what an unclear answer did is looked for before each try. */
  static final Wait DEFINITION_REGISTERED =
      Wait.failing("definition-registered", 3, minutes(2), AwsErrors::isUnclear);

  /** Until a revision is listed whose registration had no clear answer; none that is may be so. */
  static final Wait REGISTRATION_SHOWN =
      Wait.looking("registration-shown", seconds(4), seconds(20)).doubling(seconds(1), seconds(4));

  /** Batch may not list at once what it has just made. */
  static final Wait BATCH_VISIBLE = Wait.looking("batch-visible", seconds(8), minutes(2));

  /** From CREATING or UPDATING to VALID or INVALID. */
  static final Wait ENVIRONMENT_SETTLED =
      Wait.looking("environment-settled", seconds(10), minutes(30));

  /** Until Batch sees the roles and the profile of an INVALID environment, looked at by updates. */
  static final Wait ENVIRONMENT_REPAIRED =
      Wait.refused("environment-repaired", seconds(30), minutes(3), AwsErrors::isBusy)
          .doubling(seconds(2), seconds(30));

  /** What AWS says to an update during another is not known; it is taken for busy. */
  static final Wait ENVIRONMENT_CHANGEABLE =
      Wait.refused("environment-changeable", seconds(15), minutes(10), AwsErrors::isBusy);

  /**
   * From UPDATING to VALID or INVALID where instances may be replaced, beside the time that their
   * jobs have to end.
   */
  static final Wait ENVIRONMENT_UPDATED =
      Wait.looking("environment-updated", seconds(15), hours(2));

  /** For as long as the stack's update policy says, the jobs of an environment that is to go. */
  static final Wait ENVIRONMENT_DRAINED =
      Wait.looking("environment-drained", seconds(30), minutes(30))
          .doubling(seconds(1), seconds(30));

  /** A queue that is gone, or an update that is done, still blocks the deletion for a while. */
  static final Wait ENVIRONMENT_DELETABLE =
      Wait.refused("environment-deletable", seconds(15), minutes(10), AwsErrors::isBusy);

  /**
   * Until Batch sees the role again in which it deletes an environment. The looks at each deletion
   * are a wait of their own.
   */
  static final Wait ENVIRONMENT_DELETED =
      Wait.looking("environment-deleted", seconds(30), minutes(5))
          .doubling(seconds(2), seconds(30));

  /** Batch ends the instances first. */
  static final Wait ENVIRONMENT_GONE = Wait.looking("environment-gone", seconds(15), minutes(30));

  /** A VALID environment may not be accepted by CreateJobQueue at once. */
  static final Wait QUEUE_ACCEPTED =
      Wait.refused("queue-accepted", seconds(8), minutes(2), AwsErrors::isEnvironmentNotReady);

  /** From CREATING or UPDATING to VALID or INVALID. */
  static final Wait QUEUE_SETTLED = Wait.looking("queue-settled", seconds(10), minutes(10));

  /** A queue may be busy, and may not accept at once an environment that has become VALID. */
  static final Wait QUEUE_UPDATED =
      Wait.refused(
          "queue-updated",
          seconds(8),
          minutes(2),
          failure -> AwsErrors.isBusy(failure) || AwsErrors.isEnvironmentNotReady(failure));

  /** The update that disables a queue still counts as a modification for a while. */
  static final Wait QUEUE_DELETABLE =
      Wait.refused("queue-deletable", seconds(10), minutes(5), AwsErrors::isBusy);

  static final Wait QUEUE_GONE = Wait.looking("queue-gone", seconds(15), minutes(15));

  /** Terminated jobs get SIGTERM, and SIGKILL 30 seconds later. */
  static final Wait JOBS_ENDED =
      Wait.looking("jobs-ended", seconds(10), minutes(15)).doubling(seconds(1), seconds(10));

  /** Network interfaces of ended instances hold the group for a while. */
  static final Wait SECURITY_GROUP_RELEASED =
      Wait.refused("security-group-released", seconds(20), minutes(15), AwsErrors::isStillInUse);

  /** How soon a look is repeated that was not answered; the SDK has repeated it by then. */
  static final Pace UNANSWERED = Pace.doubling(seconds(1), seconds(8));

  private Waits() {}

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Duration hours(long hours) {
    return Duration.ofHours(hours);
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }
}
