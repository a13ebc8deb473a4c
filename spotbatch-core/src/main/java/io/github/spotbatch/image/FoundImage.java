package io.github.spotbatch.image;

import io.github.spotbatch.spec.CpuArchitecture;
import java.util.Objects;
import java.util.Set;

/**
 * What a reference to an image stands for at one moment.
 *
 * @param digest of the image, or of the list of images of several platforms: {@code sha256:} and 64
 *     digits
 * @param architectures those that it can run on; empty if that is not known
 */
public record FoundImage(String digest, Set<CpuArchitecture> architectures) {
  /**
   * Makes a finding.
   *
   * @param digest of the image or the list
   * @param architectures those that it can run on
   */
  public FoundImage {
    Objects.requireNonNull(digest, "digest");
    architectures = Set.copyOf(architectures);
  }
}
