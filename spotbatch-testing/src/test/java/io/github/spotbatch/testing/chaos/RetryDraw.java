package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.chaos.RetryPlan.Rule;
import java.util.ArrayList;
import java.util.List;

/** Draws retry strategies, wise ones and others. */
final class RetryDraw {

  private static final List<Rule> RULES =
      List.of(
          new Rule(true, "Host EC2*", null, null),
          new Rule(false, "Host EC2*", null, null),
          new Rule(true, null, null, "143"),
          new Rule(false, null, null, "1*"),
          new Rule(true, "Essential container*", null, "1"),
          new Rule(false, null, "OutOfMemoryError*", null),
          new Rule(true, null, "DockerTimeoutError*", null),
          new Rule(true, "Task failed to start", null, null),
          new Rule(false, null, "*", "2*"));

  private final Draw draw;

  RetryDraw(Draw draw) {
    this.draw = draw;
  }

  RetryPlan retries() {
    List<Rule> rules = new ArrayList<>();
    if (draw.chance(0.75)) {
      rules.addAll(draw.some(draw.between(1, 4), RULES));
      if (draw.chance(0.5)) {
        rules.add(new Rule(draw.chance(0.2), null, "*", null));
      }
    }
    return new RetryPlan(draw.between(1, 5), List.copyOf(rules));
  }
}
