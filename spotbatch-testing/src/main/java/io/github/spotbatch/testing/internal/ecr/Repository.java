package io.github.spotbatch.testing.internal.ecr;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A repository with its images and their layers. */
public final class Repository {

  private final String name;
  private final String arn;
  private final String uri;
  private final Instant createdAt;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Map<String, Image> images = new LinkedHashMap<>();
  private final Map<String, Long> layers = new LinkedHashMap<>();
  private final Map<String, LayerUpload> uploads = new LinkedHashMap<>();
  private boolean immutableTags;
  private boolean scanOnPush;
  private @Nullable LifecyclePolicy lifecyclePolicy;

  Repository(
      String name,
      String arn,
      String uri,
      Instant createdAt,
      boolean immutableTags,
      boolean scanOnPush) {
    this.name = name;
    this.arn = arn;
    this.uri = uri;
    this.createdAt = createdAt;
    this.immutableTags = immutableTags;
    this.scanOnPush = scanOnPush;
  }

  public String name() {
    return name;
  }

  public String arn() {
    return arn;
  }

  String uri() {
    return uri;
  }

  Instant createdAt() {
    return createdAt;
  }

  boolean immutableTags() {
    return immutableTags;
  }

  void immutableTags(boolean newImmutableTags) {
    immutableTags = newImmutableTags;
  }

  boolean scanOnPush() {
    return scanOnPush;
  }

  void scanOnPush(boolean newScanOnPush) {
    scanOnPush = newScanOnPush;
  }

  /** The tags of the repository itself, live: tagging changes them. */
  public Map<String, String> tags() {
    return tags;
  }

  /** The images, in the order of their first push. */
  Collection<Image> images() {
    return images.values();
  }

  /** The sizes of the layers and configurations that were pushed here, live. */
  Map<String, Long> layers() {
    return layers;
  }

  /** What is on its way in, by its id, live. */
  Map<String, LayerUpload> uploads() {
    return uploads;
  }

  Optional<LifecyclePolicy> lifecyclePolicy() {
    return Optional.ofNullable(lifecyclePolicy);
  }

  void lifecyclePolicy(@Nullable LifecyclePolicy policy) {
    lifecyclePolicy = policy;
  }

  Optional<Image> byDigest(String digest) {
    return Optional.ofNullable(images.get(digest));
  }

  Optional<Image> byTag(String tag) {
    return images.values().stream().filter(image -> image.tags().contains(tag)).findFirst();
  }

  /** What a reference of a pull means: a digest or a tag. */
  Optional<Image> find(String reference) {
    return Digests.isDigest(reference) ? byDigest(reference) : byTag(reference);
  }

  /** Keeps an image, unless it is there already. */
  Image put(Image image) {
    Image before = images.putIfAbsent(image.digest(), image);
    return before == null ? image : before;
  }

  void remove(Image image) {
    images.remove(image.digest());
  }

  /** Gives a tag to an image and takes it from any other. */
  void tag(Image image, String tag, Instant now) {
    images.values().stream()
        .filter(other -> other != image)
        .forEach(other -> other.untag(tag, now));
    image.tag(tag, now);
  }

  /** Whether an index here lists the image. */
  boolean isReferred(Image image) {
    return images.values().stream().anyMatch(other -> other.refersTo(image.digest()));
  }
}
