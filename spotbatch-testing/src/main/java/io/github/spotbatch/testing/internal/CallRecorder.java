package io.github.spotbatch.testing.internal;

import io.github.spotbatch.testing.FaultKind;
import io.github.spotbatch.testing.RecordedRequest;
import io.github.spotbatch.testing.internal.wire.AwsService;
import io.github.spotbatch.testing.internal.wire.CallListener;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;

/** Tells the world, its journal and its timeline of the calls of one service in one scope. */
final class CallRecorder implements CallListener {

  private final World world;
  private final Journal journal;
  private final Scope scope;
  private final String service;
  private final String elsewhere;

  /**
   * Makes one.
   *
   * @param elsewhere where the scope is, unless it is the world's own
   */
  CallRecorder(World world, Journal journal, Scope scope, AwsService service, String elsewhere) {
    this.world = world;
    this.journal = journal;
    this.scope = scope;
    this.service = service.signingName();
    this.elsewhere = elsewhere;
  }

  @Override
  public Ending calling(SdkRequest received) {
    world.called(received);
    SdkRequest request = withoutSettings(received);
    Instant now = world.now();
    String operation = RequestText.operation(request);
    boolean reads = Standstill.reads(operation);
    AtomicReference<String> outcome = new AtomicReference<>("");
    if (!reads) {
      // Noted before what it changes; whether it is refused shows only later.
      world
          .timeline()
          .add(now, "request", name(operation), () -> RequestText.brief(request) + outcome.get());
    }
    return (failure, faults) -> {
      RecordedRequest call = recorded(now, operation, request, failure, faults);
      journal.add(call);
      outcome.set(refusal(call) + RequestText.faults(faults));
      if (reads && (failure != null || misleads(faults))) {
        world.changed("request", name(operation), RequestText.brief(request) + outcome.get());
      }
    };
  }

  private static String refusal(RecordedRequest call) {
    String said = call.errorMessage().map(message -> ": " + message).orElse("");
    return call.errorCode().map(code -> " refused: " + code + said).orElse("");
  }

  /** Whether the caller has not seen what the service said. */
  private static boolean misleads(Set<FaultKind> faults) {
    return faults.contains(FaultKind.RESPONSE_LOST) || faults.contains(FaultKind.STALE);
  }

  @Override
  public void notModelled(String operation) {
    world.changed("request", name(operation), "spotbatch-testing does not model it");
  }

  private String name(String operation) {
    return service + " " + operation + elsewhere;
  }

  private RecordedRequest recorded(
      Instant time,
      String operation,
      SdkRequest request,
      @Nullable Throwable failure,
      Set<FaultKind> faults) {
    return new RecordedRequest(
        time,
        service,
        operation,
        scope.account(),
        scope.region(),
        request,
        Optional.ofNullable(failure).map(CallRecorder::code),
        Optional.ofNullable(failure).map(CallRecorder::message),
        faults);
  }

  /** Settings of a single request may hold credentials. */
  private static SdkRequest withoutSettings(SdkRequest request) {
    if (request instanceof AwsRequest aws && aws.overrideConfiguration().isPresent()) {
      return aws.toBuilder()
          .overrideConfiguration((@Nullable AwsRequestOverrideConfiguration) null)
          .build();
    }
    return request;
  }

  private static String code(Throwable failure) {
    return failure instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null
        ? refusal.awsErrorDetails().errorCode()
        : failure.getClass().getSimpleName();
  }

  private static @Nullable String message(Throwable failure) {
    return failure instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null
        ? refusal.awsErrorDetails().errorMessage()
        : failure.getMessage();
  }
}
