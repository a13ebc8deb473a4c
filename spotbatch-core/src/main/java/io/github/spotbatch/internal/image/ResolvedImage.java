package io.github.spotbatch.internal.image;

import io.github.spotbatch.spec.CpuArchitecture;
import java.util.Optional;
import java.util.Set;

/**
 * What an image is at the time of a plan.
 *
 * @param digest empty: the user does not want it pinned
 * @param architectures those that it can run on; empty if that is not known
 * @param layout what it is built of; empty for one of a registry
 * @param doubt what could not be found out about it, in a sentence
 */
public record ResolvedImage(
    Optional<String> digest,
    Set<CpuArchitecture> architectures,
    Optional<ImageLayout> layout,
    Optional<String> doubt) {

  public ResolvedImage {
    architectures = Set.copyOf(architectures);
  }

  static ResolvedImage found(String digest, Set<CpuArchitecture> architectures) {
    return new ResolvedImage(
        Optional.of(digest), architectures, Optional.empty(), Optional.empty());
  }

  /** An image of which nothing is known but its name. */
  public static ResolvedImage unknown() {
    return new ResolvedImage(Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
  }

  /** A tag that follows from the content. */
  public String tag() {
    return tag(digest.orElseThrow());
  }

  /** The tag that follows from the content of any image. */
  public static String tag(String digest) {
    return Digests.tag(digest);
  }
}
