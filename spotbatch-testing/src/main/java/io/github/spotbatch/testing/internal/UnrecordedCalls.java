package io.github.spotbatch.testing.internal;

import io.github.spotbatch.testing.internal.wire.CallListener;
import software.amazon.awssdk.core.SdkRequest;

/** Lets the world check calls as any other, and writes nothing down. */
record UnrecordedCalls(World world) implements CallListener {

  @Override
  public Ending calling(SdkRequest request) {
    world.called(request);
    return (failure, faults) -> {};
  }

  @Override
  public void notModelled(String operation) {}
}
