package io.github.spotbatch.testing.internal.ecr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.ecr.LifecycleRule.TagStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Reads the text of a lifecycle policy and refuses what ECR refuses. The sentences are those of the
 * JSON schema validator that ECR shows through; where no schema can say it, the text is not known.
 */
final class LifecycleText {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_WILDCARDS = 4;
  private static final String NO_SCHEMA =
      "instance failed to match exactly one schema (matched 0 out of 2)";

  private LifecycleText() {}

  /** The rules by their priority. */
  static List<LifecycleRule> rules(String text) {
    JsonNode root = root(text);
    properties(root, Set.of("rules"), Set.of());
    List<LifecycleRule> rules = new ArrayList<>();
    root.path("rules").forEach(rule -> rules.add(rule(rule)));
    if (rules.isEmpty()) {
      throw invalid(
          "array is too short: must have at least 1 elements but instance has 0 elements");
    }
    rules.sort(Comparator.comparing(LifecycleRule::priority));
    checkTogether(rules);
    return rules;
  }

  private static JsonNode root(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      if (root != null && root.isObject()) {
        return root;
      }
    } catch (JsonProcessingException e) {
      throw noPolicy();
    }
    throw noPolicy();
  }

  private static AwsServiceException noPolicy() {
    return invalid("Could not map policyString into LifecyclePolicy.");
  }

  private static LifecycleRule rule(JsonNode rule) {
    properties(rule, Set.of("rulePriority", "selection", "action"), Set.of("description"));
    properties(rule.path("action"), Set.of("type"), Set.of("targetStorageClass"));
    oneOf(rule.path("action").path("type"), List.of("expire", "transition"));
    notModelled(rule.path("action"), "targetStorageClass");
    if (!rule.path("action").path("type").asText().equals("expire")) {
      throw Parameters.unsupported("ecr", "PutLifecyclePolicy [action=transition]");
    }
    int priority = positive(rule.path("rulePriority"));
    JsonNode selection = rule.path("selection");
    properties(
        selection,
        Set.of("tagStatus", "countType", "countNumber"),
        Set.of("tagPrefixList", "tagPatternList", "countUnit", "storageClass"));
    notModelled(selection, "storageClass");
    String status = oneOf(selection.path("tagStatus"), List.of("any", "tagged", "untagged"));
    return counted(priority, TagStatus.valueOf(status.toUpperCase(Locale.ROOT)), selection);
  }

  private static LifecycleRule counted(int priority, TagStatus status, JsonNode selection) {
    List<Pattern> patterns = patterns(status, selection);
    int number = positive(selection.path("countNumber"));
    String countType = selection.path("countType").asText();
    boolean hasUnit = selection.has("countUnit");
    switch (countType) {
      case "imageCountMoreThan" -> {
        if (hasUnit) {
          throw invalid(NO_SCHEMA);
        }
        return new LifecycleRule(priority, status, patterns, number, null);
      }
      case "sinceImagePushed" -> {
        if (!hasUnit) {
          throw invalid(NO_SCHEMA);
        }
        oneOf(selection.path("countUnit"), List.of("days"));
        return new LifecycleRule(priority, status, patterns, 0, Duration.ofDays(number));
      }
      case "sinceImagePulled", "sinceImageTransitioned" ->
          throw Parameters.unsupported("ecr", "PutLifecyclePolicy [countType=" + countType + "]");
      default -> throw invalid(NO_SCHEMA);
    }
  }

  private static List<Pattern> patterns(TagStatus status, JsonNode selection) {
    JsonNode prefixes = selection.path("tagPrefixList");
    JsonNode wildcards = selection.path("tagPatternList");
    boolean given = prefixes.size() > 0 || wildcards.size() > 0;
    // Documented; the texts are not known.
    if (status == TagStatus.TAGGED && !given) {
      throw invalid("tagPrefixList or tagPatternList is required when tagStatus is tagged");
    }
    if (status != TagStatus.TAGGED && given) {
      throw invalid("tagPrefixList and tagPatternList are for tagStatus tagged alone");
    }
    if (prefixes.size() > 0 && wildcards.size() > 0) {
      throw invalid("tagPrefixList and tagPatternList exclude each other");
    }
    List<Pattern> patterns = new ArrayList<>();
    prefixes.forEach(prefix -> patterns.add(pattern(prefix.asText() + "*")));
    for (JsonNode wildcard : wildcards) {
      if (wildcard.asText().chars().filter(it -> it == '*').count() > MAX_WILDCARDS) {
        throw invalid("a tag pattern has at most 4 wildcards, was " + wildcard.asText());
      }
      patterns.add(pattern(wildcard.asText()));
    }
    return patterns;
  }

  private static Pattern pattern(String wildcards) {
    return Pattern.compile("\\Q" + wildcards.replace("*", "\\E.*\\Q") + "\\E");
  }

  /** What is documented of rules side by side; the texts are not known. */
  private static void checkTogether(List<LifecycleRule> byPriority) {
    Set<Integer> priorities = new HashSet<>();
    for (LifecycleRule rule : byPriority) {
      if (!priorities.add(rule.priority())) {
        throw invalid("rulePriority must be unique, was " + rule.priority() + " twice");
      }
    }
    List<LifecycleRule> butTheLast = byPriority.subList(0, byPriority.size() - 1);
    if (butTheLast.stream().anyMatch(rule -> rule.tagStatus() == TagStatus.ANY)) {
      throw invalid("a rule with tagStatus any must be the only one and have the last priority");
    }
  }

  private static void properties(JsonNode object, Set<String> required, Set<String> optional) {
    if (!object.isObject()) {
      String type = object.getNodeType().name().toLowerCase(Locale.ROOT);
      throw invalid(
          "instance type ("
              + type
              + ") does not match any allowed primitive type (allowed: [\"object\"])");
    }
    Set<String> missing = new TreeSet<>(required);
    Set<String> unknown = new TreeSet<>();
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              missing.remove(name);
              if (!required.contains(name) && !optional.contains(name)) {
                unknown.add(name);
              }
            });
    if (!missing.isEmpty()) {
      throw invalid("object has missing required properties (" + quoted(missing) + ")");
    }
    if (!unknown.isEmpty()) {
      throw invalid(
          "object instance has properties which are not allowed by the schema: ("
              + quoted(unknown)
              + ")");
    }
  }

  private static String oneOf(JsonNode value, List<String> possible) {
    if (!possible.contains(value.asText())) {
      throw invalid(
          "instance value ("
              + value
              + ") not found in enum (possible values: "
              + quoted(possible)
              + ")");
    }
    return value.asText();
  }

  private static int positive(JsonNode number) {
    if (!number.canConvertToInt() || number.asInt() < 1) {
      throw invalid(
          "numeric instance is lower than the required minimum (minimum: 1, found: "
              + number
              + ")");
    }
    return number.asInt();
  }

  private static void notModelled(JsonNode object, String property) {
    if (object.has(property)) {
      throw Parameters.unsupported("ecr", "PutLifecyclePolicy [" + property + "]");
    }
  }

  private static String quoted(Collection<String> names) {
    return names.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
  }

  private static AwsServiceException invalid(String problem) {
    return EcrFaults.invalid(
        "LifecyclePolicyText", "Lifecycle policy validation failure: " + problem);
  }
}
