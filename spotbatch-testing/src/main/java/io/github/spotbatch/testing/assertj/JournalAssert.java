package io.github.spotbatch.testing.assertj;

import io.github.spotbatch.testing.RecordedRequest;
import io.github.spotbatch.testing.RequestJournal;
import io.github.spotbatch.testing.internal.ServiceCatalog;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on the requests that have come. Each failure lists what came. */
public final class JournalAssert extends AbstractAssert<JournalAssert, RequestJournal> {

  JournalAssert(@Nullable RequestJournal actual) {
    super(actual, JournalAssert.class);
  }

  /**
   * Some requests have come.
   *
   * @param operation as in {@link RequestJournal#matching}
   * @return these assertions
   */
  public JournalAssert received(String operation) {
    isNotNull();
    return require(actual.count(operation) > 0, "to have received " + operation);
  }

  /**
   * So many requests have come.
   *
   * @param operation as in {@link RequestJournal#matching}
   * @param times how many
   * @return these assertions
   * @throws IllegalArgumentException as {@link #didNotReceive}
   */
  public JournalAssert received(String operation, int times) {
    isNotNull();
    requireModelled(operation);
    int came = actual.count(operation);
    return require(
        came == times, "to have received %s %d times, not %d".formatted(operation, times, came));
  }

  /**
   * None of these requests has come.
   *
   * @param operation as in {@link RequestJournal#matching}
   * @return these assertions
   * @throws IllegalArgumentException if no operation that is modelled is meant, with the nearest:
   *     it could not have come
   */
  public JournalAssert didNotReceive(String operation) {
    isNotNull();
    requireModelled(operation);
    return require(actual.count(operation) == 0, "not to have received " + operation);
  }

  /**
   * No request was refused.
   *
   * @return these assertions
   */
  public JournalAssert refusedNothing() {
    isNotNull();
    List<RecordedRequest> refused = actual.refused();
    return require(refused.isEmpty(), "to show no refusal, not " + refused.size());
  }

  private static void requireModelled(String operation) {
    Object unused = ServiceCatalog.modelled().require(operation, "operation", name -> true);
  }

  private JournalAssert require(boolean holds, String expected) {
    if (!holds) {
      failWithMessage("%nExpected the journal %s, but there came%n%s", expected, shown());
    }
    return this;
  }

  private String shown() {
    if (actual.all().isEmpty()) {
      return "\n  nothing";
    }
    Map<String, Integer> counts = new TreeMap<>();
    actual
        .all()
        .forEach(call -> counts.merge(call.service() + " " + call.operation(), 1, Integer::sum));
    String came =
        counts.entrySet().stream()
            .map(count -> "\n  %4d x %s".formatted(count.getValue(), count.getKey()))
            .collect(Collectors.joining());
    String refused =
        actual.refused().stream().map(call -> "\n  " + call).collect(Collectors.joining());
    return came + refused;
  }
}
