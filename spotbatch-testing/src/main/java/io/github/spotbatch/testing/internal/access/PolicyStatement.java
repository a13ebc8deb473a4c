package io.github.spotbatch.testing.internal.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotbatch.testing.internal.iam.PolicyCondition;
import io.github.spotbatch.testing.internal.iam.PolicyDocument;
import io.github.spotbatch.testing.internal.iam.Wildcards;
import java.util.List;
import java.util.Set;

/**
 * One statement of a caller's policy.
 *
 * @param allows else it denies
 * @param actions patterns of the actions that it is about
 * @param resources patterns of the resources that it is about
 * @param conditions which must all hold
 */
record PolicyStatement(
    boolean allows,
    List<String> actions,
    List<String> resources,
    List<PolicyCondition> conditions) {

  private static final Set<String> ELEMENTS =
      Set.of("Sid", "Effect", "Action", "Resource", "Condition");

  /** Those that the needs of calls have, besides tags. */
  private static final Set<String> KEYS =
      Set.of(
          "ec2:createaction",
          "ecs:cluster",
          "iam:awsservicename",
          "iam:passedtoservice",
          "iam:permissionsboundary",
          "iam:policyarn");

  /** The services whose calls tell the tags that their resources have. */
  private static final Set<String> TELLING_TAGS = Set.of("ec2", "iam");

  /**
   * Reads a statement.
   *
   * @throws IllegalArgumentException if it is none, or says more than the fake models
   */
  static PolicyStatement of(JsonNode statement) {
    for (String element : (Iterable<String>) statement::fieldNames) {
      if (!ELEMENTS.contains(element)) {
        throw unmodelled(element, statement);
      }
    }
    PolicyStatement read =
        new PolicyStatement(
            statement.path("Effect").asText().equals("Allow"),
            PolicyDocument.texts(statement.path("Action")),
            PolicyDocument.texts(statement.path("Resource")),
            PolicyCondition.of(statement));
    if (read.actions.isEmpty() || read.resources.isEmpty()) {
      throw new IllegalArgumentException(
          "a statement of a caller's policy needs Action and Resource: " + statement);
    }
    for (PolicyCondition condition : read.conditions) {
      if (!condition.isModelled() || !read.knows(condition.lowerKey())) {
        throw unmodelled(condition.toString(), statement);
      }
    }
    return read;
  }

  private boolean knows(String key) {
    if (key.startsWith(Needed.RESOURCE_TAG)) {
      return actions.stream().allMatch(action -> TELLING_TAGS.contains(service(action)));
    }
    return key.startsWith(Needed.REQUEST_TAG) || KEYS.contains(key);
  }

  private static String service(String action) {
    return action.replaceFirst(":.*", "");
  }

  boolean isAbout(Needed needed) {
    return actions.stream().anyMatch(it -> Wildcards.matchIgnoringCase(it, needed.action()))
        && resources.stream().anyMatch(it -> Wildcards.match(it, needed.resource()))
        && conditions.stream().allMatch(it -> it.holds(needed.context()));
  }

  private static IllegalArgumentException unmodelled(String what, JsonNode statement) {
    return new IllegalArgumentException(
        "spotbatch-testing does not model " + what + " in a caller's policy: " + statement);
  }
}
