package io.github.spotbatch.testing.internal.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes a small image of layers, whose blobs are files in a folder. */
final class TestImage {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";

  private final Path folder;
  private final List<Object> layers = new ArrayList<>();
  private final Map<String, Object> container = new LinkedHashMap<>();
  private final Map<String, Object> config = new LinkedHashMap<>();

  /** How often a layer was read. */
  final AtomicInteger reads = new AtomicInteger();

  TestImage(Path folder) {
    this.folder = folder;
    config.put("os", "linux");
    config.put("architecture", "amd64");
    config.put("config", container);
  }

  TestImage layer(TestLayer layer) {
    return layer(GZIP, layer.gzip());
  }

  TestImage layer(String mediaType, byte[] bytes) {
    layers.add(Map.of("mediaType", mediaType, "digest", blob("layer-" + layers.size(), bytes)));
    return this;
  }

  /** A layer that no registry has. */
  TestImage lostLayer() {
    layers.add(Map.of("mediaType", GZIP, "digest", "lost"));
    return this;
  }

  TestImage entrypoint(String... words) {
    container.put("Entrypoint", List.of(words));
    return this;
  }

  TestImage cmd(String... words) {
    container.put("Cmd", List.of(words));
    return this;
  }

  TestImage environment(String... pairs) {
    container.put("Env", List.of(pairs));
    return this;
  }

  TestImage workingDirectory(String path) {
    container.put("WorkingDir", path);
    return this;
  }

  TestImage addedLayers(String number) {
    container.put("Labels", Map.of("io.github.spotbatch.layers", number));
    return this;
  }

  TestImage os(String os) {
    config.put("os", os);
    return this;
  }

  ImageSource source() {
    String digest = blob("config", json(config));
    Map<String, Object> manifest = Map.of("config", Map.of("digest", digest), "layers", layers);
    return new ImageSource(
        "sha256:image", new String(json(manifest), StandardCharsets.UTF_8), this::file);
  }

  private Path file(String digest) {
    if (digest.startsWith("layer")) {
      reads.incrementAndGet();
    }
    return folder.resolve(digest);
  }

  private String blob(String name, byte[] bytes) {
    try {
      Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return name;
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
