package io.github.spotbatch.testing.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Random stacks, jobs, markets and faults: whatever happens, what must hold does. */
class ChaosTest {

  private static final int SCENARIOS = Integer.getInteger("chaos.scenarios", 1_000);

  @Test
  void anyScenario_keepsEveryInvariant() {
    Tally tally = new Tally();
    long t = System.nanoTime();
    LongStream.rangeClosed(1, SCENARIOS)
        .forEach(seed -> new ChaosRun(Chaos.scenario(seed), PlantedBug.NONE).run(tally));
    System.out.println(tally + " " + (System.nanoTime() - t) / 1000000);
    assertThat(tally.missing()).isEmpty();
  }
}
