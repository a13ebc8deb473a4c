package io.github.spotbatch.testing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimelineTextTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "timeline.txt");

  private final VirtualClock clock = VirtualClock.create();
  private final World world = new World(clock, Timings.defaults(), 1);

  @Test
  void text_ofSeveralKinds_isAligned() throws IOException {
    world.changed("compute environment", "spot", "CREATING -> VALID");
    clock.advance(Duration.ofMillis(90_250));
    world.changed("job", "frame-12 3fa85f64-5717-4562-b3fc-2c963f66afa6", "SUBMITTED -> RUNNABLE");
    clock.advance(Duration.ofHours(130));
    world.changed("host", "i-0123456789abcdef0", "is taken back by Spot");
    String text = TimelineText.of(world.timeline(), VirtualClock.DEFAULT_START);

    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, text);
    }

    assertThat(text).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void text_ofNothing_saysSo() {
    assertThat(TimelineText.of(world.timeline(), VirtualClock.DEFAULT_START))
        .isEqualTo("Timeline since 2030-01-01T00:00:00Z (UTC): nothing has happened\n");
  }

  @Test
  void text_ofMoreThanIsKept_saysHowManyAreNot() {
    IntStream.range(0, Timeline.MAX_ENTRIES + 3)
        .forEach(i -> world.changed("job", "j" + i, "SUBMITTED"));

    String text = TimelineText.of(world.timeline(), VirtualClock.DEFAULT_START);

    assertThat(text.lines()).hasSize(Timeline.MAX_ENTRIES + 1);
    assertThat(text)
        .startsWith(
            "Timeline since 2030-01-01T00:00:00Z (UTC); 3 earlier entries are no longer kept\n")
        .doesNotContain(" j2 ")
        .contains(" j3 ");
  }
}
