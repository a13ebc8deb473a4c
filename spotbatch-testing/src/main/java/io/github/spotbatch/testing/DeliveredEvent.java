package io.github.spotbatch.testing;

import java.time.Instant;

/**
 * What EventBridge has brought to a target or a listener.
 *
 * @param time when it arrived, on the world's clock
 * @param json the event as EventBridge writes it, or what the target's input makes of it
 */
public record DeliveredEvent(Instant time, String json) {}
