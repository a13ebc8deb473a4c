package io.github.spotbatch.testing.internal.wire;

import org.jspecify.annotations.Nullable;

/** Finds the service that a caller means, as the caller's account and Region see it. */
@FunctionalInterface
public interface ServiceDirectory {

  /**
   * The operations of one service in one account and Region, made when first asked for.
   *
   * @param accessKeyId of the credentials that signed the request; absent if it is unsigned
   * @param region of the signature, else of the host; absent if neither says one
   */
  ServiceOperations operations(
      AwsService service, @Nullable String accessKeyId, @Nullable String region);
}
