package io.github.spotbatch.testing.internal.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the templates of targets are filled in. */
final class InputTemplate {

  private static final Pattern VARIABLE = Pattern.compile("<([A-Za-z0-9_.-]+)>");

  private InputTemplate() {}

  static String fill(
      Map<String, JsonPath> paths,
      String template,
      JsonNode event,
      EventRule rule,
      Instant ingested) {
    StringBuilder filled = new StringBuilder();
    int done = 0;
    Matcher variable = VARIABLE.matcher(template);
    while (variable.find()) {
      filled.append(template, done, variable.start());
      done = variable.end();
      boolean quoted = withinQuotes(template, variable.start());
      String name = variable.group(1);
      if (paths.containsKey(name)) {
        filled.append(written(paths.get(name).of(event), quoted));
      } else {
        filled.append(reserved(name, variable.group(), event, rule, ingested, quoted));
      }
    }
    return filled.append(template.substring(done)).toString();
  }

  private static String reserved(
      String name,
      String asWritten,
      JsonNode event,
      EventRule rule,
      Instant ingested,
      boolean quoted) {
    return switch (name) {
      case "aws.events.rule-arn" -> text(rule.arn(), quoted);
      case "aws.events.rule-name" -> text(rule.name(), quoted);
      case "aws.events.event.ingestion-time" -> text(ingested.toString(), quoted);
      case "aws.events.event", "aws.events.event.json" -> written(event, quoted);
      default -> asWritten;
    };
  }

  // Nothing is written for what is missing, as far as that leaves JSON.
  private static String written(JsonNode value, boolean quoted) {
    if (value.isMissingNode()) {
      return text("", quoted);
    }
    return value.isTextual() ? text(value.asText(), quoted) : json(value, quoted);
  }

  private static String text(String text, boolean quoted) {
    String json = EventJson.text(EventJson.object().textNode(text));
    return quoted ? json.substring(1, json.length() - 1) : json;
  }

  private static String json(JsonNode value, boolean quoted) {
    String json = EventJson.text(value);
    return quoted ? text(json, true) : json;
  }

  private static boolean withinQuotes(String template, int place) {
    boolean within = false;
    for (int i = 0; i < place; i++) {
      if (template.charAt(i) == '\\') {
        i++;
      } else if (template.charAt(i) == '"') {
        within = !within;
      }
    }
    return within;
  }
}
