package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.script.Glob;
import io.github.spotbatch.testing.internal.spot.PoolPattern;
import io.github.spotbatch.testing.internal.spot.SpotControl;
import java.math.BigDecimal;
import java.util.Optional;

/** The kinds of {@link Adversity}, and what each does. */
final class Adversities {

  private Adversities() {}

  record Drain(PoolPattern pools, boolean empty) implements Adversity {
    @Override
    public String toString() {
      return (empty ? "drain " : "give back ") + pools;
    }
  }

  record Reclaim(int hosts, PoolPattern pools) implements Adversity {
    @Override
    public String toString() {
      return "reclaim " + hosts + " of " + pools;
    }
  }

  record ReclaimShare(double share, PoolPattern pools) implements Adversity {
    @Override
    public String toString() {
      return "reclaim "
          + (share == 1 ? "all" : Math.round(share * 1_000) / 10.0 + " %")
          + " of "
          + pools;
    }
  }

  record ReclaimHostOf(Glob job) implements Adversity {
    @Override
    public String toString() {
      return "reclaim the host of " + job;
    }
  }

  record RecommendRebalance(PoolPattern pools) implements Adversity {
    @Override
    public String toString() {
      return "recommend to rebalance " + pools;
    }
  }

  record BlockScaleUp(Glob environment, boolean blocked) implements Adversity {
    @Override
    public String toString() {
      return (blocked ? "block" : "allow") + " the scale-up of " + environment;
    }
  }

  record MultiplyPrice(PoolPattern pools, BigDecimal factor) implements Adversity {
    @Override
    public String toString() {
      return "multiply the price of " + pools + " by " + factor.toPlainString();
    }
  }

  record FixPrice(PoolPattern pools, BigDecimal usdPerHour) implements Adversity {
    @Override
    public String toString() {
      return "fix the price of " + pools + " at USD " + usdPerHour.toPlainString();
    }
  }

  static BigDecimal price(String usdPerHour) {
    BigDecimal price;
    try {
      price = new BigDecimal(usdPerHour);
    } catch (NumberFormatException e) {
      price = BigDecimal.ZERO;
    }
    if (price.signum() <= 0) {
      throw new IllegalArgumentException(
          "a price is a number above 0, such as 0.035, was '" + usdPerHour + "'");
    }
    return price;
  }

  /** Does it, and says to what; empty if there was nothing to do it to. */
  static Optional<String> befall(Adversity adversity, SpotControl control) {
    if (adversity instanceof Drain it) {
      return it.empty() ? control.drain(it.pools()) : control.giveBack(it.pools());
    } else if (adversity instanceof Reclaim it) {
      return control.reclaim(it.hosts(), it.pools());
    } else if (adversity instanceof ReclaimShare it) {
      return control.reclaimShare(it.share(), it.pools());
    } else if (adversity instanceof ReclaimHostOf it) {
      return control.reclaimHostOf(it.job());
    } else if (adversity instanceof RecommendRebalance it) {
      return control.recommendRebalance(it.pools());
    } else if (adversity instanceof BlockScaleUp it) {
      return control.blockScaleUp(it.environment(), it.blocked());
    } else if (adversity instanceof MultiplyPrice it) {
      return control.multiplyPrice(it.pools(), it.factor());
    } else {
      FixPrice it = (FixPrice) adversity;
      return control.fixPrice(it.pools(), it.usdPerHour());
    }
  }
}
