package io.github.spotbatch.testing;

import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;

/**
 * Lets the waiters of the AWS SDK wait on a world's clock instead of sleeping.
 *
 * <pre>{@code
 * Ec2Waiter waiter =
 *     Ec2Waiter.builder().client(ec2).overrideConfiguration(SdkWaiters.on(aws.time())).build();
 * waiter.waitUntilInstanceTerminated(request -> request.instanceIds(id));
 * }</pre>
 *
 * <p>The same goes for asynchronous waiters. {@code waiter()} of a typed client waits so by itself;
 * that of a real client is out of reach: it would sleep while the virtual clock stands still.
 */
public final class SdkWaiters {

  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private SdkWaiters() {}

  /**
   * A configuration for a waiter that looks every 15 seconds of a clock.
   *
   * @param time the world's: {@link FakeAws#time()}
   * @return for the waiter's builder, or for one wait; how often it looks at most is still the
   *     waiter's own
   */
  public static WaiterOverrideConfiguration on(TimeKeeper time) {
    return on(time, INTERVAL);
  }

  /**
   * A configuration for a waiter that waits on a clock.
   *
   * @param time the world's: {@link FakeAws#time()}
   * @param interval from one look to the next, on that clock
   * @return for the waiter's builder, or for one wait; how often it looks at most is still the
   *     waiter's own, and a {@code waitTimeout} would count real time
   */
  public static WaiterOverrideConfiguration on(TimeKeeper time, Duration interval) {
    return WaiterOverrideConfiguration.builder()
        .backoffStrategyV2(
            attempt -> {
              letPass(time, interval);
              return Duration.ZERO;
            })
        .build();
  }

  private static void letPass(TimeKeeper time, Duration interval) {
    CompletableFuture<Boolean> passed = new CompletableFuture<>();
    Future<?> unused =
        time.executor()
            .schedule(() -> passed.complete(true), interval.toNanos(), TimeUnit.NANOSECONDS);
    try {
      time.await(passed);
    } catch (InterruptedException e) {
      // The SDK's waiter ends its wait by the flag, in its next sleep.
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
