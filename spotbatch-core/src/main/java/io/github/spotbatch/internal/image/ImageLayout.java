package io.github.spotbatch.internal.image;

import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.CpuArchitecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that an image is built of, read from this machine.
 *
 * @param entryPoint empty: that of the base, unless there is a command
 * @param command empty: that of the base, unless there is an entry point
 */
public record ImageLayout(
    BaseImage base,
    CpuArchitecture architecture,
    List<ImageLayer> layers,
    Map<String, String> environment,
    Optional<String> workingDirectory,
    List<String> entryPoint,
    List<String> command,
    Optional<String> user) {

  public ImageLayout {
    layers = layers.stream().filter(layer -> !layer.files().isEmpty()).toList();
    environment = new TreeMap<>(environment);
    entryPoint = List.copyOf(entryPoint);
    command = List.copyOf(command);
  }

  ImageLayout on(BaseImage other) {
    return new ImageLayout(
        other, architecture, layers, environment, workingDirectory, entryPoint, command, user);
  }

  /** What goes in, for people. */
  public List<String> contents() {
    List<String> lines = new ArrayList<>();
    lines.add("linux/" + architecture.dockerName() + " on " + base);
    for (ImageLayer layer : layers) {
      lines.add(
          "layer %s: %d %s, %s"
              .formatted(
                  layer.name(),
                  layer.files().size(),
                  layer.files().size() == 1 ? "file" : "files",
                  Bytes.text(layer.bytes())));
      layer.contents().forEach(line -> lines.add("  " + line));
    }
    if (!environment.isEmpty()) {
      lines.add("environment variables " + String.join(", ", environment.keySet()));
    }
    return lines;
  }
}
