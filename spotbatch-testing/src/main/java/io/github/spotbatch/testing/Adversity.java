package io.github.spotbatch.testing;

import io.github.spotbatch.testing.Adversities.BlockScaleUp;
import io.github.spotbatch.testing.Adversities.Drain;
import io.github.spotbatch.testing.Adversities.FixPrice;
import io.github.spotbatch.testing.Adversities.MultiplyPrice;
import io.github.spotbatch.testing.Adversities.Reclaim;
import io.github.spotbatch.testing.Adversities.ReclaimHostOf;
import io.github.spotbatch.testing.Adversities.ReclaimShare;
import io.github.spotbatch.testing.Adversities.RecommendRebalance;
import io.github.spotbatch.testing.internal.script.Glob;
import io.github.spotbatch.testing.internal.spot.PoolPattern;
import java.math.BigDecimal;

/**
 * Something that a Spot market does to those who use it, or takes back, as a step of a {@link
 * SpotScript}.
 *
 * <p>Pools are written as they are named: {@code c5.large in us-east-1a}, {@code c5.*}, {@code * in
 * us-east-1a}, {@code *}. A pattern by which no instance type is meant is refused at once.
 *
 * <p>Immutable.
 */
public sealed interface Adversity
    permits Drain,
        Reclaim,
        ReclaimShare,
        ReclaimHostOf,
        RecommendRebalance,
        BlockScaleUp,
        MultiplyPrice,
        FixPrice {

  /**
   * Some pools give no more Spot instances. Those that run go on.
   *
   * @param pools such as {@code c5.*}
   * @return the step
   * @throws IllegalArgumentException if no pool is meant
   */
  static Adversity drain(String pools) {
    return new Drain(PoolPattern.of(pools), true);
  }

  /**
   * Some pools that were drained give Spot instances again.
   *
   * @param pools such as {@code c5.*}
   * @return the step
   * @throws IllegalArgumentException if no pool is meant
   */
  static Adversity giveBack(String pools) {
    return new Drain(PoolPattern.of(pools), false);
  }

  /**
   * Spot takes some hosts back, drawn by lot: the notice comes now, the end two minutes later
   * ({@link Timings.Step#SPOT_NOTICE}).
   *
   * @param hosts at most how many, from 1
   * @param pools such as {@code c5.*}
   * @return the step
   * @throws IllegalArgumentException if the number is below 1, or no pool is meant
   */
  static Adversity reclaim(int hosts, String pools) {
    if (hosts < 1) {
      throw new IllegalArgumentException("at least one host is reclaimed, was " + hosts);
    }
    return new Reclaim(hosts, PoolPattern.of(pools));
  }

  /**
   * Spot takes a share of the hosts back, drawn by lot.
   *
   * @param share above 0, at most 1; rounded up to whole hosts
   * @param pools such as {@code c5.*}
   * @return the step
   * @throws IllegalArgumentException if it is no share, or no pool is meant
   */
  static Adversity reclaimShare(double share, String pools) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is above 0 and at most 1, was " + share);
    }
    return new ReclaimShare(share, PoolPattern.of(pools));
  }

  /**
   * Spot takes all hosts of a zone back.
   *
   * @param zone such as {@code us-east-1a}; {@code *} stands for any text
   * @return the step
   */
  static Adversity reclaimZone(String zone) {
    return new ReclaimShare(1, PoolPattern.of("* in " + zone));
  }

  /**
   * Spot takes all hosts back at once.
   *
   * @return the step
   */
  static Adversity reclaimEverything() {
    return new ReclaimShare(1, PoolPattern.of("*"));
  }

  /**
   * Spot takes the hosts back on which containers of a job run now.
   *
   * @param job the job's name, with or without the key that spotbatch appends; {@code *} stands for
   *     any text
   * @return the step
   */
  static Adversity reclaimHostOf(String job) {
    return new ReclaimHostOf(new Glob(job));
  }

  /**
   * EC2 says of all hosts of some pools that they are at risk, without taking them.
   *
   * @param pools such as {@code c5.*}
   * @return the step
   * @throws IllegalArgumentException if no pool is meant
   */
  static Adversity recommendRebalance(String pools) {
    return new RecommendRebalance(PoolPattern.of(pools));
  }

  /**
   * Some environments get no instances, on Spot or on demand, whatever the pools have.
   *
   * @param environment the compute environment's name; {@code *} stands for any text
   * @return the step
   */
  static Adversity blockScaleUp(String environment) {
    return new BlockScaleUp(new Glob(environment), true);
  }

  /**
   * Some environments that were blocked get instances again.
   *
   * @param environment the compute environment's name; {@code *} stands for any text
   * @return the step
   */
  static Adversity allowScaleUp(String environment) {
    return new BlockScaleUp(new Glob(environment), false);
  }

  /**
   * Some pools cost so many times what they would by themselves, at most the On-Demand price. Hosts
   * of environments with a bid that is passed are taken back.
   *
   * @param pools such as {@code c5.*}
   * @param factor above 0; 1 gives the market's own price back
   * @return the step
   * @throws IllegalArgumentException if the factor is not above 0, or no pool is meant
   */
  static Adversity multiplyPrice(String pools, double factor) {
    if (!(factor > 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("a price's factor is above 0, was " + factor);
    }
    return new MultiplyPrice(PoolPattern.of(pools), BigDecimal.valueOf(factor));
  }

  /**
   * Some pools cost so much and move no more, until a factor is set. Hosts of environments with a
   * bid that is passed are taken back.
   *
   * @param pools such as {@code c5.large}
   * @param usdPerHour above 0, such as {@code 0.035}; the On-Demand price at most
   * @return the step
   * @throws IllegalArgumentException if the price is not a number above 0, or no pool is meant
   */
  static Adversity fixPrice(String pools, String usdPerHour) {
    return new FixPrice(PoolPattern.of(pools), Adversities.price(usdPerHour));
  }
}
