package io.github.spotbatch.testing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The life of an instance that a compute environment launched, and what it has cost so far. Times
 * are on the world's clock; those still to come are empty.
 *
 * @param hostId the instance's id
 * @param environment the compute environment's name
 * @param instanceType such as {@code c5.large}
 * @param zone the Availability Zone's name
 * @param spot whether it is a Spot instance
 * @param vcpus how many it has
 * @param launchedAt when it was launched
 * @param runningAt when it entered running, from where on it is paid for
 * @param joinedAt when it joined its cluster, and so could take jobs
 * @param rebalanceAt when EC2 first recommended to replace it
 * @param noticeAt when EC2 first said that it would take it back
 * @param stoppingAt when it began to shut down, until when it is paid for
 * @param stopReason EC2's code for why, such as {@code Server.SpotInstanceTermination}
 * @param terminatedAt when it was gone
 * @param costUsd as {@link WorldReport#costUsd()} counts; nine decimals
 * @param idleUsd the part of it that no attempt accounts for; nine decimals
 */
public record HostReport(
    String hostId,
    String environment,
    String instanceType,
    String zone,
    boolean spot,
    int vcpus,
    Instant launchedAt,
    Optional<Instant> runningAt,
    Optional<Instant> joinedAt,
    Optional<Instant> rebalanceAt,
    Optional<Instant> noticeAt,
    Optional<Instant> stoppingAt,
    Optional<String> stopReason,
    Optional<Instant> terminatedAt,
    BigDecimal costUsd,
    BigDecimal idleUsd) {

  private static final String RECLAIMED = "Server.SpotInstanceTermination";

  /**
   * Whether Spot has taken it back.
   *
   * @return true once it shuts down for that reason
   */
  public boolean reclaimed() {
    return stopReason.filter(RECLAIMED::equals).isPresent();
  }
}
