package io.github.spotbatch.aws;

import software.amazon.awssdk.awscore.AwsRequest;

/**
 * Sees every request before it is sent to AWS, and may change it.
 *
 * <p>It is called on the thread that makes the call, once for each request and once for each page
 * of a listing; the AWS SDK's own retries of a request do not come by again. It must be
 * thread-safe. What it throws fails the call.
 */
@FunctionalInterface
public interface RequestCustomizer {

  /**
   * Looks at a request.
   *
   * @param request the AWS SDK's request, complete
   * @return the request to send, of the same class: the one given, or one made by its {@code
   *     toBuilder()}
   */
  AwsRequest customize(AwsRequest request);

  /**
   * Leaves every request as it is.
   *
   * @return a customizer that changes nothing
   */
  static RequestCustomizer none() {
    return request -> request;
  }
}
