package io.github.spotbatch.testing.internal.ecr;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A repository with its images. */
public final class Repository {

  private final String name;
  private final String arn;
  private final String uri;
  private final Instant createdAt;
  private final boolean immutableTags;
  private final boolean scanOnPush;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Map<String, Image> images = new LinkedHashMap<>();

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

  public String uri() {
    return uri;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public boolean immutableTags() {
    return immutableTags;
  }

  public boolean scanOnPush() {
    return scanOnPush;
  }

  /** The tags of the repository itself, live: tagging changes them. */
  public Map<String, String> tags() {
    return tags;
  }

  /** The images, in the order of their first push. */
  public Collection<Image> images() {
    return images.values();
  }

  public Optional<Image> byDigest(String digest) {
    return Optional.ofNullable(images.get(digest));
  }

  public Optional<Image> byTag(String tag) {
    return images.values().stream().filter(image -> image.tags().contains(tag)).findFirst();
  }

  /** The digest under which a manifest is kept. */
  public static String digest(String manifest) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(manifest.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Keeps a manifest, unless it is there already. */
  Image put(String manifest, String mediaType, Instant now) {
    return images.computeIfAbsent(
        digest(manifest), digest -> new Image(digest, manifest, mediaType, now));
  }

  /** Gives a tag to an image and takes it from any other. */
  void tag(Image image, String tag) {
    images.values().forEach(other -> other.tags().remove(tag));
    image.tags().add(tag);
  }
}
