package io.github.spotbatch.testing.internal.spot;

import io.github.spotbatch.testing.internal.ec2.InstanceTypes;
import io.github.spotbatch.testing.internal.ec2.Pool;
import io.github.spotbatch.testing.internal.script.Glob;
import java.util.regex.Pattern;

/** Some pools, written as they are named: {@code c5.*}, or {@code c5.* in us-east-1a}. */
public final class PoolPattern {

  private static final String IN = " in ";
  private static final String ANY_REGION = "us-east-1";

  /** Every Region is there, so the form is all that can be wrong with a zone. */
  private static final Pattern ZONE = Pattern.compile(".*-\\d+[a-z]|.*\\*.*");

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
   * @throws IllegalArgumentException if no instance type is meant by it, or no zone of any Region
   */
  public static PoolPattern of(String text) {
    int in = text.indexOf(IN);
    Glob type = new Glob(in < 0 ? text : text.substring(0, in));
    Glob zone = new Glob(in < 0 ? "*" : text.substring(in + IN.length()));
    if (isUnknown(type)) {
      throw noType(text, "pools are written as 'c5.large', 'c5.*' or 'c5.* in us-east-1a'");
    }
    if (!ZONE.matcher(zone.toString()).matches()) {
      throw new IllegalArgumentException(
          "no zone is meant by '%s'; zones are written as 'us-east-1a' or 'us-east-1*'"
              .formatted(zone));
    }
    return new PoolPattern(text, type, zone);
  }

  /**
   * Reads a pattern of instance types in whatever zone.
   *
   * @throws IllegalArgumentException if none is meant by it
   */
  public static Glob types(String text) {
    Glob types = new Glob(text);
    if (isUnknown(types)) {
      throw noType(text, "types are written as 'c5.large' or 'c5.*'");
    }
    return types;
  }

  private static boolean isUnknown(Glob types) {
    return InstanceTypes.in(ANY_REGION).all().stream().noneMatch(it -> types.matches(it.name()));
  }

  private static IllegalArgumentException noType(String text, String form) {
    return new IllegalArgumentException(
        "no instance type of the fake is meant by '%s'; %s".formatted(text, form));
  }

  public boolean matches(Pool pool) {
    return type.matches(pool.type().name()) && zone.matches(pool.zone().name());
  }

  @Override
  public String toString() {
    return text;
  }
}
