package io.github.spotbatch.testing.internal.wire;

import software.amazon.awssdk.core.SdkRequest;

/** Says what goes wrong with the calls of one service. */
@FunctionalInterface
public interface Mishaps {

  /** Nothing goes wrong. */
  Mishaps NONE = request -> Mishap.NONE;

  /** What befalls a call that a caller is about to make. */
  Mishap of(SdkRequest request);
}
