package io.github.spotbatch;

import io.github.spotbatch.aws.AwsResource;

/**
 * Something of a destroyed stack that is still there.
 *
 * @param resource what it is
 * @param why who uses it, or what kept it from being deleted
 */
public record Leftover(AwsResource resource, String why) {

  /**
   * What is left and why.
   *
   * @return for example {@code role demo-us-east-1-job: job definition nightly:3 uses it}
   */
  @Override
  public String toString() {
    return resource + ": " + why;
  }
}
