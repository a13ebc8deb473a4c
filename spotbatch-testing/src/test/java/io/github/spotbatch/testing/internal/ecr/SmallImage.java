package io.github.spotbatch.testing.internal.ecr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;

/** Images of a few bytes, pushed by the operations of ECR. Their layers are no archives. */
public final class SmallImage {

  public static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
  static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";

  private SmallImage() {}

  /** Pushes an image with a configuration and these layers; returns its digest. */
  public static String push(EcrClient ecr, String repository, String tag, String... layers) {
    String manifest = manifest(ecr, repository, layers);
    return ecr.putImage(it -> it.repositoryName(repository).imageManifest(manifest).imageTag(tag))
        .image()
        .imageId()
        .imageDigest();
  }

  /** Uploads the layers and tells the manifest to be put. */
  static String manifest(EcrClient ecr, String repository, String... layers) {
    Stream.concat(Stream.of("{}"), Stream.of(layers))
        .forEach(layer -> upload(ecr, repository, layer));
    return manifest(layers);
  }

  /** The manifest of an image with these layers, which nobody has uploaded. */
  public static String manifest(String... layers) {
    return "{\"schemaVersion\":2,\"mediaType\":\""
        + Manifest.OCI
        + "\",\"config\":"
        + descriptor(CONFIG_TYPE, "{}")
        + ",\"layers\":["
        + Stream.of(layers)
            .map(layer -> descriptor(LAYER_TYPE, layer))
            .collect(Collectors.joining(","))
        + "]}";
  }

  public static String digest(String manifest) {
    return Digests.of(manifest);
  }

  /** An index of images for amd64, arm64 and so on. */
  public static String index(String... digests) {
    List<String> architectures = List.of("amd64", "arm64", "s390x");
    List<String> children = new ArrayList<>();
    for (String digest : digests) {
      children.add(
          "{\"mediaType\":\""
              + Manifest.OCI
              + "\",\"digest\":\""
              + digest
              + "\",\"size\":1,\"platform\":{\"os\":\"linux\",\"architecture\":\""
              + architectures.get(children.size())
              + "\"}}");
    }
    return "{\"schemaVersion\":2,\"mediaType\":\""
        + Manifest.OCI_INDEX
        + "\",\"manifests\":["
        + String.join(",", children)
        + "]}";
  }

  static String upload(EcrClient ecr, String repository, String content) {
    String digest = Digests.of(content);
    boolean there =
        ecr
            .batchCheckLayerAvailability(it -> it.repositoryName(repository).layerDigests(digest))
            .layers()
            .stream()
            .anyMatch(layer -> layer.layerAvailability() == LayerAvailability.AVAILABLE);
    if (!there) {
      SdkBytes bytes = SdkBytes.fromUtf8String(content);
      String id = ecr.initiateLayerUpload(it -> it.repositoryName(repository)).uploadId();
      ecr.uploadLayerPart(
          it ->
              it.repositoryName(repository)
                  .uploadId(id)
                  .partFirstByte(0L)
                  .partLastByte(length(content) - 1)
                  .layerPartBlob(bytes));
      ecr.completeLayerUpload(
          it -> it.repositoryName(repository).uploadId(id).layerDigests(digest));
    }
    return digest;
  }

  private static String descriptor(String mediaType, String content) {
    return "{\"mediaType\":\""
        + mediaType
        + "\",\"digest\":\""
        + Digests.of(content)
        + "\",\"size\":"
        + length(content)
        + "}";
  }

  private static long length(String content) {
    return content.getBytes(StandardCharsets.UTF_8).length;
  }
}
