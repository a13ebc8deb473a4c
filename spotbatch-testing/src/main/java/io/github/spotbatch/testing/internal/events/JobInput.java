package io.github.spotbatch.testing.internal.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a job queue reads of the input that it is given by a rule. */
final class JobInput {

  static final String PARAMETERS = "Parameters";

  private JobInput() {}

  /** The job's parameters; none, if the input is the event itself. */
  static Map<String, String> parameters(String json) {
    Map<String, String> parameters = new LinkedHashMap<>();
    JsonNode given = EventJson.parse(json).map(node -> node.path(PARAMETERS)).orElse(null);
    if (given != null) {
      given.properties().forEach(it -> parameters.put(it.getKey(), it.getValue().asText()));
    }
    return parameters;
  }
}
