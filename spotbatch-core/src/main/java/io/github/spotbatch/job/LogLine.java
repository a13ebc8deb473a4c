package io.github.spotbatch.job;

import java.time.Instant;

/**
 * One line that a job's container wrote.
 *
 * @param attempt the number of the attempt that wrote it, from 1
 * @param timestamp when it was written, to the millisecond, by the host's clock
 * @param message the line without its line break
 */
public record LogLine(int attempt, Instant timestamp, String message) {}
