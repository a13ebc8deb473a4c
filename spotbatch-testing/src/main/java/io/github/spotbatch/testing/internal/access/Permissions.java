package io.github.spotbatch.testing.internal.access;

import io.github.spotbatch.testing.internal.wire.AwsService;

/** Who may do what, for those that know no class of the SDK. */
@FunctionalInterface
public interface Permissions {

  /**
   * Throws what the SDK throws if it is not allowed.
   *
   * @param service in whose words
   * @param caller the caller's ARN
   */
  void require(AwsService service, String caller, Needed needed);
}
