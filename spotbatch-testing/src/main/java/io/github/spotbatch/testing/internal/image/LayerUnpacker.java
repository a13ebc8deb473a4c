package io.github.spotbatch.testing.internal.image;

import io.github.spotbatch.testing.internal.image.ImageManifest.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Puts an image's layers one over the other, without those of its base. */
final class LayerUnpacker {

  /** Whether the archives of these media types are compressed by gzip; no others are read. */
  private static final Map<String, Boolean> GZIP =
      Map.of(
          "application/vnd.docker.image.rootfs.diff.tar.gzip", true,
          "application/vnd.docker.image.rootfs.diff.tar", false,
          "application/vnd.oci.image.layer.v1.tar+gzip", true,
          "application/vnd.oci.image.layer.v1.tar", false);

  private LayerUnpacker() {}

  /**
   * Unpacks an image.
   *
   * @param root an empty folder, whose path holds no link
   */
  static UnpackedImage unpack(ImageSource source, Path root, UnpackLimit limit) {
    ImageManifest manifest = ImageManifest.parse(source.manifest());
    ImageConfig config = ImageConfig.read(source.blob(manifest.config()));
    if (!config.os().isEmpty() && !config.os().equals("linux")) {
      throw new UnusableImage("the image is for " + config.os() + ", and only linux can be run");
    }
    List<Layer> all = manifest.layers();
    int added = config.addedLayers(all.size()).orElse(all.size());
    List<Layer> layers = all.subList(all.size() - added, all.size());
    ImageTree tree = new ImageTree(root, limit);
    layers.forEach(layer -> add(layer, source.blob(layer.digest()), tree));
    checkLinks(tree);
    return new UnpackedImage(root, config, added < all.size());
  }

  private static void add(Layer layer, Path blob, ImageTree tree) {
    Boolean gzip = GZIP.get(layer.mediaType());
    if (gzip == null) {
      throw new UnusableImage(
          "layer "
              + layer.digest()
              + " is "
              + layer.mediaType()
              + ", and only tar and gzip can be read");
    }
    if (!Files.exists(blob)) {
      throw new UnusableImage("the registry does not have layer " + layer.digest());
    }
    tree.beginLayer();
    try {
      LayerTar.read(blob, gzip, tree::add);
    } catch (IOException | IllegalArgumentException e) {
      // The library throws the latter for some broken archives.
      throw new UnusableImage("layer " + layer.digest() + " cannot be unpacked: " + e, e);
    }
  }

  private static void checkLinks(ImageTree tree) {
    try {
      tree.checkLinks();
    } catch (IOException e) {
      throw new UnusableImage("the image cannot be unpacked: " + e, e);
    }
  }
}
