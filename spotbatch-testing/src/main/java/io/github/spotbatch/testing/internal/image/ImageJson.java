package io.github.spotbatch.testing.internal.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** The JSON of manifests and configurations. */
final class ImageJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ImageJson() {}

  /**
   * Reads an object.
   *
   * @param what it is, for the failure
   */
  static JsonNode object(String text, String what) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UnusableImage(what + " cannot be read: it is no JSON", e);
    }
    if (!root.isObject()) {
      throw new UnusableImage(what + " cannot be read: it is no JSON object");
    }
    return root;
  }

  /** The elements of an array; none where there is no array. */
  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
