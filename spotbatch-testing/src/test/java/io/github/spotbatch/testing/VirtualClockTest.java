package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VirtualClockTest {

  private static final Instant START = VirtualClock.DEFAULT_START;

  private final VirtualClock clock = VirtualClock.create();
  private final ScheduledExecutorService executor = clock.executor();
  private final List<String> happened = new ArrayList<>();

  @Nested
  class Events {

    @Test
    void events_runByTimeAndThenInTheOrderAskedFor() {
      in("c", 2);
      in("a", 1);
      in("b", 1);
      executor.execute(() -> happened.add("now"));

      clock.runUntilIdle();

      assertThat(happened).containsExactly("now", "a", "b", "c");
      assertThat(clock.now()).isEqualTo(START.plusSeconds(2));
    }

    @Test
    void event_seesItsOwnTime_andMayAskForMore() {
      executor.schedule(
          () -> {
            happened.add(clock.now().toString());
            in("later", 5);
          },
          10,
          TimeUnit.SECONDS);

      clock.runUntilIdle();

      assertThat(happened).containsExactly("2030-01-01T00:00:10Z", "later");
      assertThat(clock.now()).isEqualTo(START.plusSeconds(15));
    }

    @Test
    void cancelled_neverRuns() {
      ScheduledFuture<?> event = in("a", 1);

      event.cancel(false);
      clock.runUntilIdle();

      assertThat(happened).isEmpty();
      assertThat(event.isCancelled()).isTrue();
      assertThat(clock.now()).as("nothing to wait for").isEqualTo(START);
    }

    @Test
    void periodic_runsUntilCancelled() {
      ScheduledFuture<?> event =
          executor.scheduleAtFixedRate(() -> happened.add("tick"), 1, 2, TimeUnit.SECONDS);

      clock.advance(Duration.ofSeconds(5));
      event.cancel(false);
      clock.advance(Duration.ofSeconds(5));

      assertThat(happened).containsExactly("tick", "tick", "tick");
    }

    @Test
    void periodic_thatFails_stops() {
      ScheduledFuture<?> event =
          executor.scheduleAtFixedRate(
              () -> {
                happened.add("tick");
                throw new IllegalStateException("broken");
              },
              1,
              1,
              TimeUnit.SECONDS);

      clock.runUntilIdle();

      assertThat(happened).containsExactly("tick");
      assertThatThrownBy(event::get).hasRootCauseMessage("broken");
    }

    @Test
    void period_ofZero_isRefused() {
      assertThatThrownBy(() -> executor.scheduleAtFixedRate(() -> {}, 0, 0, TimeUnit.SECONDS))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class Advancing {

    @Test
    void advance_runsWhatIsDueAndNoMore() {
      in("in time", 10);
      in("too late", 11);

      clock.advance(Duration.ofSeconds(10));

      assertThat(happened).containsExactly("in time");
      assertThat(clock.now()).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void advance_backwards_isRefused() {
      assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class Waiting {

    @Test
    void await_runsNoFurtherThanNeeded() throws Exception {
      CompletableFuture<String> done = new CompletableFuture<>();
      executor.schedule(() -> done.complete("yes"), 3, TimeUnit.HOURS);
      in("after", 4 * 3600);

      assertThat(clock.await(done)).isEqualTo("yes");
      assertThat(clock.now()).isEqualTo(START.plus(Duration.ofHours(3)));
      assertThat(happened).isEmpty();
    }

    @Test
    void await_failedFuture_throwsItsCause() {
      CompletableFuture<String> done = new CompletableFuture<>();
      executor.execute(() -> done.completeExceptionally(new IllegalStateException("broken")));

      assertThatThrownBy(() -> clock.await(done))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("broken");
    }

    @Test
    void await_whatNothingCanEnd_failsAtOnce() {
      in("unrelated", 1);

      assertThatThrownBy(() -> clock.await(new CompletableFuture<>()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "nothing is left to happen that could end this wait; the virtual clock shows"
                  + " 2030-01-01T00:00:01Z");
    }

    @Test
    void await_interrupted_stops() {
      in("a", 1);
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> clock.await(new CompletableFuture<>()))
          .isInstanceOf(InterruptedException.class);
      assertThat(happened).isEmpty();
    }

    @Test
    void await_whileAnotherThreadRunsTheEvent_waitsForThatEvent() throws Exception {
      CompletableFuture<String> done = new CompletableFuture<>();
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      executor.submit(
          () -> {
            begun.countDown();
            goOn.await();
            return done.complete("yes");
          });
      Thread driver = daemon(clock::runUntilIdle);
      begun.await();
      Thread waiting = Thread.currentThread();
      daemon(
          () -> {
            while (waiting.getState() != Thread.State.WAITING) {
              Thread.onSpinWait();
            }
            goOn.countDown();
          });

      assertThat(clock.await(done)).isEqualTo("yes");
      driver.join();
    }

    private Thread daemon(Runnable work) {
      Thread thread = new Thread(work);
      thread.setDaemon(true);
      thread.start();
      return thread;
    }
  }

  @Test
  void executor_cannotBeShutDown() {
    assertThatThrownBy(executor::shutdown).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(executor::shutdownNow).isInstanceOf(UnsupportedOperationException.class);
    assertThat(executor.isShutdown()).isFalse();
  }

  private ScheduledFuture<?> in(String name, long seconds) {
    return executor.schedule(() -> happened.add(name), seconds, TimeUnit.SECONDS);
  }
}
