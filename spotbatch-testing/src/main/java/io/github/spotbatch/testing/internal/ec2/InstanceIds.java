package io.github.spotbatch.testing.internal.ec2;

import org.jspecify.annotations.Nullable;

/** The ids that a launch gives out. Without a Spot request the instance is On-Demand. */
record InstanceIds(
    String instanceId, String reservationId, String imageId, @Nullable String spotRequestId) {}
