package io.github.spotbatch.testing.internal.events;

import org.jspecify.annotations.Nullable;

/**
 * Where a rule sends events.
 *
 * @param roleArn the role in which EventBridge does so
 * @param batch what to submit, if the target is a job queue
 * @param whole the target as it was put; of the SDK's type, which this class cannot name
 */
public record EventTarget(
    String id,
    String arn,
    @Nullable String roleArn,
    TargetInput input,
    @Nullable BatchTarget batch,
    Object whole) {}
