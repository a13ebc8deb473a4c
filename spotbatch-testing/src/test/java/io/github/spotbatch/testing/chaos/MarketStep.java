package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.Adversity;
import io.github.spotbatch.testing.Condition;
import io.github.spotbatch.testing.SpotScript;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A step of the market's script.
 *
 * @param after the step above, unless there is a condition
 */
record MarketStep(Duration after, @Nullable Condition condition, Adversity adversity) {

  void addTo(SpotScript script) {
    if (condition == null) {
      script.after(after, adversity);
    } else {
      script.when(condition, adversity);
    }
  }

  @Override
  public String toString() {
    return (condition == null ? "after " + after : "when " + condition) + " " + adversity;
  }
}
