package io.github.spotbatch.internal.compile;

import io.github.spotbatch.spec.StackSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tag that keeps a stack from being destroyed by its name. */
final class Protection {

  private Protection() {}

  /** The tags of a queue, an environment or a log group, with that one if the stack wants it. */
  static Map<String, String> marked(StackSpec stack, Map<String, String> tags) {
    if (!stack.deletionProtection()) {
      return tags;
    }
    Map<String, String> marked = new LinkedHashMap<>(tags);
    marked.put(Names.PROTECTED_TAG, "true");
    return marked;
  }
}
