package io.github.spotbatch.testing.internal.ecr;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An image or an index of images: a manifest under its digest. */
final class Image {

  private final String digest;
  private final String text;
  private final Manifest manifest;
  private final Instant pushedAt;
  private final Set<String> tags = new TreeSet<>();
  private Instant taggedAt;
  private @Nullable Instant pulledAt;

  Image(String text, Manifest manifest, Instant pushedAt) {
    this.digest = Digests.of(text);
    this.text = text;
    this.manifest = manifest;
    this.pushedAt = pushedAt;
    this.taggedAt = pushedAt;
  }

  String digest() {
    return digest;
  }

  /** The manifest as it was pushed, which the digest is of. */
  String text() {
    return text;
  }

  /** The manifest as it was read. */
  Manifest manifest() {
    return manifest;
  }

  String mediaType() {
    return manifest.mediaType();
  }

  Instant pushedAt() {
    return pushedAt;
  }

  Set<String> tags() {
    return tags;
  }

  void tag(String tag, Instant now) {
    if (tags.add(tag)) {
      taggedAt = now;
    }
  }

  void untag(String tag, Instant now) {
    if (tags.remove(tag)) {
      taggedAt = now;
    }
  }

  /** When it got or lost a tag, at last. */
  Instant taggedAt() {
    return taggedAt;
  }

  Optional<Instant> pulledAt() {
    return Optional.ofNullable(pulledAt);
  }

  void pulled(Instant now) {
    pulledAt = now;
  }

  boolean refersTo(String other) {
    return manifest.children().stream().anyMatch(child -> child.digest().equals(other));
  }
}
