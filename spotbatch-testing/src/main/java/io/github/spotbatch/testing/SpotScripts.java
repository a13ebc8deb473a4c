package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.Pool;
import io.github.spotbatch.testing.internal.script.Glob;
import io.github.spotbatch.testing.internal.script.Scripts;
import io.github.spotbatch.testing.internal.script.UntimedReclaim;
import io.github.spotbatch.testing.internal.spot.PoolPattern;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Spot markets, and what befalls them. Every job on a host that is taken back is lost with it.
 *
 * <pre>{@code
 * aws.spot().reclaim().hostOf("frame-12").after(Duration.ofMinutes(10));
 * aws.spot().script("a bad night")
 *     .at(Duration.ofMinutes(10), Adversity.drain("c5.*"))
 *     .after(Duration.ofMinutes(5), Adversity.reclaimZone("us-east-1a"));
 * }</pre>
 *
 * <p>Each instance type in each zone is a capacity pool. What pools cost and how often their hosts
 * are taken back comes from published data; how deep they are is published nowhere, so they hold
 * some hundred vCPUs each, the more the more rarely their type is taken back. Prices move a little
 * every day, as the seed says: a job gets its host when one falls below the bid of its environment,
 * and a host on which jobs run is taken back when its pool's price comes to that bid.
 *
 * <p>Thread-safe.
 */
public final class SpotScripts {

  private final World world;
  private final Scripts scripts;

  SpotScripts(World world, Scripts scripts) {
    this.world = world;
    this.scripts = scripts;
  }

  /**
   * A reclaim, to be described further.
   *
   * @return the first words of a script
   */
  public Reclaiming reclaim() {
    return new Reclaiming();
  }

  /**
   * A script of several steps, to which they are added.
   *
   * @param label how the timeline, reports and failures name it
   * @return the script, which begins now
   * @throws IllegalStateException if the world is closed
   */
  public SpotScript script(String label) {
    world.ensureOpen();
    return new SpotScript(world, world.locked(() -> world.spot().scripts().begin(label)));
  }

  /**
   * Pools as they stand now, in all Regions that anybody has asked anything of.
   *
   * @param pools such as {@code c5.* in us-east-1a}; {@code *} stands for any text
   * @return ordered by Region, instance type and zone
   * @throws IllegalArgumentException if no instance type is meant
   */
  public List<SpotPool> pools(String pools) {
    PoolPattern pattern = PoolPattern.of(pools);
    return world.locked(() -> world.spot().pools(pattern).stream().map(this::described).toList());
  }

  /**
   * Some zones do not offer some instance types any more, neither on Spot nor on demand, for good:
   * EC2 shows neither offerings nor prices of them, and Batch launches none there. What runs goes
   * on. Where that leaves an environment no type that could hold the job at the head of its queue,
   * Batch says so as the job's status reason.
   *
   * @param pools such as {@code c7i.* in us-east-1c}; {@code *} stands for any text
   * @throws IllegalArgumentException if no instance type is meant, or none that a zone of the
   *     Regions that anybody has asked anything of still offers
   * @throws IllegalStateException if the world is closed
   * @see HostScripts#unsupported(String, String)
   */
  public void withdraw(String pools) {
    PoolPattern pattern = PoolPattern.of(pools);
    world.act(
        () -> {
          if (world.spot().withdraw(pattern).isEmpty()) {
            throw new IllegalArgumentException(
                "no zone of the Regions that anybody has asked anything of offers '" + pools + "'");
          }
        });
  }

  private SpotPool described(Pool pool) {
    return new SpotPool(
        pool.type().name(),
        pool.zone().name(),
        pool.depth(),
        pool.free(),
        pool.price(world.now()),
        pool.type().onDemandUsdPerHour());
  }

  /**
   * All reclaimed attempts of some jobs end with exit code 143.
   *
   * @param job the job's name, with or without the key that spotbatch appends; {@code *} stands for
   *     any text
   * @see #exitOnReclaim(String, int)
   */
  public void exitOnReclaim(String job) {
    exitOnReclaim(job, Integer.MAX_VALUE);
  }

  /**
   * The next reclaimed attempts of some jobs end with exit code 143, as if the SIGTERM that a host
   * sends when it shuts down had ended the container first: their status reason is then that of any
   * container that exits, and says nothing of the host. Both endings are told of AWS, and which of
   * them comes how often is not known; here an attempt is lost with its host unless told. The same
   * goes for hosts that go for other reasons.
   *
   * @param job the job's name, with or without the key that spotbatch appends; {@code *} stands for
   *     any text
   * @param attempts how many of them, from 1; later ones are lost with their hosts again
   * @throws IllegalArgumentException if the number is below 1
   * @see FakeAwsBuilder#reclaimExitRate(double)
   */
  public void exitOnReclaim(String job, int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("at least one attempt exits, was " + attempts);
    }
    scripts.reclaimExits().add(new Glob(job), attempts);
  }

  /**
   * Scripts that have not come to pass.
   *
   * @return each in words
   */
  public List<String> unfired() {
    return world.locked(
        () ->
            Stream.of(
                    scripts.unfired().stream(),
                    scripts.reclaimExits().unfired().stream(),
                    world.spot().scripts().unfired().stream(),
                    world.spot().environments().unmet().stream())
                .flatMap(words -> words)
                .toList());
  }

  /** Which host. */
  public final class Reclaiming {

    private Reclaiming() {}

    /**
     * The Spot host that a job runs on in its first attempt.
     *
     * @param job the job's name, with or without the key that spotbatch appends; {@code *} stands
     *     for any text
     * @return the script, which still lacks its time, and never comes to pass without
     */
    public HostOf hostOf(String job) {
      UntimedReclaim reclaim = new UntimedReclaim(new Glob(job), 1);
      scripts.add(reclaim);
      return new HostOf(reclaim);
    }
  }

  /** When. */
  public final class HostOf {

    private final UntimedReclaim reclaim;

    private HostOf(UntimedReclaim reclaim) {
      this.reclaim = reclaim;
    }

    /**
     * In another attempt than the first.
     *
     * @param number the attempt, from 1
     * @return the script, which still lacks its time
     * @throws IllegalArgumentException if it is below 1
     */
    public HostOf onAttempt(int number) {
      if (number < 1) {
        throw new IllegalArgumentException("attempts count from 1, was " + number);
      }
      UntimedReclaim other = reclaim.onAttempt(number);
      scripts.replace(reclaim, other);
      return new HostOf(other);
    }

    /**
     * The interruption notice comes so long after the attempt began to run, as an event and as
     * metadata of the host; the host goes two minutes later ({@link Timings.Step#SPOT_NOTICE}). A
     * host that has had its notice gets no other.
     *
     * @param delay on the world's clock
     * @throws IllegalArgumentException if it is negative
     */
    public void after(Duration delay) {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("nothing happens before the start, but after " + delay);
      }
      scripts.time(reclaim, delay);
    }
  }
}
