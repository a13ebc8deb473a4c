package io.github.spotbatch.internal.provision;

import io.github.spotbatch.internal.compile.CompiledImage;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.CompiledStack;
import io.github.spotbatch.internal.compile.Names;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** One apply: whose it is, and what things are called that the plan could not name or renamed. */
final class Build {

  private final CompiledStack stack;
  private final Map<String, String> actual = new ConcurrentHashMap<>();

  Build(CompiledStack stack) {
    this.stack = stack;
  }

  Names names() {
    return stack.names();
  }

  /** What stands behind a resource that is an image. */
  CompiledImage image(CompiledResource resource) {
    return Objects.requireNonNull(stack.images().get(resource.id()));
  }

  /** The host that the plan expects the account's images at. */
  String plannedRegistry() {
    return stack.target().registryHost();
  }

  void put(String planned, String actual) {
    this.actual.put(planned, actual);
  }

  /** What stands in the place of a planned name or marker now. */
  String resolve(String planned) {
    return actual.getOrDefault(planned, planned);
  }
}
