package io.github.spotbatch.testing.internal.batch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list, with the token of the next. */
record Page<T>(List<T> items, @Nullable String nextToken) {

  static <T> Page<T> of(
      List<T> all, @Nullable String token, @Nullable Integer maxResults, int most) {
    int from = Math.min(all.size(), offset(token));
    int size = maxResults == null ? most : Math.min(most, Math.max(1, maxResults));
    int to = Math.min(all.size(), from + size);
    return new Page<>(all.subList(from, to), to < all.size() ? token(to) : null);
  }

  private static String token(int offset) {
    return Base64.getUrlEncoder()
        .encodeToString(("offset=" + offset).getBytes(StandardCharsets.UTF_8));
  }

  private static int offset(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      return 0;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      return Integer.parseInt(text.substring("offset=".length()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw Refusals.bare("nextToken is not valid.");
    }
  }
}
