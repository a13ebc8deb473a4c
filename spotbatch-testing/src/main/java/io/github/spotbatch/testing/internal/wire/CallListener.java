package io.github.spotbatch.testing.internal.wire;

import io.github.spotbatch.testing.FaultKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/** Hears of every call of a service's operations. */
public interface CallListener {

  /** Hears of nothing. */
  CallListener NONE =
      new CallListener() {
        @Override
        public Ending calling(SdkRequest request) {
          return (failure, faults) -> {};
        }

        @Override
        public void notModelled(String operation) {}
      };

  /**
   * An operation is about to be carried out; this runs under the guard.
   *
   * @return hears how it ended, still under the guard
   */
  Ending calling(SdkRequest request);

  /** Somebody asks for an operation that the service does not have. */
  void notModelled(String operation);

  /** Hears how an operation ended. */
  @FunctionalInterface
  interface Ending {

    /**
     * It has ended.
     *
     * @param failure what was thrown; absent if nothing was
     * @param faults what went wrong because a test wants it to
     */
    void ended(@Nullable Throwable failure, Set<FaultKind> faults);
  }
}
