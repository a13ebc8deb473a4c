package io.github.spotbatch.internal.provision;

import io.github.spotbatch.exception.ProvisioningException;

/** Carries what failed at which resource to where the user's exception is made. */
final class StepFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String resource;
  private final String step;
  private final Throwable cause;

  StepFailure(String resource, String step, Throwable cause) {
    super(cause);
    this.resource = resource;
    this.step = step;
    this.cause = cause;
  }

  String step() {
    return step;
  }

  /** The user's exception, with a sentence that says what is there now and what to do. */
  ProvisioningException explain(String remedy) {
    Throwable reason = AwsErrors.unwrap(cause);
    return new ProvisioningException(
        "Could not %s %s: %s. %s".formatted(step, resource, why(), remedy),
        resource,
        step,
        AwsErrors.code(reason),
        AwsErrors.requestId(reason),
        reason);
  }

  /** What AWS says, how often it was asked, and what to do if that is known; without a last dot. */
  String why() {
    String message = AwsErrors.message(cause);
    String tries = AwsErrors.tries(cause).map(often -> "; " + often).orElse("");
    String fix = Fixes.of(message).map(known -> ". " + withoutDot(known)).orElse("");
    return withoutDot(message) + tries + fix;
  }

  private static String withoutDot(String message) {
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
