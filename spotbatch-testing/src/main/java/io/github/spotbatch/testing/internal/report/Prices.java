package io.github.spotbatch.testing.internal.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a host of one pool costs an hour, over time. */
public interface Prices {

  /** The price in force at a time, in USD; empty if nobody knows. */
  Optional<BigDecimal> at(Instant time);

  /** When it changes after one time and before another, the earliest first. */
  List<Instant> changes(Instant after, Instant before);

  /** A price that never changes. */
  static Prices constant(BigDecimal usdPerHour) {
    return new Constant(Optional.of(usdPerHour));
  }

  /** A price that nobody knows. */
  static Prices unknown() {
    return new Constant(Optional.empty());
  }

  /** One price, or none, for all time. */
  record Constant(Optional<BigDecimal> usdPerHour) implements Prices {

    @Override
    public Optional<BigDecimal> at(Instant time) {
      return usdPerHour;
    }

    @Override
    public List<Instant> changes(Instant after, Instant before) {
      return List.of();
    }
  }
}
