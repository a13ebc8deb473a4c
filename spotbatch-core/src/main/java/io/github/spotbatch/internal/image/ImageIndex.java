package io.github.spotbatch.internal.image;

import io.github.spotbatch.spec.CpuArchitecture;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** What manifests and configurations of images say; they are JSON. */
final class ImageIndex {

  static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

  static final String[] ALL = {OCI_MANIFEST, OCI_INDEX, DOCKER_MANIFEST, DOCKER_LIST};

  private ImageIndex() {}

  /** Whether it lists an image for each of several platforms. */
  static boolean lists(JsonNode manifest) {
    return manifest.field("manifests").isPresent();
  }

  /** The digest of a list's image for an architecture. */
  static Optional<String> of(JsonNode list, CpuArchitecture architecture) {
    return list.field("manifests").orElseThrow().asArray().stream()
        .filter(
            entry ->
                entry.field("platform").flatMap(ImageIndex::architecture).stream()
                    .anyMatch(architecture::equals))
        .findFirst()
        .flatMap(entry -> text(entry, "digest"));
  }

  /** The platforms that a list has images for, as they are called. */
  static List<String> platforms(JsonNode list) {
    return list.field("manifests").orElseThrow().asArray().stream()
        .flatMap(entry -> entry.field("platform").stream())
        .map(ImageIndex::platform)
        .toList();
  }

  static String platform(JsonNode of) {
    return text(of, "os").orElse("?") + "/" + text(of, "architecture").orElse("?");
  }

  /** The architectures of Linux that a list has images for. */
  static Set<CpuArchitecture> architectures(JsonNode list) {
    Set<CpuArchitecture> found = EnumSet.noneOf(CpuArchitecture.class);
    list.field("manifests").orElseThrow().asArray().stream()
        .flatMap(entry -> entry.field("platform").stream())
        .flatMap(platform -> architecture(platform).stream())
        .forEach(found::add);
    return found;
  }

  /** The architecture that a platform or a configuration names. */
  static Optional<CpuArchitecture> architecture(JsonNode platform) {
    boolean linux = text(platform, "os").filter("linux"::equals).isPresent();
    String name = text(platform, "architecture").orElse("");
    return Arrays.stream(CpuArchitecture.values())
        .filter(known -> linux && known.dockerName().equals(name))
        .findFirst();
  }

  /** The digest of the configuration of a single image. */
  static Optional<String> configuration(JsonNode manifest) {
    return manifest.field("config").flatMap(config -> text(config, "digest"));
  }

  static Optional<String> text(JsonNode object, String member) {
    return object.field(member).filter(JsonNode::isString).map(JsonNode::text);
  }
}
