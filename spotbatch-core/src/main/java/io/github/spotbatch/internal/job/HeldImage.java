package io.github.spotbatch.internal.job;

import io.github.spotbatch.spec.CpuArchitecture;
import java.util.List;
import java.util.Set;

/**
 * A job's image, held against the queue that the job is for.
 *
 * @param architectures those that the image is for; empty if that is not known
 * @param environmentArns those of the queue, in its order; none where the image alone tells
 * @param environments the same
 * @param justRead whether nothing of it was remembered
 */
record HeldImage(
    Set<CpuArchitecture> architectures,
    List<String> environmentArns,
    List<QueueEnvironment> environments,
    boolean justRead) {

  private static final Set<CpuArchitecture> ALL = Set.of(CpuArchitecture.values());

  enum Verdict {
    FITS,
    UNFIT,
    NOT_KNOWN
  }

  /** An image for which it does not matter what the queue has. */
  static HeldImage withoutQueue(Set<CpuArchitecture> architectures) {
    return new HeldImage(architectures, List.of(), List.of(), true);
  }

  static boolean needsQueue(Set<CpuArchitecture> architectures) {
    return !architectures.isEmpty() && !architectures.equals(ALL);
  }

  Verdict verdict() {
    boolean fits =
        architectures.equals(ALL)
            || environments.stream().anyMatch(environment -> environment.runs(architectures));
    boolean allTell =
        !environments.isEmpty() && environments.stream().allMatch(QueueEnvironment::tells);
    if (fits) {
      return Verdict.FITS;
    }
    return allTell ? Verdict.UNFIT : Verdict.NOT_KNOWN;
  }
}
