package io.github.spotbatch.internal.job;

import io.github.spotbatch.spec.CpuArchitecture;
import java.util.Set;

/**
 * A compute environment of a queue.
 *
 * @param architectures those of its instances; empty if its instance types do not tell
 */
record QueueEnvironment(String name, Set<CpuArchitecture> architectures) {

  boolean tells() {
    return !architectures.isEmpty();
  }

  boolean runs(Set<CpuArchitecture> image) {
    return architectures.stream().anyMatch(image::contains);
  }
}
