package io.github.spotbatch.internal.json;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Values without parts, as JSON has them or as texts. */
final class Scalars {

  private Scalars() {}

  static Object write(Class<?> type, Object value) {
    if (type.isEnum()) {
      return ((Enum<?>) value).name();
    }
    if (type == boolean.class || type == int.class || type == long.class) {
      return value;
    }
    if (type == Path.class) {
      return path((Path) value);
    }
    if (type == String.class
        || type == FileTime.class
        || type == Instant.class
        || type == Duration.class) {
      return value.toString();
    }
    throw unknown(type);
  }

  private static String path(Path path) {
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      throw new IllegalStateException(
          "%s is in a file system that only this JVM knows; have it on disk".formatted(path));
    }
    return path.toString();
  }

  static Object read(Class<?> type, JsonNode node, String path) {
    if (type == boolean.class) {
      return Nodes.truth(node, path);
    }
    if (type == int.class) {
      return Nodes.number(node, path, Integer::valueOf);
    }
    if (type == long.class) {
      return Nodes.number(node, path, Long::valueOf);
    }
    String text = Nodes.text(node, path);
    if (type.isEnum()) {
      return constant(type, text, path);
    }
    try {
      return type == Path.class ? Path.of(text) : time(type, text);
    } catch (InvalidPathException e) {
      throw BadJsonException.of(path, '"' + text + '"', "give a path of this machine");
    } catch (DateTimeException e) {
      throw BadJsonException.of(path, '"' + text + '"', "give a time of ISO 8601");
    }
  }

  private static Object time(Class<?> type, String text) {
    if (type == FileTime.class) {
      return FileTime.from(Instant.parse(text));
    }
    if (type == Instant.class) {
      return Instant.parse(text);
    }
    if (type == Duration.class) {
      return Duration.parse(text);
    }
    if (type == String.class) {
      return text;
    }
    throw unknown(type);
  }

  private static Object constant(Class<?> type, String text, String path) {
    Object[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(constant -> ((Enum<?>) constant).name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                BadJsonException.of(
                    path,
                    '"' + text + '"',
                    "give one of "
                        + Arrays.stream(constants)
                            .map(constant -> ((Enum<?>) constant).name())
                            .collect(Collectors.joining(", "))));
  }

  private static IllegalStateException unknown(Class<?> type) {
    return new IllegalStateException(type + " is no plain data that can be written as JSON");
  }
}
