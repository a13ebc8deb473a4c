package io.github.spotbatch.testing.internal.access;

import io.github.spotbatch.testing.FaultKind;
import io.github.spotbatch.testing.internal.wire.Mishap;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkResponse;

/**
 * A call that its service checks before it does anything.
 *
 * @param others what else may go wrong with it
 * @param check throws if the call is not allowed
 */
record CheckedCall(Mishap others, Runnable check) implements Mishap {

  @Override
  public SdkResponse onTheWay(Supplier<SdkResponse> call) {
    return others.onTheWay(call);
  }

  @Override
  public SdkResponse atTheService(Supplier<SdkResponse> operation) {
    return others.atTheService(
        () -> {
          check.run();
          return operation.get();
        });
  }

  @Override
  public Set<FaultKind> faults() {
    return others.faults();
  }
}
