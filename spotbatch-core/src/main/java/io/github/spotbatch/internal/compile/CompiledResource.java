package io.github.spotbatch.internal.compile;

import io.github.spotbatch.aws.ResourceKind;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * One thing to be made, and the requests that make it, in order.
 *
 * @param name its name within the stack
 * @param dependsOn what must be usable before
 * @param notes what the user should know about it
 */
public record CompiledResource(
    Id id, String name, List<AwsRequest> requests, Set<Id> dependsOn, List<String> notes) {

  public CompiledResource {
    requests = List.copyOf(requests);
    dependsOn = Set.copyOf(dependsOn);
    notes = List.copyOf(notes);
  }

  /** Names one thing among all of a stack. */
  public record Id(ResourceKind kind, String awsName) {

    @Override
    public String toString() {
      return kind.label() + " " + awsName;
    }
  }

  public ResourceKind kind() {
    return id.kind();
  }

  public String awsName() {
    return id.awsName();
  }
}
