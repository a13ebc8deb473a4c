package io.github.spotbatch.internal.job;

import java.time.Duration;
import java.time.Instant;

/** Lets a number of calls begin in each second of the injected clock. Not thread-safe. */
final class CallPace {

  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final int callsPerSecond;
  private Instant window = Instant.MIN;
  private int calls;

  CallPace(int callsPerSecond) {
    this.callsPerSecond = callsPerSecond;
  }

  /** Takes the next free place and says how far away it is. */
  Duration reserve(Instant now) {
    if (!now.isBefore(window.plus(WINDOW))) {
      window = now;
      calls = 0;
    } else if (calls == callsPerSecond) {
      window = window.plus(WINDOW);
      calls = 0;
    }
    calls++;
    return window.isAfter(now) ? Duration.between(now, window) : Duration.ZERO;
  }
}
