package io.github.spotbatch.testing.internal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextToken what to ask for the next one with; null on the last
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {

  // What a token starts with when it is decoded, so that no other text passes for one.
  private static final String KEY = "after key ";
  private static final String OFFSET = "after item ";
  private static final String POSITION = "from ";

  /**
   * The page after a key, in the order of the keys. What is removed between two pages makes neither
   * skip nor repeat anything.
   *
   * @param token a token of an earlier page, or null for the first
   * @return empty if the token is none of ours
   */
  public static <T> Optional<Page<T>> byKey(
      List<T> all, Function<T, String> key, @Nullable String token, int size) {
    Optional<String> after = token == null ? Optional.of("") : decode(KEY, token);
    return after.map(
        from -> {
          List<T> rest =
              all.stream()
                  .filter(it -> key.apply(it).compareTo(from) > 0)
                  .sorted(Comparator.comparing(key))
                  .limit(size + 1L)
                  .toList();
          if (rest.size() <= size) {
            return new Page<>(rest, null);
          }
          List<T> items = rest.subList(0, size);
          return new Page<>(items, encode(KEY + key.apply(items.get(size - 1))));
        });
  }

  /**
   * The page after so many items, for lists that keep their order and only grow at the end.
   *
   * @param token a token of an earlier page, or null for the first
   * @return empty if the token is none of ours
   */
  public static <T> Optional<Page<T>> byOffset(List<T> all, @Nullable String token, int size) {
    Optional<Integer> offset =
        token == null ? Optional.of(0) : decode(OFFSET, token).flatMap(Page::number);
    return offset.map(
        start -> {
          int from = Math.min(start, all.size());
          int to = Math.min(from + size, all.size());
          return new Page<>(all.subList(from, to), to == all.size() ? null : encode(OFFSET + to));
        });
  }

  /** A token of one's own pages, which holds a position in a list. */
  public static String token(long position) {
    return encode(POSITION + position);
  }

  /** A token of one's own pages, which holds the key after which they go on. */
  public static String token(String key) {
    return encode(KEY + key);
  }

  /** The key that a token holds; empty if it is none of ours. */
  public static Optional<String> key(String token) {
    return decode(KEY, token);
  }

  /** The position that a token holds; empty if it is none of ours. */
  public static Optional<Long> position(String token) {
    return decode(POSITION, token).filter(it -> it.matches("\\d{1,18}")).map(Long::valueOf);
  }

  private static Optional<Integer> number(String digits) {
    return digits.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(digits)) : Optional.empty();
  }

  private static String encode(String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(position.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> decode(String start, String token) {
    try {
      String position = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      return position.startsWith(start)
          ? Optional.of(position.substring(start.length()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
