package io.github.spotbatch.testing.internal.wire;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** A call was made, and its caller is not to hear of its end: the connection breaks. */
public final class ResponseLost extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ResponseLost(String message) {
    super(message);
  }

  /** What the HTTP client of a real SDK client throws then. */
  IOException broken() {
    return new IOException(getMessage(), this);
  }

  /** What a real SDK client makes of that. */
  SdkClientException asSeenByCallers() {
    return SdkClientException.create("Unable to execute HTTP request: " + getMessage(), broken());
  }
}
