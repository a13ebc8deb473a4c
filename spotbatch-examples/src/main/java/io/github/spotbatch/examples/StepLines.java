package io.github.spotbatch.examples;

import io.github.spotbatch.ProvisioningEvent;
import io.github.spotbatch.ProvisioningListener;
import io.github.spotbatch.aws.ResourceKind;

/** Tells what the provisioner does under the numbers of the recipe's steps. */
final class StepLines implements ProvisioningListener {

  private final Story story;

  StepLines(Story story) {
    this.story = story;
  }

  @Override
  public void onEvent(ProvisioningEvent event) {
    boolean slow =
        event.kind() == ResourceKind.COMPUTE_ENVIRONMENT || event.kind() == ResourceKind.JOB_QUEUE;
    boolean worthTelling =
        switch (event.type()) {
          case CREATED, ADOPTING, UPDATED, DELETED, PUSHING -> true;
          case WAITING, USABLE -> slow;
          // The first try of several; the others differ by their number only.
          case RETRYING -> event.retry().filter(retry -> retry.attempt() == 1).isPresent();
          case STARTED, UPDATING, DELETING -> false;
        };
    if (worthTelling) {
      boolean making = event.type() != ProvisioningEvent.Type.DELETED;
      story.step(making ? number(event) : "", event.toString());
    }
  }

  private static String number(ProvisioningEvent event) {
    return switch (event.kind()) {
      case ROLE ->
          switch (event.name()) {
            case "service" -> "1";
            case "instance" -> "2";
            default -> "3";
          };
      case INSTANCE_PROFILE -> "2";
      case REPOSITORY -> "4";
      case IMAGE -> "7";
      case SECURITY_GROUP -> "9";
      case LAUNCH_TEMPLATE, COMPUTE_ENVIRONMENT -> "10";
      case JOB_QUEUE -> "11";
      case JOB_DEFINITION, LOG_GROUP -> "12";
    };
  }
}
