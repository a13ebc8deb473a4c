package io.github.spotbatch.testing.internal.batch;

import java.math.BigDecimal;
import java.util.List;

/** The pairs of vCPUs and memory in which Fargate comes. */
final class FargateSizes {

  private static final List<Size> SIZES =
      List.of(
          new Size("0.25", 512, 512, 512),
          new Size("0.25", 1024, 2048, 1024),
          new Size("0.5", 1024, 4096, 1024),
          new Size("1", 2048, 8192, 1024),
          new Size("2", 4096, 16_384, 1024),
          new Size("4", 8192, 30_720, 1024),
          new Size("8", 16_384, 61_440, 4096),
          new Size("16", 32_768, 122_880, 8192));

  /** So many vCPUs with each memory from one to another in such steps. */
  private record Size(String vcpus, long minMiB, long maxMiB, long stepMiB) {

    boolean holds(BigDecimal wanted, long memoryMiB) {
      return new BigDecimal(vcpus).compareTo(wanted) == 0
          && memoryMiB >= minMiB
          && memoryMiB <= maxMiB
          && (memoryMiB - minMiB) % stepMiB == 0;
    }
  }

  private FargateSizes() {}

  static boolean offer(String vcpus, long memoryMiB) {
    BigDecimal wanted = new BigDecimal(vcpus);
    return SIZES.stream().anyMatch(size -> size.holds(wanted, memoryMiB));
  }
}
