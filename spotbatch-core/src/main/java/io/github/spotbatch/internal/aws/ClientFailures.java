package io.github.spotbatch.internal.aws;

import io.github.spotbatch.exception.SpotBatchException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Says in one sentence why a request never left this machine. Other failures stay as they are. */
final class ClientFailures {

  private ClientFailures() {}

  static RuntimeException explain(SdkClientException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.startsWith("Unable to load credentials")) {
      return new SpotBatchException(
          "No AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, choose a"
              + " profile by AWS_PROFILE, or give a credentialsProvider.",
          failure);
    }
    UnknownHostException unknownHost = cause(failure, UnknownHostException.class);
    if (unknownHost != null) {
      return new SpotBatchException(
          "The AWS endpoint %s is unknown to this machine: check the network and the Region's name."
              .formatted(unknownHost.getMessage()),
          failure);
    }
    ConnectException refused = cause(failure, ConnectException.class);
    if (refused != null) {
      return new SpotBatchException(
          "The AWS endpoint cannot be reached (%s): check the network and the endpoint."
              .formatted(refused.getMessage()),
          failure);
    }
    return failure;
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}
