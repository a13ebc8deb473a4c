package io.github.spotbatch.testing.internal.metadata;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session tokens of one instance. They are counted, not drawn, so that a run does not depend on
 * who asks: they keep no secret. A program that keeps a token counts by its own clock, which is not
 * the world's, so its seconds are real ones. Guarded by the world's lock.
 */
final class MetadataTokens {

  private static final long MAX_SECONDS = 21_600;

  private final String instanceId;
  private final double speed;
  private final Map<String, Instant> ends = new HashMap<>();
  private long issued;

  /**
   * None yet.
   *
   * @param speed how many seconds of the world pass in a real one
   */
  MetadataTokens(String instanceId, double speed) {
    this.instanceId = instanceId;
    this.speed = speed;
  }

  /** For how many seconds a token is wanted; empty if it cannot be had for so long. */
  static Optional<Long> seconds(@Nullable String header) {
    return Optional.ofNullable(header)
        .filter(it -> it.matches("\\d{1,5}"))
        .map(Long::valueOf)
        .filter(it -> it >= 1 && it <= MAX_SECONDS);
  }

  String issue(Instant now, long seconds) {
    ends.values().removeIf(end -> !end.isAfter(now));
    String text = instanceId + "/" + ++issued;
    String token = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    ends.put(token, now.plusMillis((long) (seconds * 1000 * speed)));
    return token;
  }

  /** How many seconds a token still has; empty if it is none, or has ended. */
  Optional<Long> left(Instant now, @Nullable String token) {
    return Optional.ofNullable(token)
        .map(ends::get)
        .filter(end -> end.isAfter(now))
        .map(end -> (long) (Duration.between(now, end).toMillis() / speed / 1000));
  }
}
