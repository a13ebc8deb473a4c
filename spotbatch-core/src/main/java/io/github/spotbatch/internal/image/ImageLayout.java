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
 * @param baseName the base for people
 * @param entryPoint empty: that of the base, unless there is a command
 * @param command empty: that of the base, unless there is an entry point
 */
public record ImageLayout(
    BaseImage base,
    String baseName,
    CpuArchitecture architecture,
    List<ImageLayer> layers,
    Map<String, String> environment,
    Optional<String> workingDirectory,
    List<String> entryPoint,
    List<String> command,
    Optional<String> user) {

  private static final int LONGEST = 160;

  public ImageLayout {
    layers = layers.stream().filter(layer -> !layer.files().isEmpty()).toList();
    environment = new TreeMap<>(environment);
    entryPoint = List.copyOf(entryPoint);
    command = List.copyOf(command);
  }

  /** The same on what the base is now, or on what stands in its place. */
  ImageLayout on(BaseImage other) {
    boolean stands = other instanceof BaseImage.Empty && !other.equals(base);
    return new ImageLayout(
        other,
        stands ? other + ", which stands for " + base : other.toString(),
        architecture,
        layers,
        environment,
        workingDirectory,
        entryPoint,
        command,
        user);
  }

  /** The files that may not be as they were when this was read. */
  List<LayerFile> suspects() {
    return layers.stream()
        .flatMap(layer -> layer.files().stream())
        .filter(LayerFile::mayHaveChanged)
        .toList();
  }

  private String running() {
    String words = String.join(" ", entryPoint) + " " + String.join(" ", command);
    String own = words.isBlank() ? "what the base runs" : words.strip();
    String shown = own.length() > LONGEST ? "..." + own.substring(own.length() - LONGEST) : own;
    return shown + workingDirectory.map(directory -> " in " + directory).orElse("");
  }

  /** What goes in, for people. */
  public List<String> contents() {
    List<String> lines = new ArrayList<>();
    lines.add("linux/" + architecture.dockerName() + " on " + baseName);
    lines.add("runs " + running());
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
