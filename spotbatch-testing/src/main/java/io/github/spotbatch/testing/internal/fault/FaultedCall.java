package io.github.spotbatch.testing.internal.fault;

import io.github.spotbatch.testing.FaultKind;
import io.github.spotbatch.testing.internal.RequestText;
import io.github.spotbatch.testing.internal.wire.Mishap;
import io.github.spotbatch.testing.internal.wire.ResponseLost;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;

/** A call while something may go wrong. */
final class FaultedCall implements Mishap {

  private final FaultControl control;
  private final CallSite site;
  private final SdkRequest request;
  private final String operation;
  private final Set<FaultKind> faults = EnumSet.noneOf(FaultKind.class);

  FaultedCall(FaultControl control, CallSite site, SdkRequest request) {
    this.control = control;
    this.site = site;
    this.request = request;
    this.operation = RequestText.operation(request);
  }

  @Override
  public SdkResponse onTheWay(Supplier<SdkResponse> call) {
    Duration delay = control.delayOf(this);
    if (!delay.isZero()) {
      Pause.of(control.world(), delay);
    }
    try {
      SdkResponse response = call.get();
      requireAnswer();
      return response;
    } catch (AwsServiceException e) {
      requireAnswer();
      throw e;
    }
  }

  private void requireAnswer() {
    if (faults.contains(FaultKind.RESPONSE_LOST)) {
      throw new ResponseLost(
          "the connection broke before the response to " + operation + " came (FakeAws.faults())");
    }
  }

  @Override
  public SdkResponse atTheService(Supplier<SdkResponse> service) {
    control.admit(this);
    Answer truth = Answer.of(service, control.world().now());
    return control.answerOf(this, truth).get();
  }

  /** Something goes wrong with it. */
  void befallenBy(FaultKind fault) {
    faults.add(fault);
  }

  CallSite site() {
    return site;
  }

  SdkRequest request() {
    return request;
  }

  String operation() {
    return operation;
  }

  /** Such as {@code batch:SubmitJob}. */
  String name() {
    return site.name(operation);
  }

  @Override
  public Set<FaultKind> faults() {
    return faults.isEmpty() ? Set.of() : EnumSet.copyOf(faults);
  }
}
