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
    String message = AwsErrors.message(reason);
    String tries = AwsErrors.tries(cause).map(often -> "; " + often).orElse("");
    String fix = Fixes.of(message).map(known -> known + " ").orElse("");
    return new ProvisioningException(
        "Could not %s %s: %s%s. %s%s"
            .formatted(step, resource, withoutDot(message), tries, fix, remedy),
        resource,
        step,
        AwsErrors.code(reason),
        AwsErrors.requestId(reason),
        reason);
  }

  private static String withoutDot(String message) {
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
