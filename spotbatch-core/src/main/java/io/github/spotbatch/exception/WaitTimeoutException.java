package io.github.spotbatch.exception;

import java.time.Duration;

/** Something did not come about in time. What was waited for goes on by itself. */
public class WaitTimeoutException extends SpotBatchException {

  private static final long serialVersionUID = 1L;

  /** What was waited for. */
  private final String subject;

  /** The last status seen. */
  private final String lastStatus;

  /** How long the wait was. */
  private final Duration waited;

  /**
   * Creates an exception.
   *
   * @param subject what was waited for, such as {@code job 3f2a}
   * @param lastStatus the last status seen, with AWS's reason if it gave one
   * @param waited how long the wait was
   */
  public WaitTimeoutException(String subject, String lastStatus, Duration waited) {
    super(subject + " was still " + lastStatus + " after " + waited);
    this.subject = subject;
    this.lastStatus = lastStatus;
    this.waited = waited;
  }

  /**
   * What was waited for.
   *
   * @return the kind and name of the thing
   */
  public String subject() {
    return subject;
  }

  /**
   * The last status seen.
   *
   * @return the status, with AWS's reason if it gave one
   */
  public String lastStatus() {
    return lastStatus;
  }

  /**
   * How long the wait was.
   *
   * @return the duration on the injected clock
   */
  public Duration waited() {
    return waited;
  }
}
