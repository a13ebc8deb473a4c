package io.github.spotbatch.testing.internal.ecr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says: of an image, its configuration and layers; of an index, its children.
 *
 * @param config of an image only
 * @param layers none in an index
 * @param children none in an image
 * @param artifactType what the image is said to be, if it is said
 */
record Manifest(
    String mediaType,
    @Nullable Descriptor config,
    List<Descriptor> layers,
    List<Child> children,
    @Nullable String artifactType) {

  static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
  static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  private static final Set<String> IMAGES = Set.of(DOCKER, OCI);
  private static final Set<String> INDEXES = Set.of(DOCKER_LIST, OCI_INDEX);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Something that a manifest refers to. */
  record Descriptor(String mediaType, String digest, long size) {}

  /** An image of an index, and for which machines it is. */
  record Child(String digest, String os, String architecture) {}

  static boolean isKnown(String mediaType) {
    return IMAGES.contains(mediaType) || INDEXES.contains(mediaType);
  }

  boolean isIndex() {
    return INDEXES.contains(mediaType);
  }

  /** All that must have been pushed before an image: its configuration and its layers. */
  List<Descriptor> blobs() {
    List<Descriptor> blobs = new ArrayList<>();
    if (config != null) {
      blobs.add(config);
    }
    blobs.addAll(layers);
    return blobs;
  }

  /** The bytes of all layers. */
  long size() {
    return layers.stream().mapToLong(Descriptor::size).sum();
  }

  /** The media type that a manifest gives itself; empty: this is no JSON object, or has none. */
  static Optional<String> ownMediaType(String text) {
    return object(text).map(root -> root.path("mediaType")).map(Manifest::text);
  }

  /**
   * Reads a manifest of a type that is known.
   *
   * @param mediaType as it was sent; what the manifest says of itself must not differ
   * @return empty if it is none, or not a manifest of that type
   */
  static Optional<Manifest> parse(String text, String mediaType) {
    return object(text)
        .filter(root -> root.path("schemaVersion").asInt() == 2)
        .filter(root -> !root.has("mediaType") || mediaType.equals(text(root.path("mediaType"))))
        .flatMap(
            root -> INDEXES.contains(mediaType) ? index(root, mediaType) : image(root, mediaType));
  }

  private static Optional<Manifest> image(JsonNode root, String mediaType) {
    Optional<Descriptor> config = descriptor(root.path("config"));
    Optional<List<Descriptor>> layers = descriptors(root.path("layers"));
    if (config.isEmpty() || layers.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Manifest(
            mediaType, config.get(), layers.get(), List.of(), text(root.path("artifactType"))));
  }

  private static Optional<Manifest> index(JsonNode root, String mediaType) {
    if (descriptors(root.path("manifests")).isEmpty()) {
      return Optional.empty();
    }
    List<Child> children = new ArrayList<>();
    for (JsonNode node : root.path("manifests")) {
      JsonNode platform = node.path("platform");
      children.add(
          new Child(
              node.path("digest").asText(),
              platform.path("os").asText(),
              platform.path("architecture").asText()));
    }
    return Optional.of(
        new Manifest(mediaType, null, List.of(), children, text(root.path("artifactType"))));
  }

  /** Empty: this is no list of descriptors. */
  private static Optional<List<Descriptor>> descriptors(JsonNode list) {
    if (!list.isArray()) {
      return Optional.empty();
    }
    List<Descriptor> descriptors = new ArrayList<>();
    for (JsonNode node : list) {
      descriptor(node).ifPresent(descriptors::add);
    }
    return descriptors.size() == list.size() ? Optional.of(descriptors) : Optional.empty();
  }

  private static Optional<Descriptor> descriptor(JsonNode node) {
    String digest = node.path("digest").asText();
    boolean complete =
        Digests.isDigest(digest)
            && node.path("mediaType").isTextual()
            && node.path("size").isIntegralNumber();
    return complete
        ? Optional.of(
            new Descriptor(node.path("mediaType").asText(), digest, node.path("size").asLong()))
        : Optional.empty();
  }

  private static Optional<JsonNode> object(String text) {
    try {
      return Optional.ofNullable(JSON.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }
}
