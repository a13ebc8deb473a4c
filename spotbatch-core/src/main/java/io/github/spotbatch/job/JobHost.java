package io.github.spotbatch.job;

import java.util.Optional;

/**
 * The EC2 instance that an attempt runs or ran on.
 *
 * @param instanceId the instance's id, such as {@code i-0737c70432d64f82a}
 * @param instanceType the instance's type, such as {@code m7i.large}; {@code unknown} if AWS did
 *     not say
 * @param availabilityZone the instance's zone, such as {@code eu-central-1a}; {@code unknown} if
 *     AWS did not say
 * @param spot whether it is a Spot instance; empty unless {@link JobHandle#investigate()} found out
 */
public record JobHost(
    String instanceId, String instanceType, String availabilityZone, Optional<Boolean> spot) {}
