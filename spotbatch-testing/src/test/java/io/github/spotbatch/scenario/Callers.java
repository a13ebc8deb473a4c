package io.github.spotbatch.scenario;

import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Several callers on one virtual clock, whose calls interleave as a seed has it. Each has a thread
 * of its own, but none moves while another one or the clock does, so that a seed gives the same
 * run.
 */
final class Callers {

  private final TimeKeeper clock;
  private final Semaphore handedBack = new Semaphore(0);
  private final List<Caller> callers = new ArrayList<>();

  Callers(TimeKeeper clock) {
    this.clock = clock;
  }

  /** What becomes of a caller. */
  final class Caller implements TimeKeeper {

    private final ScheduledExecutorService executor;
    private final Semaphore turn = new Semaphore(0);
    private @Nullable CompletableFuture<?> awaited;
    private @Nullable Thread thread;
    private @Nullable Throwable failure;
    private boolean ended;

    private Caller(Random random, Duration start, Duration jitter) {
      this.executor = new JitteredExecutor(clock.executor(), random, start, jitter);
    }

    @Override
    public Instant now() {
      return clock.now();
    }

    @Override
    public ScheduledExecutorService executor() {
      return executor;
    }

    /** Hands back to who drives the clock, until that one has seen the future's end. */
    @Override
    public <T> T await(CompletableFuture<T> future)
        throws InterruptedException, ExecutionException {
      awaited = future;
      handedBack.release();
      turn.acquire();
      return future.get();
    }

    /** Empty if all went well. */
    @Nullable Throwable failure() {
      return failure;
    }

    private boolean isReady() {
      CompletableFuture<?> future = awaited;
      return !ended && (future == null || future.isDone());
    }
  }

  /**
   * Adds a caller, whose clock is to be given to the SpotBatch that it works with.
   *
   * @param start when its first call is made
   * @param jitter how long each further call is held up at the most
   */
  Caller add(Random random, Duration start, Duration jitter) {
    Caller caller = new Caller(random, start, jitter);
    callers.add(caller);
    return caller;
  }

  void begin(Caller caller, Callable<?> work) {
    caller.thread =
        new Thread(
            () -> {
              try {
                caller.turn.acquire();
                work.call();
              } catch (Exception | AssertionError e) {
                caller.failure = e;
              } finally {
                caller.ended = true;
                handedBack.release();
              }
            },
            "caller");
    caller.thread.setDaemon(true);
    caller.thread.start();
  }

  /** Lets all callers go on until they have done their work. */
  void run() throws InterruptedException, ExecutionException {
    while (!callers.stream().allMatch(caller -> caller.ended)) {
      for (Caller caller : callers) {
        while (caller.isReady()) {
          caller.turn.release();
          handedBack.acquire();
        }
      }
      CompletableFuture<?>[] awaited =
          callers.stream()
              .filter(caller -> !caller.ended)
              .map(caller -> caller.awaited)
              .toArray(CompletableFuture<?>[]::new);
      if (awaited.length > 0) {
        clock.await(CompletableFuture.anyOf(awaited).handle((done, thrown) -> "one has ended"));
      }
    }
    for (Caller caller : callers) {
      if (caller.thread != null) {
        caller.thread.join();
      }
    }
  }
}
