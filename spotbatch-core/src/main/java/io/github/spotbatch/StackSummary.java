package io.github.spotbatch;

import io.github.spotbatch.aws.AwsResource;
import java.util.List;

/**
 * A stack that exists, whole or half made.
 *
 * @param name the stack's name
 * @param region the Region's id
 * @param resources everything with the stack's tag
 * @param deletionProtection whether anything of it is protected, so that it is not destroyed
 */
public record StackSummary(
    String name, String region, List<AwsResource> resources, boolean deletionProtection) {

  /**
   * Creates a summary.
   *
   * @param name the stack's name
   * @param region the Region's id
   * @param resources everything with the stack's tag
   * @param deletionProtection whether anything of it is protected
   */
  public StackSummary {
    resources = List.copyOf(resources);
  }
}
