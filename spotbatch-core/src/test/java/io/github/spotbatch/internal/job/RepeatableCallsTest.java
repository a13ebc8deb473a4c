package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.AwsCalls;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.TerminateJobRequest;
import software.amazon.awssdk.services.batch.model.TerminateJobResponse;

class RepeatableCallsTest {

  private final TestClock clock = new TestClock();
  private final StubBatch batch = new StubBatch(clock);
  private final RepeatableCalls calls =
      new RepeatableCalls(
          new AwsCalls(RequestCustomizer.none()), clock, AdaptiveRate.startingAt(10));
  private final TerminateJobRequest request = TerminateJobRequest.builder().jobId("a").build();

  @Test
  void close_whatIsUnderWay_fails() {
    CompletableFuture<TerminateJobResponse> answer = calls.call(request, batch::terminateJob);
    CompletableFuture<Void> pause = calls.after(Duration.ofSeconds(1));

    calls.close();

    assertClosed(answer);
    assertClosed(pause);
  }

  /** Nothing would end it any more. */
  @Test
  void close_whatIsAskedForLater_failsAtOnce() {
    calls.close();

    assertClosed(calls.call(request, batch::terminateJob));
    assertClosed(calls.after(Duration.ofSeconds(1)));
    assertThat(batch.terminates).isEmpty();
    assertThat(clock.pendingTasks()).isZero();
  }

  @Test
  void call_theClockStopsBeforeTheSecondTry_fails() {
    CompletableFuture<TerminateJobResponse> answer =
        calls.call(
            request,
            sent -> {
              clock.stop();
              throw StubBatch.failure(429, "TooManyRequestsException", "slower");
            });
    clock.advance(Duration.ofSeconds(1));

    assertClosed(answer);
    assertClosed(calls.after(Duration.ofSeconds(1)));
  }

  private static void assertClosed(CompletableFuture<?> future) {
    assertThat(future)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(SpotBatchException.class)
        .withMessageContaining("spotbatch was closed");
  }
}
