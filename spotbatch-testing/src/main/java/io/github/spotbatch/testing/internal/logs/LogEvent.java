package io.github.spotbatch.testing.internal.logs;

import java.time.Instant;

/**
 * A line of a log stream.
 *
 * @param id 56 digits, rising in the order of arrival
 * @param timestamp when it was written
 * @param ingestedAt when CloudWatch Logs took it in
 */
public record LogEvent(String id, Instant timestamp, Instant ingestedAt, String message) {}
