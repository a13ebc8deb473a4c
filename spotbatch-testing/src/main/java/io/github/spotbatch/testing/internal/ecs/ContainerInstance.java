package io.github.spotbatch.testing.internal.ecs;

import io.github.spotbatch.testing.internal.ec2.Instance;
import java.time.Instant;

/** An EC2 instance that has joined a cluster. */
public record ContainerInstance(
    String arn, String clusterArn, Instance instance, Instant registeredAt) {}
