package io.github.spotbatch.testing.internal.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path to one place of an event, such as {@code $.detail.attempts[0].exitCode}. */
record JsonPath(List<String> steps) {

  private static final String STEP = "\\.([A-Za-z0-9_-]+)|\\[(\\d{1,9})\\]|\\['([^']+)'\\]";
  private static final Pattern NEXT = Pattern.compile(STEP);
  private static final Pattern WHOLE = Pattern.compile("\\$(" + STEP + ")*");

  /** Empty: more than a path of names and indices. */
  static Optional<JsonPath> parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    List<String> steps = new ArrayList<>();
    Matcher step = NEXT.matcher(text);
    while (step.find()) {
      for (int group = 1; group <= 3; group++) {
        if (step.group(group) != null) {
          steps.add(step.group(group));
        }
      }
    }
    return Optional.of(new JsonPath(steps));
  }

  /** What is there; a missing node if nothing is. */
  JsonNode of(JsonNode event) {
    JsonNode node = event;
    for (String step : steps) {
      boolean index = node.isArray() && step.matches("\\d+");
      node = index ? node.path(Integer.parseInt(step)) : node.path(step);
    }
    return node;
  }
}
