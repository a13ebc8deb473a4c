package io.github.spotbatch.testing.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws values by lot, all from one seed. */
final class Draw {

  private final Random random;

  Draw(long seed) {
    // Neighbouring seeds begin alike in java.util.Random unless they are spread first.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  /** From the first to the last, both among them. */
  int between(int first, int last) {
    return first + random.nextInt(last - first + 1);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** So many of them, or all, in any order. */
  <T> List<T> some(int most, List<T> values) {
    List<T> shuffled = new ArrayList<>(values);
    Collections.shuffle(shuffled, random);
    return List.copyOf(shuffled.subList(0, Math.min(most, shuffled.size())));
  }

  Duration seconds(int first, int last) {
    return Duration.ofSeconds(between(first, last));
  }
}
