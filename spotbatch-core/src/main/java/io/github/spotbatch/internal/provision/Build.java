package io.github.spotbatch.internal.provision;

import io.github.spotbatch.internal.compile.Names;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One apply: whose it is, and what things are called that the plan could not name or renamed. */
final class Build {

  private final Names names;
  private final Map<String, String> actual = new ConcurrentHashMap<>();

  Build(Names names) {
    this.names = names;
  }

  Names names() {
    return names;
  }

  void put(String planned, String actual) {
    this.actual.put(planned, actual);
  }

  /** What stands in the place of a planned name or marker now. */
  String resolve(String planned) {
    return actual.getOrDefault(planned, planned);
  }
}
