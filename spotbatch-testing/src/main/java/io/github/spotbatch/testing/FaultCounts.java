package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.OperationGlob;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many faults there were, by kind and operation.
 *
 * <pre>{@code
 * assertThat(aws.faults().injected().count(FaultKind.THROTTLED, "SubmitJob")).isEqualTo(3);
 * }</pre>
 *
 * <p>A picture of one moment; immutable.
 */
public final class FaultCounts {

  private final Map<FaultKind, Map<String, Integer>> counts;

  FaultCounts(Map<FaultKind, Map<String, Integer>> counts) {
    this.counts = counts;
  }

  /**
   * All faults of all kinds.
   *
   * @return their number
   */
  public int total() {
    return counts.keySet().stream().mapToInt(this::count).sum();
  }

  /**
   * The faults of a kind.
   *
   * @param kind which
   * @return their number
   */
  public int count(FaultKind kind) {
    return byOperation(kind).values().stream().mapToInt(count -> count).sum();
  }

  /**
   * The faults of a kind that befell some operations.
   *
   * @param kind which
   * @param operation as in {@link RequestJournal#matching}
   * @return their number
   */
  public int count(FaultKind kind, String operation) {
    OperationGlob pattern = new OperationGlob(operation);
    return byOperation(kind).entrySet().stream()
        .filter(count -> pattern.matches(count.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /**
   * The faults of a kind.
   *
   * @param kind which
   * @return their numbers by service and operation, such as {@code batch:SubmitJob}, in order of
   *     the alphabet; empty if there were none
   */
  public Map<String, Integer> byOperation(FaultKind kind) {
    return new TreeMap<>(counts.getOrDefault(kind, Map.of()));
  }

  /**
   * A line for each kind and operation.
   *
   * @return for example {@code 3 x batch:SubmitJob throttled}
   */
  @Override
  public String toString() {
    String lines =
        counts.keySet().stream()
            .flatMap(
                kind ->
                    byOperation(kind).entrySet().stream()
                        .map(it -> it.getValue() + " x " + it.getKey() + " " + kind))
            .collect(Collectors.joining("\n"));
    return lines.isEmpty() ? "no faults" : lines;
  }
}
