package io.github.spotbatch.testing.internal.wire;

import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;

/** One protocol: how requests, responses and errors are written. */
interface Codec {

  /**
   * Sets on the builder what the request holds.
   *
   * @param pathParams the decoded parts of the path, for protocols that put members there
   */
  void read(HttpIn in, Map<String, String> pathParams, SdkPojo builder);

  HttpOut write(String operation, SdkPojo response, String requestId);

  HttpOut error(AwsServiceException fault, String requestId);

  /** The status of an error; services state theirs, an exception built elsewhere may not. */
  static int status(AwsServiceException fault) {
    return fault.statusCode() == 0 ? 400 : fault.statusCode();
  }
}
