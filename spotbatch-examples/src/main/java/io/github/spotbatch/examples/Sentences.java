package io.github.spotbatch.examples;

import io.github.spotbatch.exception.ImageException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Failures in a sentence that says what to do. */
final class Sentences {

  private Sentences() {}

  static String of(Throwable failure) {
    if (cause(failure, ImageException.class) != null) {
      // Of a registry, not of AWS; spotbatch has said already what to do.
      return oneLine(failure);
    }
    if (cause(failure, UnknownHostException.class) != null) {
      return "The AWS endpoint cannot be resolved: is there a network, and is the Region right? ("
          + root(failure).getMessage()
          + ")";
    }
    if (cause(failure, ConnectException.class) != null) {
      return "The AWS endpoint does not answer: is it running, and is the URL right? ("
          + root(failure).getMessage()
          + ")";
    }
    SdkClientException client = cause(failure, SdkClientException.class);
    if (client != null && String.valueOf(client.getMessage()).contains("credentials")) {
      return "No AWS credentials were found: run 'aws configure' or 'aws sso login', or give"
          + " --profile NAME.";
    }
    AwsServiceException service = cause(failure, AwsServiceException.class);
    if (service != null && isRefusedIdentity(service)) {
      return "AWS does not accept these credentials in this Region: " + oneLine(service);
    }
    return oneLine(failure);
  }

  private static boolean isRefusedIdentity(AwsServiceException failure) {
    String code =
        failure.awsErrorDetails() == null ? "" : "" + failure.awsErrorDetails().errorCode();
    return code.equals("InvalidClientTokenId")
        || code.equals("UnrecognizedClientException")
        || code.equals("ExpiredToken")
        || code.equals("AuthFailure");
  }

  private static String oneLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.replaceAll("\\s*\\R\\s*", " ");
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }
}
