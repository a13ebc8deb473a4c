package io.github.spotbatch.testing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorldTest {

  private final VirtualClock clock = VirtualClock.create();
  private final World world = new World(clock, Timings.defaults(), 1);
  private final List<String> happened = new ArrayList<>();

  @Test
  void timer_cancelled_neverRunsAndKeepsNobodyWaiting() {
    world.after(Duration.ofSeconds(2), () -> happened.add("event"));
    Runnable cancellation = world.timer(Duration.ofSeconds(1), () -> happened.add("early"));
    Runnable other = world.timer(Duration.ofSeconds(3), () -> happened.add("late"));

    cancellation.run();
    other.run();
    clock.runUntilIdle();

    assertThat(happened).containsExactly("event");
    assertThat(clock.now()).isEqualTo(VirtualClock.DEFAULT_START.plusSeconds(2));
  }

  @Test
  void close_doesWhatIsToBeDone_butNotWhatWasTakenBack() {
    Runnable takenBack = world.closing(() -> happened.add("first"));
    Runnable kept = world.closing(() -> happened.add("second"));
    takenBack.run();

    world.close();
    kept.run();

    assertThat(happened).containsExactly("second");
  }
}
