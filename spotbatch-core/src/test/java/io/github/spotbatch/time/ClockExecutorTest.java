package io.github.spotbatch.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The executor of a clock of which an hour is a few milliseconds. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ClockExecutorTest {

  private static final int CALLS = 60;

  private final WallClock clock = WallClock.scaled(1_000_000);
  private final ScheduledExecutorService executor = clock.executor();

  @AfterEach
  void close() {
    clock.close();
  }

  @Test
  void submit_callsThatWaitForOneAnother_runSideBySide() throws Exception {
    CyclicBarrier all = new CyclicBarrier(CALLS);
    List<Future<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      calls.add(executor.submit(() -> all.await()));
    }

    for (Future<Integer> call : calls) {
      assertThat(call.get()).isBetween(0, CALLS - 1);
    }
  }

  @Test
  void schedule_tasksThatWaitForALaterOne_doNotHoldItUp() throws Exception {
    CountDownLatch later = new CountDownLatch(1);
    List<ScheduledFuture<String>> waiting = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      waiting.add(
          executor.schedule(
              () -> {
                later.await();
                return "went on";
              },
              1,
              TimeUnit.HOURS));
    }
    Future<?> releasing = executor.schedule(later::countDown, 2, TimeUnit.HOURS);

    for (ScheduledFuture<String> task : waiting) {
      assertThat(task.get()).isEqualTo("went on");
    }
    assertThat(releasing.get()).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void schedule_again_untilItIsCancelled(boolean rate) throws Exception {
    CountDownLatch runs = new CountDownLatch(3);
    ScheduledFuture<?> ticking =
        rate
            ? executor.scheduleAtFixedRate(runs::countDown, 0, 1, TimeUnit.HOURS)
            : executor.scheduleWithFixedDelay(runs::countDown, 0, 1, TimeUnit.HOURS);

    runs.await();

    assertThat(ticking.isDone()).isFalse();
    assertThat(ticking.cancel(false)).isTrue();
    assertThat(ticking.isDone()).isTrue();
    assertThatThrownBy(() -> executor.scheduleAtFixedRate(() -> {}, 0, 0, TimeUnit.SECONDS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("period must be above 0, was 0");
  }

  @Test
  void close_dropsWhatHasNotBegun() {
    ScheduledFuture<?> never = executor.schedule(() -> {}, 10_000, TimeUnit.DAYS);
    assertThat(never.getDelay(TimeUnit.MINUTES)).isEqualTo(14);

    clock.close();

    assertThat(never.isDone()).isFalse();
    assertThat(executor.isShutdown()).isTrue();
    assertThatThrownBy(() -> executor.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
