package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Page;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

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
    return Page.byKey(all, key, token, size(maxResults, most)).orElseThrow(Pages::badToken);
  }

  /**
   * The first that are wanted of what is left of a list, which is read no further than needed. It
   * is no stream, for that would first count what a part of a tree map has left. The token holds
   * the position of the last item.
   */
  static <T> Page<T> upTo(
      int size, Iterator<T> rest, Predicate<? super T> wanted, ToLongFunction<T> position) {
    List<T> items = new ArrayList<>();
    while (rest.hasNext()) {
      T item = rest.next();
      if (wanted.test(item)) {
        if (items.size() == size) {
          return new Page<>(items, Page.token(position.applyAsLong(items.get(size - 1))));
        }
        items.add(item);
      }
    }
    return new Page<>(items, null);
  }

  /** After which position a page begins. */
  static long position(String token) {
    return Page.position(token).orElseThrow(Pages::badToken);
  }

  static int size(@Nullable Integer maxResults, int most) {
    return maxResults == null ? most : Math.min(most, Math.max(1, maxResults));
  }

  private static AwsServiceException badToken() {
    // The text is not known.
    return Refusals.bare("nextToken is not valid.");
  }
}
