package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.Adversity;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.SpotScript;
import java.time.Duration;

/** A market that has and allows everything again, at a price below every bid. */
final class Relief {

  private Relief() {}

  static void now(FakeAws aws) {
    after(Duration.ZERO, aws);
  }

  static void after(Duration time, FakeAws aws) {
    SpotScript relief = aws.spot().script("relief");
    relief
        .at(time, Adversity.allowScaleUp("*"))
        .at(time, Adversity.fixPrice("*", "0.0001"))
        .at(time, Adversity.giveBack("*"));
  }
}
