package io.github.spotbatch.testing.internal.script;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The compute environments that a world has ever had, and what was said of some of them by name. It
 * may have been said before they were there. Guarded by the world's lock.
 */
public final class EnvironmentNames {

  private final Set<String> made = new LinkedHashSet<>();
  private final List<Saying> sayings = new ArrayList<>();

  /** What was said of some environments, in words, for whoever looks for a mistyped name. */
  private record Saying(Glob environment, String words) {}

  /** An environment is there. */
  public void made(String name) {
    made.add(name);
  }

  /** Something was said of some environments. */
  public void said(Glob environment, String words) {
    sayings.add(new Saying(environment, words));
  }

  /** What was said of none that was ever there, a sentence each. */
  public List<String> unmet() {
    return sayings.stream()
        .filter(saying -> made.stream().noneMatch(saying.environment()::matches))
        .map(saying -> saying.words() + ": no compute environment was of that name; " + names())
        .toList();
  }

  private String names() {
    return made.isEmpty() ? "there was none" : "there were " + String.join(", ", made);
  }
}
