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
 * Fetches bases from registries, once for each digest, into files as docker save writes them. jib
 * would do it as well, but by a client that can be told to log its headers, and that asks for a
 * quarter of an hour where nobody answers.
 */
final class BasePull {

  private final Path directory;
  private final RegistryHosts hosts;
  private final RegistryClients clients;

  BasePull(Path directory, RegistryHosts hosts, RegistryClients clients) {
    this.directory = directory;
    this.hosts = hosts;
    this.clients = clients;
  }

  /**
   * The file of a base, without a call if it was fetched before.
   *
   * @param base by its digest
   */
  Path file(ImageReference base, CpuArchitecture architecture) throws IOException {
    Files.createDirectories(directory);
    String name = base.version().replace(':', '-') + "-" + architecture.dockerName() + ".tar";
    Path tar = directory.resolve(name);
    if (Files.exists(tar)) {
      return tar;
    }
    RegistryHost host = JibLogins.orDockers(hosts.of(base.host()));
    Path made = Files.createTempFile(directory, "pulling-", ".tar");
    try {
      write(new RegistryConnection(host, clients), base, architecture, made);
      Files.move(made, tar, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(made);
    }
    return tar;
  }

  private void write(
      RegistryConnection connection, ImageReference base, CpuArchitecture architecture, Path file)
      throws IOException {
    JsonNode manifest = manifest(connection, base, base.version());
    if (ImageIndex.lists(manifest)) {
      String digest =
          ImageIndex.of(manifest, architecture)
              .orElseThrow(
                  () ->
                      new ImageException(
                          "The base %s has no image for linux/%s: choose another base, or environments of its architecture."
                              .formatted(base, architecture.dockerName())));
      manifest = manifest(connection, base, digest);
    }
    String configuration = ImageIndex.configuration(manifest).orElseThrow();
    try (TarWriter tar = new TarWriter(file)) {
      List<String> names = new ArrayList<>();
      tar.add("config.json", blob(connection, base, configuration));
      for (JsonNode layer : manifest.field("layers").orElseThrow().asArray()) {
        String digest = ImageIndex.text(layer, "digest").orElseThrow();
        requireReadable(base, layer);
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

  /** What jib would take for something else. */
  private static void requireReadable(ImageReference base, JsonNode layer) {
    if (ImageIndex.text(layer, "mediaType").orElse("").contains("zstd")) {
      throw new ImageException(
          "The base %s has layers of zstd, which cannot be built on: choose one with layers of gzip."
              .formatted(base));
    }
  }

  private static JsonNode manifest(
      RegistryConnection connection, ImageReference base, String version) {
    RegistryAnswer answer =
        connection.get(base.repository() + "/manifests/" + version, ImageIndex.ALL);
    RegistryRefusals.require(connection.host(), "the base " + base, answer, 200);
    return answer.json();
  }

  private static byte[] blob(RegistryConnection connection, ImageReference base, String digest) {
    RegistryAnswer answer = connection.get(base.repository() + "/blobs/" + digest);
    RegistryRefusals.require(connection.host(), "the base " + base, answer, 200);
    return answer.body();
  }
}
