package io.github.spotbatch.testing.internal.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** Scalars as text. Milliseconds are the precision of all times. */
final class Scalars {

  private Scalars() {}

  static Object parse(SdkField<?> field, String text) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> text;
      case BOOLEAN -> bool(text);
      case INTEGER -> new BigDecimal(text).intValueExact();
      case LONG -> new BigDecimal(text).longValueExact();
      case FLOAT -> Float.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
      case INSTANT -> instant(text);
      default -> throw unknown(field);
    };
  }

  private static Boolean bool(String text) {
    boolean value = text.equalsIgnoreCase("true");
    if (!value && !text.equalsIgnoreCase("false")) {
      throw new IllegalArgumentException("neither true nor false: " + text);
    }
    return value;
  }

  /** By its look: clients of all languages do not agree on a format. */
  private static Instant instant(String text) {
    if (text.matches("-?[0-9.eE+]+")) {
      return Instant.ofEpochMilli(new BigDecimal(text).movePointRight(3).longValue());
    }
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
  }

  static String print(SdkField<?> field, Object value, Format defaultFormat) {
    if (value instanceof SdkBytes bytes) {
      return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
    }
    if (value instanceof Instant instant) {
      return print(instant, format(field, defaultFormat));
    }
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw unknown(field);
  }

  private static UnsupportedOperationException unknown(SdkField<?> field) {
    return new UnsupportedOperationException(
        "the wire cannot carry " + field.memberName() + ", of the type " + field.marshallingType());
  }

  private static String print(Instant instant, Format format) {
    return switch (format) {
      case ISO_8601 -> DateTimeFormatter.ISO_INSTANT.format(instant);
      case RFC_822 -> DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
      case UNIX_TIMESTAMP_MILLIS -> Long.toString(instant.toEpochMilli());
      default -> seconds(instant).toPlainString();
    };
  }

  static BigDecimal seconds(Instant instant) {
    return BigDecimal.valueOf(instant.toEpochMilli(), 3).stripTrailingZeros();
  }

  static Format format(SdkField<?> field, Format defaultFormat) {
    return field
        .getOptionalTrait(TimestampFormatTrait.class)
        .map(TimestampFormatTrait::format)
        .orElse(defaultFormat);
  }
}
