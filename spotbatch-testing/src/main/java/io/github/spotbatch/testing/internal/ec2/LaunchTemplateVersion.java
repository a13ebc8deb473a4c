package io.github.spotbatch.testing.internal.ec2;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One version of a launch template, which never changes. */
public record LaunchTemplateVersion(
    long number, @Nullable String description, Instant createdAt, LaunchTemplateData data) {}
