package io.github.spotbatch.testing.internal.wire;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/** Hears of every call of a service's operations. */
public interface CallListener {

  /** Hears of nothing. */
  CallListener NONE =
      new CallListener() {
        @Override
        public Consumer<@Nullable Throwable> calling(SdkRequest request) {
          return failure -> {};
        }

        @Override
        public void notModelled(String operation) {}
      };

  /**
   * An operation is about to be carried out; this runs under the guard.
   *
   * @return hears how it ended, still under the guard: of what was thrown, or of null
   */
  Consumer<@Nullable Throwable> calling(SdkRequest request);

  /** Somebody asks for an operation that the service does not have. */
  void notModelled(String operation);
}
