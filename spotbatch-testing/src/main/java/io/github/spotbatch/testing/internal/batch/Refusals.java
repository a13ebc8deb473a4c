package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Faults;
import io.github.spotbatch.testing.internal.World;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.batch.model.ClientException;

/**
 * Batch's refusals: every one is a {@code ClientException} with status 400, told apart by its text
 * alone.
 */
final class Refusals {

  private Refusals() {}

  /** For what depends on the state of things. */
  static AwsServiceException bare(String message) {
    return Faults.of(ClientException.builder(), "ClientException", 400, message);
  }

  /** For the form of a request, which Batch wraps. */
  static AwsServiceException wrapped(World world, String detail) {
    return bare("Error executing request, Exception : " + detail + ", RequestId: " + world.uuid());
  }

  /** Refuses, in the wrapped form, a request of which something is wrong. */
  static void wrappedIf(World world, boolean wrong, String detail) {
    if (wrong) {
      throw wrapped(world, detail);
    }
  }
}
