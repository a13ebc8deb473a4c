/**
 * The one source of time: what it is now, where tasks and timers run, and how a caller waits.
 *
 * <p>Nothing in spotbatch reads the system's clock or sleeps by itself, so the same code runs on
 * the wall clock in production and on a virtual clock in a test.
 *
 * <pre>{@code
 * try (WallClock clock = WallClock.create();
 *     SpotBatch spotBatch = SpotBatch.builder().timeKeeper(clock).build()) {
 *   spotBatch.queue("nightly").submit(JobRequest.builder("render:7").build());
 * }
 * }</pre>
 */
@NullMarked
package io.github.spotbatch.time;

import org.jspecify.annotations.NullMarked;
