package io.github.spotbatch.testing.internal.ecr;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * An image: a manifest under its digest.
 *
 * @param tags live: another image's push can take a tag away
 */
public record Image(
    String digest, String manifest, String mediaType, Instant pushedAt, Set<String> tags) {

  Image(String digest, String manifest, String mediaType, Instant pushedAt) {
    this(digest, manifest, mediaType, pushedAt, new TreeSet<>());
  }
}
