package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import java.time.Duration;

/** No listing was as new as it had to be. */
final class StaleListingException extends SpotBatchException {

  private static final long serialVersionUID = 1L;

  StaleListingException(Duration waited) {
    super("its listings lag behind by more than is assumed, still " + waited + " later");
  }
}
