package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes busy hosts back when a daily move brings their pool's price to the bid that they were
 * launched with. Idle ones are left alone, so that a world in which no job is left comes to rest.
 */
final class OutbidHosts {

  private static final Duration DAY = Duration.ofDays(1);

  private final World world;
  private final Interruptions interruptions;
  private final Map<InstanceHost, Runnable> cancellations = new HashMap<>();

  OutbidHosts(World world, Interruptions interruptions) {
    this.world = world;
    this.interruptions = interruptions;
  }

  /** A host has got its first job. */
  void busy(InstanceHost host) {
    if (host.hasBid()) {
      await(host, host.outbid(world.now()) ? Duration.ZERO : untilNextMove(host));
    }
  }

  /** A host has lost its last job. */
  void idle(InstanceHost host) {
    Runnable cancellation = cancellations.remove(host);
    if (cancellation != null) {
      cancellation.run();
    }
  }

  private void await(InstanceHost host, Duration left) {
    cancellations.put(host, world.timer(left, () -> look(host)));
  }

  /** A price that a script holds does not move; another script may let it go at any time. */
  private Duration untilNextMove(InstanceHost host) {
    Instant now = world.now();
    Instant tomorrow = now.plus(DAY);
    Instant next = host.pool().nextPriceChange(now);
    return Duration.between(now, next.isBefore(tomorrow) ? next : tomorrow);
  }

  private void look(InstanceHost host) {
    cancellations.remove(host);
    if (host.notices().interruption().isPresent()) {
      return;
    }
    if (host.outbid(world.now())) {
      world.spot().tell(host.pool().name(), "costs more than the bid of " + host.id());
      interruptions.reclaim(host);
    } else {
      await(host, untilNextMove(host));
    }
  }
}
