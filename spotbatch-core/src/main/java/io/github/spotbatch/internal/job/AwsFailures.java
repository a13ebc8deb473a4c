package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** What a failed AWS call says about the next one. */
final class AwsFailures {

  private AwsFailures() {}

  /** AWS refused the call only because it came too soon, or from a clock that was wrong then. */
  static boolean refusedForNow(Throwable failure) {
    return failure instanceof SdkServiceException service
        && (service.isThrottlingException() || service.isClockSkewException());
  }

  /** AWS refused the call as one too many. */
  static boolean throttled(Throwable failure) {
    return failure instanceof SdkServiceException service && service.isThrottlingException();
  }

  /** AWS may have done what the call asked for: there is no answer, or one that does not tell. */
  static boolean unclear(Throwable failure) {
    if (failure instanceof SdkClientException) {
      return true;
    }
    return failure instanceof SdkServiceException service
        && !refusedForNow(service)
        && (service.statusCode() >= 500 || service.statusCode() == 408);
  }

  /** The request never left this machine. */
  static boolean notSent(Throwable failure) {
    return failure instanceof SpotBatchException
        && failure.getCause() instanceof SdkClientException;
  }

  /** The same read may well succeed later. */
  static boolean passing(Throwable failure) {
    return refusedForNow(failure) || unclear(failure) || notSent(failure);
  }

  /** The caller's policy does not allow the call. */
  static boolean denied(Throwable failure) {
    return failure instanceof AwsServiceException service
        && service.awsErrorDetails() != null
        && "AccessDeniedException".equals(service.awsErrorDetails().errorCode());
  }

  /** AWS will not take the request as it is. */
  static boolean badRequest(Throwable failure) {
    return failure instanceof SdkServiceException service && service.statusCode() == 400;
  }

  /** The failure itself, without what futures put around it. */
  static Throwable unwrap(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapped =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return wrapped && cause != null ? unwrap(cause) : failure;
  }

  /**
   * Asks AWS for a user, to whom exceptions of the SDK come as causes only.
   *
   * @param what is asked of AWS, such as {@code DescribeJobs for job 3f2a}
   */
  static <T> T forUser(String what, Supplier<T> question) {
    try {
      return question.get();
    } catch (SdkException e) {
      throw explain(what, e);
    }
  }

  /** The same of a failure that has come already; what is not of the SDK stays as it is. */
  static Throwable forUser(String what, Throwable failure) {
    Throwable unwrapped = unwrap(failure);
    return unwrapped instanceof SdkException sdk ? explain(what, sdk) : unwrapped;
  }

  private static SpotBatchException explain(String what, SdkException failure) {
    String text =
        unclear(failure)
            ? "AWS gave no clear answer to %s, which can be asked again: %s"
            : "AWS refused %s: %s";
    return new SpotBatchException(text.formatted(what, failure.getMessage()), failure);
  }

  /** Throws a failure in the thread that waited for it, where it needs no wrapping. */
  static RuntimeException rethrow(Throwable failure) {
    Throwable unwrapped = unwrap(failure);
    if (unwrapped instanceof Error error) {
      throw error;
    }
    return unwrapped instanceof RuntimeException runtime
        ? runtime
        : new SpotBatchException(String.valueOf(unwrapped.getMessage()), unwrapped);
  }
}
