package io.github.spotbatch.testing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * An attempt of a job: where it ran, how it ended, and what it has cost so far. Times are on the
 * world's clock; those still to come are empty.
 *
 * @param jobId the job's id; of a child of an array with its index, as Batch has it
 * @param jobName the name that the job was submitted under
 * @param number the attempt, from 1
 * @param environment the compute environment's name
 * @param hostId the instance's id, or {@code Fargate}
 * @param instanceType such as {@code c5.large}; empty on Fargate
 * @param zone the Availability Zone's name; empty on Fargate
 * @param spot whether the host could be taken back
 * @param vcpus how many the job asked for; on Fargate they may be part of one
 * @param startingAt when it entered STARTING, from where on it has its vCPUs
 * @param startedAt when its container began to run
 * @param stoppedAt when it ended
 * @param outcome how
 * @param usdPerHour what the whole host cost an hour when the attempt entered STARTING; empty on
 *     Fargate, whose price the fake does not know
 * @param costUsd the attempt's share of its host's cost by vCPUs, from STARTING to its end; nine
 *     decimals, the rest cut off; empty on Fargate
 */
public record AttemptReport(
    String jobId,
    String jobName,
    int number,
    String environment,
    String hostId,
    Optional<String> instanceType,
    Optional<String> zone,
    boolean spot,
    double vcpus,
    Instant startingAt,
    Optional<Instant> startedAt,
    Optional<Instant> stoppedAt,
    AttemptOutcome outcome,
    Optional<BigDecimal> usdPerHour,
    Optional<BigDecimal> costUsd) {}
