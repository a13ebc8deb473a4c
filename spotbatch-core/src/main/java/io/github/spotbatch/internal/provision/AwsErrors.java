package io.github.spotbatch.internal.provision;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * What AWS's errors mean. Batch has one error type for everything, so its texts must be read; they
 * come with and without a wrapper, so they are looked for, never compared.
 */
final class AwsErrors {

  private static final Set<String> ABSENT =
      Set.of(
          "NoSuchEntity",
          "NoSuchEntityException",
          "InvalidGroup.NotFound",
          "RepositoryNotFoundException",
          "ResourceNotFoundException");

  private static final Set<String> TAKEN =
      Set.of(
          "EntityAlreadyExists",
          "EntityAlreadyExistsException",
          "InvalidGroup.Duplicate",
          "RepositoryAlreadyExistsException",
          "ResourceAlreadyExistsException");

  private static final Set<String> IAM_CONFLICTS =
      Set.of(
          "DeleteConflict",
          "DeleteConflictException",
          "ConcurrentModification",
          "ConcurrentModificationException",
          "EntityTemporarilyUnmodifiable",
          "EntityTemporarilyUnmodifiableException");

  private AwsErrors() {}

  static boolean isAbsent(Throwable failure) {
    return hasCode(failure, ABSENT) || says(failure, "does not exist");
  }

  /**
   * Takes one thing away. That it is not there any more is what was wanted: somebody was faster, or
   * an answer was lost and the client has sent the request again.
   */
  static void gone(Runnable removal) {
    try {
      removal.run();
    } catch (AwsServiceException e) {
      if (!isAbsent(e)) {
        throw e;
      }
    }
  }

  /** What a list has; nothing if what it belongs to is gone. */
  static <T> List<T> unlessGone(Supplier<List<T>> list) {
    try {
      return list.get();
    } catch (AwsServiceException e) {
      if (!isAbsent(e)) {
        throw e;
      }
      return List.of();
    }
  }

  /** What IAM answers about a role or profile just made; a missing policy will not appear. */
  static boolean isNotYetVisible(Throwable failure) {
    return isAbsent(failure) && !says(failure, "policy arn");
  }

  static boolean isTaken(Throwable failure) {
    return hasCode(failure, TAKEN) || says(failure, "already exists");
  }

  static boolean isIamConflict(Throwable failure) {
    return hasCode(failure, IAM_CONFLICTS);
  }

  /** Whether it is not known if AWS did what was asked, or AWS asks to be asked again later. */
  static boolean isUnclear(Throwable failure) {
    Throwable cause = unwrap(failure);
    return cause instanceof SdkClientException
        || (cause instanceof AwsServiceException service
            && (service.statusCode() >= 500 || service.isThrottlingException()));
  }

  /** Whether AWS did nothing but count the request. */
  static boolean isThrottled(Throwable failure) {
    AwsServiceException service = service(failure);
    return service != null && service.isThrottlingException();
  }

  static boolean isBusy(Throwable failure) {
    return says(failure, "resource is being modified")
        || says(failure, "found existing jobqueue relationship");
  }

  static boolean isEnvironmentNotReady(Throwable failure) {
    return says(failure, "must be created and valid");
  }

  static boolean isStillInUse(Throwable failure) {
    return "DependencyViolation".equals(code(failure));
  }

  /** Whether an environment is INVALID for what IAM has not made visible to Batch yet. */
  static boolean isPropagation(String statusReason) {
    String reason = statusReason.toLowerCase(Locale.ROOT);
    return reason.contains("not authorized to perform")
        || (reason.contains("instance profile") && reason.contains("does not exist"))
        || reason.contains("iamfleetrole is invalid");
  }

  private static boolean hasCode(Throwable failure, Set<String> codes) {
    String code = code(failure);
    return code != null && codes.contains(code);
  }

  static @Nullable String code(Throwable failure) {
    AwsServiceException service = service(failure);
    return service == null || service.awsErrorDetails() == null
        ? null
        : service.awsErrorDetails().errorCode();
  }

  static @Nullable String requestId(Throwable failure) {
    AwsServiceException service = service(failure);
    return service == null ? null : service.requestId();
  }

  /** The failure itself, without what futures and waits wrap around it. */
  static Throwable unwrap(Throwable failure) {
    Throwable cause = failure.getCause();
    return isWrapper(failure) && cause != null ? unwrap(cause) : failure;
  }

  /** How often and how long it was tried, if that was more than once. */
  static Optional<String> tries(Throwable failure) {
    if (failure instanceof GaveUp) {
      return Optional.of(String.valueOf(failure.getMessage()));
    }
    Throwable cause = failure.getCause();
    return isWrapper(failure) && cause != null ? tries(cause) : Optional.empty();
  }

  private static boolean isWrapper(Throwable failure) {
    return failure instanceof CompletionException
        || failure instanceof ExecutionException
        || failure instanceof GaveUp;
  }

  /** AWS's own words, without what the SDK adds to them. */
  static String words(Throwable failure) {
    AwsServiceException service = service(failure);
    String words =
        service == null || service.awsErrorDetails() == null
            ? null
            : service.awsErrorDetails().errorMessage();
    return words == null ? message(failure) : words;
  }

  /** What the failure itself says. */
  static String message(Throwable failure) {
    Throwable cause = unwrap(failure);
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private static boolean says(Throwable failure, String text) {
    AwsServiceException service = service(failure);
    return service != null
        && String.valueOf(service.getMessage()).toLowerCase(Locale.ROOT).contains(text);
  }

  private static @Nullable AwsServiceException service(Throwable failure) {
    return unwrap(failure) instanceof AwsServiceException service ? service : null;
  }
}
