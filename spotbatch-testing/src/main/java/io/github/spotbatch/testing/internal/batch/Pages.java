package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Batch's lists in pages. */
final class Pages {

  private Pages() {}

  /** A page in the order of the keys, of at most so many items whatever the caller asks for. */
  static <T> Page<T> of(
      List<T> all,
      Function<T, String> key,
      @Nullable String token,
      @Nullable Integer maxResults,
      int most) {
    int size = maxResults == null ? most : Math.min(most, Math.max(1, maxResults));
    // The text is not known.
    return Page.byKey(all, key, token, size)
        .orElseThrow(() -> Refusals.bare("nextToken is not valid."));
  }
}
