package io.github.spotbatch.testing.internal.events;

import java.time.Instant;

/**
 * Something that a target has got.
 *
 * @param time when it arrived
 * @param json the event, or what the target's input makes of it
 */
public record Delivery(Instant time, String json) {}
