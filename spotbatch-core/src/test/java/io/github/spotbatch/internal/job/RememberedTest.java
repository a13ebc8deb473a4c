package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.internal.job.Remembered.Answer;
import io.github.spotbatch.time.WallClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RememberedTest {

  private final TestClock clock = new TestClock();
  private final Remembered<Integer> remembered = new Remembered<>(clock);
  private final AtomicInteger reads = new AtomicInteger();

  private Answer<Integer> get(String name) {
    Answer<Integer> answer = remembered.get(name, reads::incrementAndGet);
    clock.advance(Duration.ZERO);
    return answer;
  }

  @Test
  void get_again_isWhatWasRead() {
    assertThat(get("a").remembered()).isFalse();

    assertThat(get("a").remembered()).isTrue();
    assertThat(get("a").value().join()).isEqualTo(1);
  }

  @Test
  void get_anotherName_isReadItself() {
    get("a");

    assertThat(get("b").value().join()).isEqualTo(2);
  }

  @Test
  void get_whileItIsRead_waitsForTheSameRead() {
    Answer<Integer> first = remembered.get("a", reads::incrementAndGet);
    Answer<Integer> second = remembered.get("a", reads::incrementAndGet);
    assertThat(second.isAlready(value -> true)).isFalse();

    clock.advance(Duration.ZERO);

    assertThat(second.remembered()).isTrue();
    assertThat(second.value()).isSameAs(first.value()).isCompletedWithValue(1);
    assertThat(second.isAlready(value -> value == 1)).isTrue();
    assertThat(second.isAlready(value -> value == 2)).isFalse();
    assertThat(reads).hasValue(1);
  }

  @Test
  void get_failed_isTheFailureForOthersToo() {
    IllegalStateException failure = new IllegalStateException("no");
    Answer<Integer> first =
        remembered.get(
            "a",
            () -> {
              throw failure;
            });
    clock.advance(Duration.ZERO);

    assertThat(first.isAlready(value -> true)).isFalse();
    assertThat(get("a").value()).failsWithin(Duration.ZERO).withThrowableThat().withCause(failure);
  }

  @Test
  void get_tenMinutesLater_isReadAgain() {
    get("a");
    clock.advance(Duration.ofMinutes(10).minusNanos(1));
    assertThat(get("a").value().join()).isEqualTo(1);

    clock.advance(Duration.ofNanos(1));

    assertThat(get("a").value().join()).isEqualTo(2);
  }

  @Test
  void get_kept_isNeverRead() {
    remembered.keep("a", 42);
    clock.advance(Duration.ofDays(365));

    assertThat(get("a").value().join()).isEqualTo(42);
    assertThat(reads).hasValue(0);
  }

  @Test
  void get_forgotten_isReadAgain() {
    get("a");
    remembered.keep("b", 42);
    remembered.forget("a");
    remembered.forget("b");

    assertThat(get("a").value().join()).isEqualTo(2);
    assertThat(get("b").value().join()).isEqualTo(3);
  }

  @Test
  void get_moreThanThereIsRoomFor_losesTheOneNotUsedForLongest() {
    for (int i = 0; i < Remembered.MOST; i++) {
      get("name-" + i);
    }
    get("name-0");
    get("one-more");

    assertThat(get("name-0").remembered()).isTrue();
    assertThat(get("name-2").remembered()).isTrue();
    assertThat(get("name-1").remembered()).isFalse();
  }

  @Test
  void get_executorTakesNothing_failsAtOnce() {
    WallClock closed = WallClock.create();
    closed.close();

    assertThat(new Remembered<Integer>(closed).get("a", () -> 1).value())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(RejectedExecutionException.class);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void get_manyThreadsAtOnce_readOnce() throws Exception {
    int threads = 16;
    ExecutorService users = Executors.newFixedThreadPool(threads);
    CountDownLatch start = new CountDownLatch(1);
    try (WallClock wall = WallClock.create()) {
      Remembered<Integer> shared = new Remembered<>(wall);
      List<Future<Integer>> values = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        values.add(
            users.submit(
                () -> {
                  start.await();
                  return shared.get("a", reads::incrementAndGet).value().get();
                }));
      }
      start.countDown();

      for (Future<Integer> value : values) {
        assertThat(value.get()).isEqualTo(1);
      }
    } finally {
      users.shutdownNow();
    }
  }
}
