package io.github.spotbatch.testing.internal.ecs;

import io.github.spotbatch.testing.internal.ec2.Instance;
import java.time.Instant;

/**
 * An EC2 instance that has joined a cluster.
 *
 * @param status {@code ACTIVE} or {@code DRAINING}
 */
public record ContainerInstance(
    String arn, String clusterArn, Instance instance, Instant registeredAt, String status) {

  ContainerInstance draining() {
    return new ContainerInstance(arn, clusterArn, instance, registeredAt, "DRAINING");
  }
}
