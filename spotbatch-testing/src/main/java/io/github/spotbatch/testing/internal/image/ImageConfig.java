package io.github.spotbatch.testing.internal.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What an image says of itself.
 *
 * @param os such as {@code linux}; empty if it does not say
 * @param architecture such as {@code amd64}; empty if it does not say
 * @param workingDirectory empty for the root
 */
public record ImageConfig(
    String os,
    String architecture,
    List<String> entrypoint,
    List<String> cmd,
    Map<String, String> environment,
    String workingDirectory,
    Map<String, String> labels) {

  /** The label that tells how many layers, the last ones, were put on top of a base. */
  static final String ADDED_LAYERS = "io.github.spotbatch.layers";

  /** What clients refuse, too: a configuration is a few kilobytes. */
  private static final long MAX_BYTES = 4L << 20;

  static ImageConfig read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UnusableImage("the image's configuration cannot be read: it is above 4 MiB");
      }
      return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UnusableImage("the image's configuration cannot be read: " + e, e);
    }
  }

  static ImageConfig parse(String text) {
    JsonNode root = ImageJson.object(text, "the image's configuration");
    JsonNode container = root.path("config");
    return new ImageConfig(
        root.path("os").asText(),
        root.path("architecture").asText(),
        ImageJson.texts(container.path("Entrypoint")),
        ImageJson.texts(container.path("Cmd")),
        variables(ImageJson.texts(container.path("Env"))),
        container.path("WorkingDir").asText(),
        labels(container.path("Labels")));
  }

  private static Map<String, String> variables(List<String> pairs) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        variables.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return variables;
  }

  private static Map<String, String> labels(JsonNode object) {
    Map<String, String> labels = new LinkedHashMap<>();
    object
        .fields()
        .forEachRemaining(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  /** What a container starts, as Docker puts it together; empty if there is nothing to start. */
  public List<String> command(List<String> jobCommand) {
    List<String> line = new ArrayList<>(entrypoint);
    line.addAll(jobCommand.isEmpty() ? cmd : jobCommand);
    return line;
  }

  /**
   * How many layers were put on top of a base; empty if the image does not say.
   *
   * @param layers how many the image has
   * @throws UnusableImage if it says something impossible
   */
  OptionalInt addedLayers(int layers) {
    String label = labels.get(ADDED_LAYERS);
    if (label == null) {
      return OptionalInt.empty();
    }
    if (!label.matches("\\d{1,6}") || Integer.parseInt(label) > layers) {
      throw new UnusableImage(
          "the image's label "
              + ADDED_LAYERS
              + " is '"
              + label
              + "', and not how many of its "
              + layers
              + " layers were added to a base");
    }
    return OptionalInt.of(Integer.parseInt(label));
  }
}
