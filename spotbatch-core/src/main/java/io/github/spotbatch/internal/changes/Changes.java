package io.github.spotbatch.internal.changes;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.aws.AwsResource;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;

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
      case COMPUTE_ENVIRONMENT ->
          new EnvironmentChange(
                  there,
                  (CreateComputeEnvironmentRequest) asItIs.get(0),
                  (CreateComputeEnvironmentRequest) wanted.get(0),
                  changes)
              .change();
      case JOB_QUEUE ->
          new QueueChange(there, (CreateJobQueueRequest) wanted.get(0), changes).change();
      default ->
          new Change.Refusal(
              "it cannot be changed so yet; destroy the stack first by destroy(\"%s\"), or choose"
                      .formatted(there.stack())
                  + " another name for it");
    };
  }
}
