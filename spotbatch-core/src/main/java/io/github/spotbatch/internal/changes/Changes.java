package io.github.spotbatch.internal.changes;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.aws.AwsResource;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequest;

/** Changes of things of any kind. */
public final class Changes {

  private Changes() {}

  /**
   * Finds how something becomes what is wanted.
   *
   * @param asItIs the requests that would make it as it is
   * @param wanted the requests that would make it as it should be
   * @param changes the fields that differ, at least one
   */
  public static Change of(
      AwsResource there,
      List<AwsRequest> asItIs,
      List<AwsRequest> wanted,
      List<FieldChange> changes) {
    return switch (there.kind()) {
      case ROLE -> RoleChange.of(there, asItIs, wanted);
      case INSTANCE_PROFILE -> ProfileChange.of(there, asItIs, wanted);
      case SECURITY_GROUP -> GroupChange.of(there, wanted, changes);
      case REPOSITORY -> RepositoryChange.of(there, asItIs, wanted, changes);
      case LOG_GROUP -> LogGroupChange.of(there, wanted, changes);
      case COMPUTE_ENVIRONMENT -> EnvironmentChange.of(there, asItIs, wanted, changes);
      case JOB_QUEUE -> QueueChange.of(there, wanted, changes);
      case JOB_DEFINITION -> DefinitionChange.of(there, wanted, changes);
      case IMAGE -> throw new IllegalStateException(there + " follows from its content");
    };
  }
}
