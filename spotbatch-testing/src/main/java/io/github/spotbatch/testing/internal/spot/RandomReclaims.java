package io.github.spotbatch.testing.internal.spot;

import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.Pool;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Takes hosts back by chance, at the rates of the Spot Instance Advisor: so many of a type's
 * instances in a month. The hosts of a pool share its fate: now and then a wave goes through it and
 * takes each host with one chance in two.
 *
 * <p>Waves go through a pool while a job runs on one of its hosts. So a world in which no job is
 * left comes to rest.
 */
public final class RandomReclaims {

  private static final Duration MONTH = Duration.ofDays(30);
  private static final double TAKEN_BY_A_WAVE = 0.5;

  /** In months: further than any run goes, and near enough not to overflow. */
  private static final double FAR_OFF = 1_200;

  /** The middle of each bucket; the last one has no upper end. */
  private static final double[] SHARE_PER_MONTH = {0.025, 0.075, 0.125, 0.175, 0.25};

  private final World world;
  private final SpotControl control;
  private final Random random;
  private final Map<Pool, Watch> watched = new HashMap<>();
  private double factor;

  /** How many hosts of a pool are busy, and what calls the next wave off. */
  private static final class Watch {
    private int busyHosts;
    private Runnable cancellation = () -> {};
  }

  RandomReclaims(World world, SpotControl control, Random random) {
    this.world = world;
    this.control = control;
    this.random = random;
  }

  /** How many times the advisor's rates; 0 is none. */
  public void factor(double times) {
    this.factor = times;
  }

  /** A host of a pool has got its first job. */
  public void busy(Pool pool) {
    if (factor > 0) {
      Watch watch = watched.computeIfAbsent(pool, it -> new Watch());
      if (watch.busyHosts++ == 0) {
        await(pool, watch);
      }
    }
  }

  /** A host of a pool has lost its last job. */
  public void idle(Pool pool) {
    Watch watch = watched.get(pool);
    if (watch != null && --watch.busyHosts == 0) {
      watch.cancellation.run();
    }
  }

  private void await(Pool pool, Watch watch) {
    double months = -Math.log1p(-random.nextDouble()) / wavesPerMonth(pool);
    long millis = Math.round(Math.min(months, FAR_OFF) * MONTH.toMillis());
    watch.cancellation = world.timer(Duration.ofMillis(millis), () -> wave(pool, watch));
  }

  /** A month's share is what is left to none of its waves. */
  private double wavesPerMonth(Pool pool) {
    double reclaimsPerMonth = -Math.log1p(-SHARE_PER_MONTH[pool.type().interruptionBucket()]);
    return factor * reclaimsPerMonth / TAKEN_BY_A_WAVE;
  }

  private void wave(Pool pool, Watch watch) {
    List<SpotHost> hosts =
        control.hosts().stream().filter(host -> host.pool().equals(pool)).toList();
    List<SpotHost> taken =
        hosts.stream().filter(host -> random.nextDouble() < TAKEN_BY_A_WAVE).toList();
    if (!taken.isEmpty()) {
      control.tell(pool.name(), "takes back " + taken.size() + " of " + hosts.size());
      taken.forEach(SpotHost::reclaim);
    }
    // A host that drains may have lost its last job at once.
    if (watch.busyHosts > 0) {
      await(pool, watch);
    }
  }
}
