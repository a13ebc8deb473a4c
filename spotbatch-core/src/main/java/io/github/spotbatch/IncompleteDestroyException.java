package io.github.spotbatch;

import io.github.spotbatch.exception.ProvisioningException;
import org.jspecify.annotations.Nullable;

/**
 * A stack could not be destroyed whole: AWS refused to delete something, or it did not go in time.
 * All that does not depend on that was deleted all the same. The message lists what is left and
 * why.
 */
public class IncompleteDestroyException extends ProvisioningException {

  private static final long serialVersionUID = 1L;

  /** Lost if the exception is serialized. */
  private final transient DestroyReport report;

  /**
   * Creates an exception.
   *
   * @param message what happened, what is left, and what to do
   * @param report what was deleted and what is left
   * @param resource what could not be deleted first
   * @param awsErrorCode the code of AWS's error, if AWS refused it
   * @param requestId the id of the refused request, for AWS's support
   * @param cause what led to it
   */
  public IncompleteDestroyException(
      String message,
      DestroyReport report,
      String resource,
      @Nullable String awsErrorCode,
      @Nullable String requestId,
      @Nullable Throwable cause) {
    super(message, resource, "delete", awsErrorCode, requestId, cause);
    this.report = report;
  }

  /**
   * What was done all the same.
   *
   * @return what was deleted, and what is left and why
   */
  public DestroyReport report() {
    return report;
  }
}
