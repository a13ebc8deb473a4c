package io.github.spotbatch.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What tells a submission from all others: it stands at the end of the names of its jobs on AWS, so
 * that a program which has nothing but the key finds them again.
 *
 * <p>Twelve of {@code a-z0-9}: six are the second in which it was made, from 2020 to 2088, the
 * others are random or come from a label. Immutable and thread-safe.
 */
public final class SubmissionKey {

  private static final Pattern FORM = Pattern.compile("[a-z0-9]{12}");
  private static final Instant EPOCH = Instant.parse("2020-01-01T00:00:00Z");
  private static final int RADIX = 36;
  private static final int HALF = 6;
  private static final long VALUES = 2_176_782_336L; // 36 to the 6th

  private final String value;

  private SubmissionKey(String value) {
    this.value = value;
  }

  /**
   * A key that was written down before.
   *
   * @param value its twelve characters
   * @return the key
   * @throws IllegalArgumentException if it is not of that form
   */
  public static SubmissionKey of(String value) {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a submission's key has 12 of a-z and 0-9, was \"" + value + "\"");
    }
    return new SubmissionKey(value);
  }

  /**
   * The key of work that has a time of its own, such as that of a nightly job: a program that was
   * started again makes the same key without a file.
   *
   * @param time when the work was due, to the second; not later than it is submitted
   * @param label tells works of the same second apart, such as {@code nightly-render}
   * @return the same key for the same time and label
   * @throws IllegalArgumentException if the time is before 2020 or after 2088
   */
  public static SubmissionKey at(Instant time, String label) {
    byte[] digest = sha256(label);
    long number = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      number = (number << Byte.SIZE) | (digest[i] & 0xff);
    }
    return new SubmissionKey(seconds(time) + text(Long.remainderUnsigned(number, VALUES)));
  }

  /**
   * A key that nothing else has.
   *
   * @param time when it is made
   * @param random makes its random half
   * @return a new key
   * @throws IllegalArgumentException if the time is before 2020 or after 2088
   */
  public static SubmissionKey random(Instant time, RandomGenerator random) {
    return new SubmissionKey(seconds(time) + text(random.nextLong(VALUES)));
  }

  private static String seconds(Instant time) {
    long seconds = Duration.between(EPOCH, time).toSeconds();
    if (seconds < 0 || seconds >= VALUES) {
      throw new IllegalArgumentException("a submission's key is of 2020 to 2088, was " + time);
    }
    return text(seconds);
  }

  private static String text(long number) {
    String digits = Long.toString(number, RADIX);
    return "0".repeat(HALF - digits.length()) + digits.toLowerCase(Locale.ROOT);
  }

  private static byte[] sha256(String label) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(label.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * The key as it stands in names.
   *
   * @return its twelve characters
   */
  public String value() {
    return value;
  }

  /**
   * When the key was made.
   *
   * @return the time, to the second
   */
  public Instant createdAt() {
    return EPOCH.plusSeconds(Long.parseLong(value.substring(0, HALF), RADIX));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SubmissionKey key && key.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /**
   * The key as it stands in names.
   *
   * @return {@link #value()}
   */
  @Override
  public String toString() {
    return value;
  }
}
