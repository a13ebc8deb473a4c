package io.github.spotbatch.testing.internal.ecr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * What an image manifest says of itself.
 *
 * @param size the bytes of all its layers
 */
record Manifest(String mediaType, long size) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";

  /** Empty: this is no JSON object. */
  static Optional<Manifest> parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    if (!root.isObject()) {
      return Optional.empty();
    }
    long size = 0;
    for (JsonNode layer : root.path("layers")) {
      size += layer.path("size").asLong();
    }
    return Optional.of(new Manifest(root.path("mediaType").asText(DOCKER), size));
  }
}
