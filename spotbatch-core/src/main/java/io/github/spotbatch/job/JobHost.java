package io.github.spotbatch.job;

/**
 * The EC2 instance that an attempt runs or ran on.
 *
 * @param instanceId the instance's id, such as {@code i-0737c70432d64f82a}
 * @param instanceType the instance's type, such as {@code m7i.large}
 * @param availabilityZone the instance's zone, such as {@code eu-central-1a}
 */
public record JobHost(String instanceId, String instanceType, String availabilityZone) {}
