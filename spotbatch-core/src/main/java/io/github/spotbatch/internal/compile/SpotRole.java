package io.github.spotbatch.internal.compile;

import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource.Id;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;

/**
 * The service-linked role in which EC2 launches the account's Spot instances. The account has it
 * once for all; it belongs to no stack, has no tag of one, and is never deleted.
 */
public final class SpotRole {

  /** Its name in every account. */
  public static final String AWS_NAME = "AWSServiceRoleForEC2Spot";

  static final String UNKNOWN =
      "computeEnvironment: whether the account has %s, which Spot instances need, could not be seen: allow iam:GetRole on it, or make sure of it by \"aws iam create-service-linked-role --aws-service-name spot.amazonaws.com\""
          .formatted(AWS_NAME);

  private static final Id ID = new Id(ResourceKind.ROLE, AWS_NAME);

  /** Whether an account has it. */
  public enum Presence {
    THERE,
    ABSENT,
    /** The caller may not look. */
    UNKNOWN
  }

  private SpotRole() {}

  public static boolean is(CompiledResource resource) {
    return resource.id().equals(ID);
  }

  static CompiledResource compile() {
    return new CompiledResource(
        ID,
        "ec2-spot",
        List.of(
            CreateServiceLinkedRoleRequest.builder().awsServiceName("spot.amazonaws.com").build()),
        Set.of(),
        List.of("the account's, for all its Spot instances; never changed or deleted"));
  }

  /** The environment made after it, so that its first instances find the role. */
  static CompiledResource before(CompiledResource environment) {
    Set<Id> needed = new HashSet<>(environment.dependsOn());
    needed.add(ID);
    return new CompiledResource(
        environment.id(), environment.name(), environment.requests(), needed, environment.notes());
  }
}
