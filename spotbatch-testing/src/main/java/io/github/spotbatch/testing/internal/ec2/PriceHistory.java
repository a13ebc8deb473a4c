package io.github.spotbatch.testing.internal.ec2;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a pool costs at any time, past and future. Once a day, each pool at a minute of its own, the
 * price moves a little, within 5 % of its mean; scripts may move it further. It never passes the
 * On-Demand price. Nothing is stored but what scripts do: a day's price follows from the seed.
 */
final class PriceHistory {

  private static final long DAY = Duration.ofDays(1).toSeconds();
  private static final int DAYS_BETWEEN_TURNS = 7;
  private static final Duration FORESEEN = Duration.ofDays(365);
  private static final double SWING = 0.05;
  private static final BigDecimal LEAST = new BigDecimal("0.000001");

  private final BigDecimal mean;
  private final BigDecimal ceiling;
  private final long seed;
  private final long phase;
  private final TreeMap<Instant, Move> moves = new TreeMap<>();
  private @Nullable Row current;
  private @Nullable Forecast forecast;
  private Instant currentUntil = Instant.MIN;

  /** A price in force since a time. */
  record Row(Instant since, BigDecimal usdPerHour) {}

  /** From a time on: a fixed price, or the market's own times a factor. */
  private record Move(@Nullable BigDecimal fixed, BigDecimal factor) {}

  /** What was found when somebody asked, which whoever waits asks again and again. */
  private record Forecast(BigDecimal limit, Instant asked, Optional<Instant> below) {

    boolean answers(BigDecimal other, Instant after) {
      Instant end = below.orElseGet(() -> asked.plusSeconds(DAY));
      return limit.compareTo(other) == 0 && !after.isBefore(asked) && after.isBefore(end);
    }
  }

  PriceHistory(BigDecimal mean, BigDecimal ceiling, long seed) {
    this.mean = mean;
    this.ceiling = ceiling;
    this.seed = seed;
    this.phase = new SplittableRandom(seed).nextLong(DAY);
  }

  /** The price in force at a time, with the time since when. */
  Row at(Instant time) {
    Row known = current;
    if (known != null && !time.isBefore(known.since()) && time.isBefore(currentUntil)) {
      return known;
    }
    Row row = rowAt(time);
    this.current = row;
    this.currentUntil = nextChange(time);
    return row;
  }

  /** The same, asked for once and not again and again as the price of now is. */
  Row rowAt(Instant time) {
    long day = day(time);
    Map.Entry<Instant, Move> last = moves.floorEntry(time);
    if (last == null) {
      return new Row(began(day), price(day, BigDecimal.ONE));
    }
    Move move = last.getValue();
    if (move.fixed() != null) {
      return new Row(last.getKey(), move.fixed());
    }
    Instant since = last.getKey().isAfter(began(day)) ? last.getKey() : began(day);
    return new Row(since, price(day, move.factor()));
  }

  /** When the price moves next after a time. */
  Instant nextChange(Instant after) {
    Instant scripted = moves.higherKey(after);
    Map.Entry<Instant, Move> last = moves.floorEntry(after);
    boolean fixed = last != null && last.getValue().fixed() != null;
    Instant daily = fixed ? Instant.MAX : began(day(after) + 1);
    return scripted != null && scripted.isBefore(daily) ? scripted : daily;
  }

  /** When it next moves to less than a limit, if it does so within a year. */
  Optional<Instant> nextBelow(BigDecimal limit, Instant after) {
    Forecast known = forecast;
    if (known == null || !known.answers(limit, after)) {
      known = new Forecast(limit, after, search(limit, after));
      forecast = known;
    }
    return known.below();
  }

  private Optional<Instant> search(BigDecimal limit, Instant after) {
    Instant end = after.plus(FORESEEN);
    for (Instant time = nextChange(after); time.isBefore(end); time = nextChange(time)) {
      if (rowAt(time).usdPerHour().compareTo(limit) < 0) {
        return Optional.of(time);
      }
    }
    return Optional.empty();
  }

  /** The prices of a time range, the one in force at its start first. */
  List<Row> between(Instant start, Instant end) {
    List<Row> rows = new ArrayList<>();
    for (Instant time = start; !time.isAfter(end); time = nextChange(time)) {
      rows.add(rowAt(time));
    }
    return rows;
  }

  /** The market's own price times a factor from a time on, which forgets later moves. */
  void multiply(BigDecimal factor, Instant since) {
    move(since, new Move(null, factor));
  }

  /** A fixed price from a time on, which forgets later moves. */
  void fix(BigDecimal usdPerHour, Instant since) {
    move(since, new Move(bounded(usdPerHour), BigDecimal.ONE));
  }

  private void move(Instant since, Move move) {
    moves.tailMap(since, true).clear();
    moves.put(since, move);
    current = null;
    forecast = null;
  }

  private BigDecimal price(long day, BigDecimal factor) {
    return bounded(mean.multiply(BigDecimal.valueOf(1 + SWING * drift(day))).multiply(factor));
  }

  private BigDecimal bounded(BigDecimal usdPerHour) {
    return usdPerHour.min(ceiling).setScale(6, RoundingMode.HALF_UP).max(LEAST);
  }

  /** From -1 to 1: a line from one drawn point to the next. */
  private double drift(long day) {
    long turn = Math.floorDiv(day, DAYS_BETWEEN_TURNS);
    double way = Math.floorMod(day, DAYS_BETWEEN_TURNS) / (double) DAYS_BETWEEN_TURNS;
    return point(turn) * (1 - way) + point(turn + 1) * way;
  }

  private double point(long turn) {
    return 2 * new SplittableRandom(seed + turn).nextDouble() - 1;
  }

  private long day(Instant time) {
    return Math.floorDiv(time.getEpochSecond() - phase, DAY);
  }

  private Instant began(long day) {
    return Instant.ofEpochSecond(day * DAY + phase);
  }
}
