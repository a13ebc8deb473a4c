package io.github.spotbatch.testing.internal.wire;

import io.github.spotbatch.testing.FaultKind;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkResponse;

/** What goes wrong with one call. */
public interface Mishap {

  /** Nothing does. */
  Mishap NONE =
      new Mishap() {
        @Override
        public SdkResponse onTheWay(Supplier<SdkResponse> call) {
          return call.get();
        }

        @Override
        public SdkResponse atTheService(Supplier<SdkResponse> operation) {
          return operation.get();
        }

        @Override
        public Set<FaultKind> faults() {
          return Set.of();
        }
      };

  /**
   * Makes the call, outside the guard.
   *
   * @throws ResponseLost if the caller is to have no answer
   */
  SdkResponse onTheWay(Supplier<SdkResponse> call);

  /** Carries the operation out, or refuses to, under the guard. */
  SdkResponse atTheService(Supplier<SdkResponse> operation);

  /** What has gone wrong so far. */
  Set<FaultKind> faults();
}
