package io.github.spotbatch.testing.internal.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/** What a target is given of an event. */
@FunctionalInterface
public interface TargetInput {

  /** The input as JSON. */
  String of(JsonNode event, EventRule rule, Instant ingested);

  /** The event as it is. */
  static TargetInput event() {
    return (event, rule, ingested) -> EventJson.text(event);
  }

  /** Always the same. */
  static TargetInput constant(String json) {
    return (event, rule, ingested) -> json;
  }

  /** A part of the event. What is missing there is given as an empty object. */
  static TargetInput part(JsonPath path) {
    return (event, rule, ingested) -> {
      JsonNode part = path.of(event);
      return part.isMissingNode() ? "{}" : EventJson.text(part);
    };
  }

  /** A text in which {@code <name>} stands for a part of the event. */
  static TargetInput template(Map<String, JsonPath> paths, String template) {
    return (event, rule, ingested) -> InputTemplate.fill(paths, template, event, rule, ingested);
  }
}
