package io.github.spotbatch.testing.internal.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The manifest of an image for one platform.
 *
 * @param config the digest of its configuration
 * @param layers the lowest first
 */
record ImageManifest(String config, List<Layer> layers) {

  /** A layer, which the registry has under its digest. */
  record Layer(String digest, String mediaType) {}

  static ImageManifest parse(String text) {
    JsonNode root = ImageJson.object(text, "the image's manifest");
    String config = root.path("config").path("digest").asText();
    if (config.isEmpty()) {
      throw new UnusableImage("the image's manifest cannot be read: it names no configuration");
    }
    List<Layer> layers = new ArrayList<>();
    for (JsonNode layer : root.path("layers")) {
      layers.add(new Layer(layer.path("digest").asText(), layer.path("mediaType").asText()));
    }
    return new ImageManifest(config, List.copyOf(layers));
  }
}
