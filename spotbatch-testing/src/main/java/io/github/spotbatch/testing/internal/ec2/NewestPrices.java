package io.github.spotbatch.testing.internal.ec2;

import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The prices of many pools within a time range, the newest first, down to those in force at its
 * start. They are made one by one: most readers want the first page of many.
 */
final class NewestPrices implements Iterator<SpotPrice> {

  private static final Comparator<Entry> ORDER =
      Comparator.comparing((Entry entry) -> entry.price().since())
          .reversed()
          .thenComparing(entry -> entry.pool().name());

  private final Instant start;
  private final PriorityQueue<Entry> next = new PriorityQueue<>(ORDER);

  private record Entry(SpotPrice price, Pool pool) {}

  /**
   * The prices of a range.
   *
   * @param last the one after which to go on, if there is one
   */
  NewestPrices(List<Pool> pools, Instant start, Instant end, @Nullable Position last) {
    this.start = start;
    Instant newest = last == null ? end : earlier(end, later(start, last.since()));
    for (Pool pool : pools) {
      SpotPrice price = pool.priceInForce(newest);
      boolean seen = last != null && !last.isBefore(price, pool);
      if (seen) {
        addBefore(price, pool);
      } else {
        next.add(new Entry(price, pool));
      }
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  /** A place in the order: when a price began, and of which pool. */
  record Position(Instant since, String pool) {

    static Position of(SpotPrice price) {
      return new Position(price.since(), Pool.name(price.instanceType(), price.zone()));
    }

    private boolean isBefore(SpotPrice price, Pool other) {
      int later = since.compareTo(price.since());
      return later > 0 || (later == 0 && pool.compareTo(other.name()) < 0);
    }
  }

  @Override
  public boolean hasNext() {
    return !next.isEmpty();
  }

  @Override
  public SpotPrice next() {
    Entry entry = next.poll();
    if (entry == null) {
      throw new NoSuchElementException();
    }
    addBefore(entry.price(), entry.pool());
    return entry.price();
  }

  private void addBefore(SpotPrice price, Pool pool) {
    if (price.since().isAfter(start)) {
      next.add(new Entry(pool.priceInForce(price.since().minusNanos(1)), pool));
    }
  }
}
