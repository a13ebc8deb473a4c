package io.github.spotbatch.testing.internal;

import io.github.spotbatch.testing.internal.wire.CallListener;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/** Lets the world check calls as any other, and writes nothing down. */
record UnrecordedCalls(World world) implements CallListener {

  @Override
  public Consumer<@Nullable Throwable> calling(SdkRequest request) {
    world.called(request);
    return failure -> {};
  }

  @Override
  public void notModelled(String operation) {}
}
