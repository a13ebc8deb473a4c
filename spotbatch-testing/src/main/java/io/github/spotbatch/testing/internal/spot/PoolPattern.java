package io.github.spotbatch.testing.internal.spot;

import io.github.spotbatch.testing.internal.ec2.InstanceTypes;
import io.github.spotbatch.testing.internal.ec2.Pool;
import io.github.spotbatch.testing.internal.script.Glob;

/** Some pools, written as they are named: {@code c5.*}, or {@code c5.* in us-east-1a}. */
public final class PoolPattern {

  private static final String IN = " in ";
  private static final String ANY_REGION = "us-east-1";

  private final String text;
  private final Glob type;
  private final Glob zone;

  private PoolPattern(String text, Glob type, Glob zone) {
    this.text = text;
    this.type = type;
    this.zone = zone;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if no instance type is meant by it
   */
  public static PoolPattern of(String text) {
    int in = text.indexOf(IN);
    Glob type = new Glob(in < 0 ? text : text.substring(0, in));
    Glob zone = new Glob(in < 0 ? "*" : text.substring(in + IN.length()));
    boolean known =
        InstanceTypes.in(ANY_REGION).all().stream().anyMatch(it -> type.matches(it.name()));
    if (!known) {
      throw new IllegalArgumentException(
          ("no instance type of the fake is meant by '%s'; pools are written as 'c5.large', 'c5.*'"
                  + " or 'c5.* in us-east-1a'")
              .formatted(text));
    }
    return new PoolPattern(text, type, zone);
  }

  public boolean matches(Pool pool) {
    return type.matches(pool.type().name()) && zone.matches(pool.zone().name());
  }

  @Override
  public String toString() {
    return text;
  }
}
