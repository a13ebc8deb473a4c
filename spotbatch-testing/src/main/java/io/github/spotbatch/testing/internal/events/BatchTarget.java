package io.github.spotbatch.testing.internal.events;

import org.jspecify.annotations.Nullable;

/** The job that a rule submits to a queue. */
public record BatchTarget(
    String jobDefinition,
    String jobName,
    @Nullable Integer arraySize,
    @Nullable Integer attempts) {}
