package io.github.spotbatch.testing.internal.ecr;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An image of a repository as it was when asked for, for those who run it. Immutable. */
public final class StoredImage {

  private final Image image;
  private final Set<String> references;
  private final Map<String, StoredImage> architectures;
  private final BlobStore blobs;

  /**
   * An image.
   *
   * @param references under which its tags can be pulled
   * @param architectures the images of an index by the machines that they are for
   */
  StoredImage(
      Image image,
      Set<String> references,
      Map<String, StoredImage> architectures,
      BlobStore blobs) {
    this.image = image;
    this.references = references;
    this.architectures = architectures;
    this.blobs = blobs;
  }

  public String digest() {
    return image.digest();
  }

  /** The manifest's media type, Docker's or OCI's. */
  public String mediaType() {
    return image.mediaType();
  }

  /** The manifest, JSON as it was pushed. */
  public String manifest() {
    return image.text();
  }

  /** Whether this only lists images for several kinds of machines. */
  public boolean isIndex() {
    return image.manifest().isIndex();
  }

  /** All references with a tag that lead to this digest, under either host of the registry. */
  public Set<String> references() {
    return references;
  }

  /**
   * What a machine of that architecture gets when it pulls this: the fitting image of an index for
   * Linux, and any other image as it is, whatever it was built for.
   *
   * @param architecture as OCI writes it, such as {@code amd64} or {@code arm64}
   * @return empty: the index has none for it
   */
  public Optional<StoredImage> forArchitecture(String architecture) {
    return isIndex() ? Optional.ofNullable(architectures.get(architecture)) : Optional.of(this);
  }

  /**
   * The file with the configuration or a layer of an image; it is not to be changed. It is there
   * until the world is closed.
   *
   * @throws IllegalArgumentException if this is no digest
   */
  public Path blob(String digest) {
    return blobs.file(digest);
  }
}
