package io.github.spotbatch.exception;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stack could not be made, read or removed. The message says what exists now and how to go on.
 */
public class ProvisioningException extends SpotBatchException {

  private static final long serialVersionUID = 1L;

  /** What was worked on. */
  private final String resource;

  /** What was being done. */
  private final String step;

  /** The code of AWS's error, or null. */
  private final @Nullable String awsErrorCode;

  /** The id of the refused request, or null. */
  private final @Nullable String requestId;

  /**
   * Creates an exception.
   *
   * @param message what happened, the value, and what to do
   * @param resource what was worked on, such as {@code job queue demo-jobs}
   * @param step what was being done, such as {@code create}
   * @param awsErrorCode the code of AWS's error, if AWS refused something
   * @param requestId the id of the refused request, for AWS's support
   * @param cause what led to it, if something else failed first
   */
  public ProvisioningException(
      String message,
      String resource,
      String step,
      @Nullable String awsErrorCode,
      @Nullable String requestId,
      @Nullable Throwable cause) {
    super(message, cause);
    this.resource = resource;
    this.step = step;
    this.awsErrorCode = awsErrorCode;
    this.requestId = requestId;
  }

  /**
   * What was worked on.
   *
   * @return the kind and name of a resource, or {@code stack} and its name
   */
  public String resource() {
    return resource;
  }

  /**
   * What was being done.
   *
   * @return {@code plan}, {@code create}, {@code delete} or another short word
   */
  public String step() {
    return step;
  }

  /**
   * The code of AWS's error.
   *
   * @return empty if AWS refused nothing
   */
  public Optional<String> awsErrorCode() {
    return Optional.ofNullable(awsErrorCode);
  }

  /**
   * The id of the request that AWS refused.
   *
   * @return empty if AWS refused nothing
   */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }
}
