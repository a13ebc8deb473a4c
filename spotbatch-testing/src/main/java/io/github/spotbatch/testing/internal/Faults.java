package io.github.spotbatch.testing.internal;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Builds the exceptions that services throw, with all that a direct caller and a wire need. */
public final class Faults {

  /** A call over a wire has its own id; this one stands where there was no wire. */
  private static final String NO_REQUEST = "00000000-0000-0000-0000-000000000000";

  private Faults() {}

  /**
   * A service's exception, for instance {@code of(NoSuchEntityException.builder(), "NoSuchEntity",
   * 404, "The role ...")}.
   *
   * @param code as the service writes it, which need not be the name of the class
   */
  public static AwsServiceException of(
      AwsServiceException.Builder type, String code, int status, String message) {
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .serviceName(serviceName(type.build().getClass()))
            .errorCode(code)
            .errorMessage(message)
            .build();
    type.awsErrorDetails(details).statusCode(status).message(message).requestId(NO_REQUEST);
    return (AwsServiceException) type.build();
  }

  /** One that no service models. */
  public static AwsServiceException of(String code, int status, String message) {
    return of(AwsServiceException.builder(), code, status, message);
  }

  /** The code to send: an exception built elsewhere may have none. */
  public static String code(AwsServiceException fault) {
    AwsErrorDetails details = fault.awsErrorDetails();
    return details == null || details.errorCode() == null
        ? fault.getClass().getSimpleName()
        : details.errorCode();
  }

  /** The message without what the SDK appends to it. */
  public static String message(AwsServiceException fault) {
    AwsErrorDetails details = fault.awsErrorDetails();
    String message = details == null ? fault.getMessage() : details.errorMessage();
    return message == null ? "" : message;
  }

  /** IamException is the mother of all that IAM throws. */
  private static String serviceName(Class<?> type) {
    Class<?> mother = type;
    while (mother.getSuperclass() != AwsServiceException.class
        && mother != AwsServiceException.class) {
      mother = mother.getSuperclass();
    }
    return mother.getSimpleName().replaceFirst("(Service)?Exception$", "");
  }
}
