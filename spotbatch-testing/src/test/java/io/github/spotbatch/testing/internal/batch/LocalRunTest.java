package io.github.spotbatch.testing.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.COLLECTION;

import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.image.LocalProgram;
import io.github.spotbatch.time.WallClock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
@DisabledOnOs(OS.WINDOWS)
class LocalRunTest {

  @Test
  void process_ended_isForgottenByTheWorld() throws Exception {
    try (WallClock clock = WallClock.create()) {
      World world = new World(clock, Timings.defaults(), 1);
      CompletableFuture<Integer> exitCode = new CompletableFuture<>();

      LocalRun run =
          LocalRun.start(
              world,
              LocalProgram.of(List.of("sh", "-c", "exit 3"), Map.of()),
              line -> {},
              exitCode::complete);

      assertThat(run).isNotNull();
      assertThat(exitCode.get()).isEqualTo(3);
      assertThat(world).extracting("closings", COLLECTION).isEmpty();
    }
  }
}
