package io.github.spotbatch.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Failed children by what they failed of, the most frequent first. */
final class FailureGroups {

  private static final int GROUPS = 5;
  private static final int INDICES = 8;

  private FailureGroups() {}

  static String text(List<FailedChild> failed) {
    Map<String, List<Integer>> groups =
        failed.stream()
            .collect(
                Collectors.groupingBy(
                    child -> child.cause().summary(),
                    LinkedHashMap::new,
                    Collectors.mapping(FailedChild::index, Collectors.toList())));
    List<Map.Entry<String, List<Integer>>> sorted =
        groups.entrySet().stream()
            .sorted(Comparator.comparing(group -> -group.getValue().size()))
            .toList();
    List<String> texts =
        sorted.stream()
            .limit(GROUPS)
            .map(group -> text(group.getKey(), group.getValue()))
            .collect(Collectors.toCollection(ArrayList::new));
    int others = sorted.stream().skip(GROUPS).mapToInt(group -> group.getValue().size()).sum();
    if (others > 0) {
      texts.add(others + " for other reasons");
    }
    return String.join(", ", texts);
  }

  private static String text(String what, List<Integer> indices) {
    List<String> ranges = ranges(indices);
    String shown = String.join(", ", ranges.subList(0, Math.min(INDICES, ranges.size())));
    String more = ranges.size() > INDICES ? ", ..." : "";
    return "%d %s (%s%s)".formatted(indices.size(), what, shown, more);
  }

  /** Three and more in a row as {@code 3-7}. */
  private static List<String> ranges(List<Integer> indices) {
    List<String> ranges = new ArrayList<>();
    int first = 0;
    while (first < indices.size()) {
      int last = first;
      while (last + 1 < indices.size() && indices.get(last + 1) == indices.get(last) + 1) {
        last++;
      }
      if (last - first < 2) {
        ranges.add(String.valueOf(indices.get(first)));
        first++;
      } else {
        ranges.add(indices.get(first) + "-" + indices.get(last));
        first = last + 1;
      }
    }
    return ranges;
  }
}
