package io.github.spotbatch.testing.internal.image;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * An image for one platform, where its registry keeps it.
 *
 * @param manifest its JSON
 * @param blobs the file of a digest, with a configuration or a layer
 */
public record ImageSource(String digest, String manifest, Function<String, Path> blobs) {

  /**
   * What the image says of itself.
   *
   * @throws UnusableImage if that cannot be read
   */
  public ImageConfig config() {
    return ImageConfig.read(blob(ImageManifest.parse(manifest).config()));
  }

  Path blob(String digest) {
    try {
      return blobs.apply(digest);
    } catch (IllegalArgumentException e) {
      throw new UnusableImage(
          "the image's manifest cannot be read: '" + digest + "' is no digest", e);
    }
  }
}
