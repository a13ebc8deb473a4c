package io.github.spotbatch.internal.image;

import io.github.spotbatch.exception.ImageException;
import io.github.spotbatch.spec.CpuArchitecture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * Fetches a base that takes a login, once for each digest, into a file as docker save writes it.
 * jib would do it as well, but by a client that can be told to log its headers.
 */
final class BasePull {

  private final RegistryConnection connection;
  private final Path directory;

  BasePull(RegistryConnection connection, Path directory) {
    this.connection = connection;
    this.directory = directory;
  }

  Path pull(ImageReference base, CpuArchitecture architecture) throws IOException {
    Files.createDirectories(directory);
    String name = base.version().replace(':', '-') + "-" + architecture.dockerName() + ".tar";
    Path tar = directory.resolve(name);
    if (Files.exists(tar)) {
      return tar;
    }
    Path made = Files.createTempFile(directory, "pulling-", ".tar");
    try {
      write(base, architecture, made);
      Files.move(made, tar, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(made);
    }
    return tar;
  }

  private void write(ImageReference base, CpuArchitecture architecture, Path file)
      throws IOException {
    JsonNode manifest = manifest(base, base.version());
    if (ImageIndex.lists(manifest)) {
      String digest =
          ImageIndex.of(manifest, architecture)
              .orElseThrow(
                  () ->
                      new ImageException(
                          "The base %s has no image for linux/%s: choose another base, or environments of its architecture."
                              .formatted(base, architecture.dockerName())));
      manifest = manifest(base, digest);
    }
    String configuration = ImageIndex.configuration(manifest).orElseThrow();
    try (TarWriter tar = new TarWriter(file)) {
      List<String> names = new ArrayList<>();
      tar.add("config.json", blob(base, configuration));
      for (JsonNode layer : manifest.field("layers").orElseThrow().asArray()) {
        String digest = ImageIndex.text(layer, "digest").orElseThrow();
        String name = digest.substring(digest.indexOf(':') + 1) + ".tar.gz";
        if (!names.contains(name)) {
          Path blob = Files.createTempFile(directory, "pulling-", ".layer");
          try {
            connection.download(base.repository() + "/blobs/" + digest, digest, blob);
            tar.add(name, blob);
          } finally {
            Files.deleteIfExists(blob);
          }
        }
        names.add(name);
      }
      String layers = "[\"" + String.join("\",\"", names) + "\"]";
      String index =
          "[{\"Config\":\"config.json\",\"RepoTags\":[],\"Layers\":%s}]".formatted(layers);
      tar.add("manifest.json", index.getBytes(StandardCharsets.UTF_8));
    }
  }

  private JsonNode manifest(ImageReference base, String version) {
    RegistryAnswer answer =
        connection.get(base.repository() + "/manifests/" + version, ImageIndex.ALL);
    RegistryRefusals.require(connection.host(), "the base " + base, answer, 200);
    return answer.json();
  }

  private byte[] blob(ImageReference base, String digest) {
    RegistryAnswer answer = connection.get(base.repository() + "/blobs/" + digest);
    RegistryRefusals.require(connection.host(), "the base " + base, answer, 200);
    return answer.body();
  }
}
