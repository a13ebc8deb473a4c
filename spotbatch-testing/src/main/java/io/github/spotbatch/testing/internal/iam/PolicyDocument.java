package io.github.spotbatch.testing.internal.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A policy document, read as far as the fake needs to know what it says. */
public final class PolicyDocument {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> statements;

  private PolicyDocument(List<JsonNode> statements) {
    this.statements = statements;
  }

  /** Empty: this is no JSON object. */
  public static Optional<PolicyDocument> parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    return root.isObject()
        ? Optional.of(new PolicyDocument(oneOrMany(root.path("Statement"))))
        : Optional.empty();
  }

  public List<JsonNode> statements() {
    return statements;
  }

  public boolean hasStatements() {
    return !statements.isEmpty() && statements.stream().allMatch(JsonNode::isObject);
  }

  /** Whether every statement has one of these fields. */
  boolean everyStatementHas(String... fields) {
    return statements.stream().allMatch(statement -> hasAny(statement, fields));
  }

  boolean anyStatementHas(String... fields) {
    return statements.stream().anyMatch(statement -> hasAny(statement, fields));
  }

  public boolean everyEffectIsKnown() {
    return statements.stream()
        .map(statement -> statement.path("Effect").asText())
        .allMatch(effect -> effect.equals("Allow") || effect.equals("Deny"));
  }

  boolean everyActionStartsWith(String prefix) {
    return statements.stream()
        .flatMap(statement -> texts(statement.path("Action")).stream())
        .allMatch(action -> action.startsWith(prefix));
  }

  /** The services that the document names as principals. */
  List<String> services() {
    return statements.stream()
        .flatMap(statement -> texts(statement.path("Principal").path("Service")).stream())
        .toList();
  }

  /** Whether a statement allows an action on something; another may deny it. */
  boolean allows(String action) {
    return speaksOf("Allow", action);
  }

  /** Whether a statement denies an action on something. */
  boolean denies(String action) {
    return speaksOf("Deny", action);
  }

  private boolean speaksOf(String effect, String action) {
    return statements.stream()
        .filter(statement -> statement.path("Effect").asText().equals(effect))
        .anyMatch(statement -> isAbout(statement, action));
  }

  /** Whether an action is among those of a statement. */
  static boolean isAbout(JsonNode statement, String action) {
    return statement.has("NotAction")
        ? !anyMatches(statement.path("NotAction"), action)
        : anyMatches(statement.path("Action"), action);
  }

  private static boolean anyMatches(JsonNode patterns, String action) {
    return texts(patterns).stream()
        .anyMatch(pattern -> Wildcards.matchIgnoringCase(pattern, action));
  }

  private static boolean hasAny(JsonNode statement, String... fields) {
    for (String field : fields) {
      if (statement.has(field)) {
        return true;
      }
    }
    return false;
  }

  /** One text or many. */
  public static List<String> texts(JsonNode node) {
    return oneOrMany(node).stream().map(JsonNode::asText).toList();
  }

  private static List<JsonNode> oneOrMany(JsonNode node) {
    List<JsonNode> nodes = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(nodes::add);
    } else if (!node.isMissingNode()) {
      nodes.add(node);
    }
    return nodes;
  }
}
