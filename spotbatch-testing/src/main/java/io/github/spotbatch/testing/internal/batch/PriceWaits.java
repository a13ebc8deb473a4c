package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the queues again when a daily move makes a pool cheap enough for what waits at the head
 * of one. Nothing is waited for that will not come, so that such a world comes to rest.
 */
final class PriceWaits {

  private final FakeBatch batch;
  private final World world;
  private final InstanceChoice choice;
  private @Nullable Instant awaited;
  private Runnable cancellation = () -> {};

  PriceWaits(FakeBatch batch, World world, InstanceChoice choice) {
    this.batch = batch;
    this.world = world;
    this.choice = choice;
  }

  /** After each round of placing jobs. */
  void consider(List<Queue> queues) {
    Instant next =
        queues.stream()
            .flatMap(queue -> affordable(queue).stream())
            .min(Comparator.naturalOrder())
            .orElse(null);
    if (next == null || !next.equals(awaited)) {
      cancellation.run();
      awaited = next;
      cancellation = next == null ? () -> {} : world.timer(left(next), this::arrived);
    }
  }

  private Duration left(Instant next) {
    return Duration.between(world.now(), next);
  }

  private void arrived() {
    awaited = null;
    cancellation = () -> {};
    batch.scheduler().kick();
  }

  private Optional<Instant> affordable(Queue queue) {
    Job head = queue.runnable().first();
    if (head == null) {
      return Optional.empty();
    }
    return queue.environments().stream()
        .filter(it -> it.usable() && it.onInstances() && it.missingVcpus() > 0)
        .flatMap(environment -> choice.affordable(environment, head).stream())
        .min(Comparator.naturalOrder());
  }
}
