package io.github.spotbatch.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds steps that wait for one another in a circle. */
final class PipelineCycles {

  private PipelineCycles() {}

  /** Each circle as a path, such as {@code a -> b -> a}: a needs b, which needs a. */
  static List<String> of(Map<String, PipelineStep> steps) {
    Map<String, List<String>> left = new LinkedHashMap<>();
    steps.forEach((name, step) -> left.put(name, needs(step).filter(steps::containsKey).toList()));
    List<String> cycles = new ArrayList<>();
    takeFree(left);
    while (!left.isEmpty()) {
      List<String> cycle = walk(left);
      cycles.add(String.join(" -> ", cycle));
      left.keySet().removeAll(cycle);
      takeFree(left);
    }
    return cycles;
  }

  private static Stream<String> needs(PipelineStep step) {
    return Stream.concat(step.after().stream(), step.nToN().stream()).distinct();
  }

  /** Takes away, again and again, what waits for nothing that is left. */
  private static void takeFree(Map<String, List<String>> left) {
    boolean taken = true;
    while (taken) {
      taken = left.values().removeIf(needs -> needs.stream().noneMatch(left::containsKey));
    }
  }

  /** Everything that is left waits for something that is left, so following it comes round. */
  private static List<String> walk(Map<String, List<String>> left) {
    List<String> path = new ArrayList<>();
    String step = left.keySet().iterator().next();
    while (!path.contains(step)) {
      path.add(step);
      step = left.get(step).stream().filter(left::containsKey).findFirst().orElseThrow();
    }
    List<String> cycle = new ArrayList<>(path.subList(path.indexOf(step), path.size()));
    cycle.add(step);
    return cycle;
  }
}
