package io.github.spotbatch;

import io.github.spotbatch.aws.ResourceKind;
import java.util.Optional;

/**
 * Something that happened to one resource while a stack was made or removed.
 *
 * @param type what happened
 * @param kind the kind of the resource
 * @param name its name within the stack
 * @param awsName its name on AWS
 * @param detail the status and AWS's reason while waiting, what AWS said before another try, how
 *     far a layer is while pushing; otherwise empty
 * @param retry the tries so far and the pause until the next one; empty unless the type is {@link
 *     Type#RETRYING}
 */
public record ProvisioningEvent(
    Type type,
    ResourceKind kind,
    String name,
    String awsName,
    String detail,
    Optional<ProvisioningRetry> retry) {

  /** What can happen to a resource. */
  public enum Type {
    /** Its turn has come; the first request is about to be sent. */
    STARTED,
    /** AWS has taken the request that makes it. */
    CREATED,
    /** Its turn to be changed has come; the first request is about to be sent. */
    UPDATING,
    /** Its turn to be taken over has come; its tags are about to be sent. */
    ADOPTING,
    /** AWS has taken the requests that change it. */
    UPDATED,
    /** An image's layer is on its way, or there already; sent for each layer. */
    PUSHING,
    /** It is not as it should be yet; sent whenever the status changes. */
    WAITING,
    /** AWS refused or did not answer, and will be asked again; sent before each further try. */
    RETRYING,
    /** It can be used. */
    USABLE,
    /** It is about to be deleted. */
    DELETING,
    /** It is gone; a job definition's revision is INACTIVE. */
    DELETED
  }

  /**
   * Creates an event that is no retry.
   *
   * @param type what happened
   * @param kind the kind of the resource
   * @param name its name within the stack
   * @param awsName its name on AWS
   * @param detail more about it, or nothing
   */
  public ProvisioningEvent(
      Type type, ResourceKind kind, String name, String awsName, String detail) {
    this(type, kind, name, awsName, detail, Optional.empty());
  }

  /**
   * The event in words.
   *
   * @return for example {@code waiting for compute environment demo-spot-1: CREATING}
   */
  @Override
  public String toString() {
    String resource = kind.label() + " " + awsName;
    return switch (type) {
      case STARTED -> "creating " + resource;
      case CREATED -> "created " + resource;
      case UPDATING -> "updating " + resource;
      case ADOPTING -> "adopting " + resource;
      case UPDATED -> "updated " + resource;
      case PUSHING -> "pushing " + resource + ": " + detail;
      case WAITING -> "waiting for " + resource + ": " + detail;
      case RETRYING ->
          "trying %s again: %s (%s)"
              .formatted(resource, detail, retry.map(Object::toString).orElse(""));
      case USABLE -> resource + " is usable";
      case DELETING -> "deleting " + resource;
      case DELETED -> "deleted " + resource;
    };
  }
}
