package io.github.spotbatch.testing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PageTest {

  @Nested
  class ByKey {

    @Test
    void byKey_listAsLongAsPage_isTheLast() {
      Page<String> page = page(List.of("a", "b"), null, 2);

      assertThat(page.items()).containsExactly("a", "b");
      assertThat(page.nextToken()).isNull();
    }

    @Test
    void byKey_longerList_goesOnAfterTheLastItem() {
      Page<String> first = page(List.of("c", "a", "b"), null, 2);
      Page<String> second = page(List.of("c", "a", "b"), first.nextToken(), 2);

      assertThat(first.items()).containsExactly("a", "b");
      assertThat(second.items()).containsExactly("c");
      assertThat(second.nextToken()).isNull();
    }

    @Test
    void byKey_itemsRemovedBetweenPages_skipsNothing() {
      Page<String> first = page(List.of("a", "b", "c", "d"), null, 2);

      assertThat(page(List.of("c", "d"), first.nextToken(), 2).items()).containsExactly("c", "d");
    }

    @Test
    void byKey_foreignToken_isRefused() {
      assertThat(Page.byKey(List.of("a"), it -> it, "no token!", 2)).isEmpty();
      assertThat(Page.byKey(List.of("a"), it -> it, "abcd", 2)).isEmpty();
    }

    private static Page<String> page(List<String> all, String token, int size) {
      return Page.byKey(all, it -> it, token, size).orElseThrow();
    }
  }

  @Nested
  class ByOffset {

    @Test
    void byOffset_longerList_keepsItsOrder() {
      Page<String> first = Page.byOffset(List.of("c", "a", "b"), null, 2).orElseThrow();
      Page<String> second =
          Page.byOffset(List.of("c", "a", "b"), first.nextToken(), 2).orElseThrow();

      assertThat(first.items()).containsExactly("c", "a");
      assertThat(second.items()).containsExactly("b");
      assertThat(second.nextToken()).isNull();
    }

    @Test
    void byOffset_tokenOfAnotherKind_isRefused() {
      String byKey = Page.byKey(List.of("a", "b"), it -> it, null, 1).orElseThrow().nextToken();

      assertThat(Page.byOffset(List.of("a", "b"), byKey, 1)).isEmpty();
    }
  }
}
