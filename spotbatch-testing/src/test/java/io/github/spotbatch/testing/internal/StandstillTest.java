package io.github.spotbatch.testing.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StandstillTest {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final int MANY = 3_000;

  private final Standstill standstill = new Standstill();

  private record DescribeThingRequest(int id) {}

  private record CreateThingRequest(int id) {}

  @Test
  void sameRead_againAndAgain_failsAndSaysWhatToDo() {
    read(MANY, NOW);

    assertThatThrownBy(() -> read(1, NOW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the virtual clock stands still at 2030-01-01T00:00:00Z")
        .hasMessageContaining("DescribeThingRequest")
        .hasMessageContaining("FakeAws.advance(..)")
        .hasMessageContaining("runUntilIdle()")
        .hasMessageContaining("await");
  }

  @Test
  void otherReads_mayBeAsManyAsTheyLike() {
    assertThatCode(
            () -> {
              for (int i = 0; i < 3 * MANY; i++) {
                standstill.called(new DescribeThingRequest(i), NOW);
              }
            })
        .doesNotThrowAnyException();
  }

  @Test
  void timePassing_startsAnew() {
    read(MANY, NOW);

    assertThatCode(() -> read(MANY, NOW.plusNanos(1))).doesNotThrowAnyException();
  }

  @Test
  void somethingToHappen_startsAnew() {
    read(MANY, NOW);
    standstill.ended();

    assertThatCode(() -> read(MANY, NOW)).doesNotThrowAnyException();
  }

  @Test
  void writes_areNotCounted() {
    assertThatCode(
            () -> {
              for (int i = 0; i < 3 * MANY; i++) {
                standstill.called(new CreateThingRequest(1), NOW);
              }
            })
        .doesNotThrowAnyException();
  }

  private void read(int times, Instant now) {
    for (int i = 0; i < times; i++) {
      standstill.called(new DescribeThingRequest(1), now);
    }
  }
}
