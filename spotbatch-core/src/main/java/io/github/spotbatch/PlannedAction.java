package io.github.spotbatch;

import io.github.spotbatch.aws.ResourceKind;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * One resource that a plan would create.
 *
 * @param kind the kind of the resource
 * @param name its name within the stack
 * @param awsName its name on AWS
 * @param requests what would be sent, in order; the id of a security group that is yet to be made
 *     is a text in angle brackets
 * @param notes what to know about it
 */
public record PlannedAction(
    ResourceKind kind, String name, String awsName, List<AwsRequest> requests, List<String> notes) {

  /**
   * Creates an action.
   *
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
