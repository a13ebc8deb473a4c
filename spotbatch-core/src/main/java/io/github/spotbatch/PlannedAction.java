package io.github.spotbatch;

import io.github.spotbatch.aws.ResourceKind;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * What a plan would do with one resource.
 *
 * @param type what would be done
 * @param kind the kind of the resource
 * @param name its name within the stack
 * @param awsName its name on AWS; of what is there already, the one that it has
 * @param requests what would be sent, in order; the id of a security group that is yet to be made
 *     is a text in angle brackets; empty for an image, and for what is kept or only waited for
 * @param notes what to know about it
 */
public record PlannedAction(
    Type type,
    ResourceKind kind,
    String name,
    String awsName,
    List<AwsRequest> requests,
    List<String> notes) {

  /** What can be done with a resource. */
  public enum Type {
    /** It is not there, and is made. */
    CREATE,
    /** It is there but half made; what it lacks is added, and it is waited for. */
    COMPLETE,
    /** It is there and as the spec says, and is left alone. */
    KEEP,
    /** A job definition that is there says something else, and gets one more revision. */
    NEW_REVISION
  }

  /**
   * Creates an action.
   *
   * @param type what would be done
   * @param kind the kind of the resource
   * @param name its name within the stack
   * @param awsName its name on AWS
   * @param requests what would be sent
   * @param notes what to know about it
   */
  public PlannedAction {
    requests = List.copyOf(requests);
    notes = List.copyOf(notes);
  }
}
