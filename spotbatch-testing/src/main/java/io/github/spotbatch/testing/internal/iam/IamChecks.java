package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.internal.Constraint;
import io.github.spotbatch.testing.internal.Page;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Tag;

/** The checks that IAM makes on names, documents, tags and pages. */
final class IamChecks {

  private static final Pattern ANYTHING = Pattern.compile(".*", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");
  private static final Pattern PATH = Pattern.compile("/|/[!-~]+/");
  private static final Pattern DOCUMENT = Pattern.compile("[\\t\\n\\r -\\u00ff]+");
  private static final int MAX_DOCUMENT = 131_072;
  private static final int MAX_TRUST_POLICY = 2_048;
  private static final int MAX_TAGS = 50;
  private static final int MAX_TAG_KEY = 128;
  private static final int DEFAULT_PAGE = 100;
  private static final int MAX_PAGE = 1_000;

  private IamChecks() {}

  static String name(String member, @Nullable String value, int maxLength) {
    refuse(Constraint.text(member, value, maxLength, ANYTHING));
    if (value == null || !NAME.matcher(value).matches()) {
      throw IamFaults.validation(
          "The specified value for "
              + member
              + " is invalid. It must contain only alphanumeric characters and/or the following:"
              + " +=,.@_-");
    }
    return value;
  }

  static String path(@Nullable String value) {
    if (value == null) {
      return "/";
    }
    if (!PATH.matcher(value).matches() || value.length() > 512) {
      throw IamFaults.validation(
          "The specified value for path is invalid. It must begin and end with / and contain only"
              + " alphanumeric characters and/or / characters.");
    }
    return value;
  }

  static String trustPolicy(String member, @Nullable String text, String partition) {
    PolicyDocument document = document(member, text);
    if (!document.everyStatementHas("Principal", "NotPrincipal")) {
      throw IamFaults.malformedPolicy("Missing required field Principal");
    }
    if (document.anyStatementHas("Resource", "NotResource")) {
      throw IamFaults.malformedPolicy("Has prohibited field Resource");
    }
    if (!document.everyActionStartsWith("sts:")) {
      throw IamFaults.malformedPolicy("AssumeRole policy may only specify STS AssumeRole actions.");
    }
    for (String service : document.services()) {
      boolean named = service.matches("[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?");
      if (!named || (service.endsWith(".cn") && !partition.equals("aws-cn"))) {
        throw IamFaults.malformedPolicy(
            "Invalid principal in policy: \"SERVICE\":\"" + service + "\"");
      }
    }
    String given = String.valueOf(text);
    if (given.replaceAll("\\s", "").length() > MAX_TRUST_POLICY) {
      throw IamFaults.limitExceeded("Cannot exceed quota for ACLSizePerRole: " + MAX_TRUST_POLICY);
    }
    return given;
  }

  static String inlinePolicy(@Nullable String text) {
    PolicyDocument document = document("policyDocument", text);
    if (document.anyStatementHas("Principal", "NotPrincipal")) {
      throw IamFaults.malformedPolicy("Policy document should not specify a principal.");
    }
    if (!document.everyStatementHas("Resource", "NotResource")) {
      throw IamFaults.malformedPolicy("Policy statement must contain resources.");
    }
    return String.valueOf(text);
  }

  static String policyArn(@Nullable String arn) {
    if (arn == null || !arn.matches("arn:[^:]+:iam::(aws|\\d{12}):policy/.+")) {
      throw IamFaults.invalidInput("ARN " + arn + " is not valid.");
    }
    return arn;
  }

  static void tag(Map<String, String> tags, List<Tag> added) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < added.size(); i++) {
      refuse(
          Constraint.text(
              "tags." + (i + 1) + ".member.key", added.get(i).key(), MAX_TAG_KEY, ANYTHING));
    }
    for (Tag tag : added) {
      if (!keys.add(tag.key().toLowerCase(Locale.ROOT))) {
        throw IamFaults.invalidInput(
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
      if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
        throw IamFaults.invalidInput("Tag keys must not start with the reserved prefix aws:");
      }
    }
    long fresh = keys.stream().filter(key -> !hasKey(tags, key)).count();
    if (tags.size() + fresh > MAX_TAGS) {
      throw IamFaults.limitExceeded("Cannot exceed quota for TagsPerResource: " + MAX_TAGS);
    }
    for (Tag tag : added) {
      tags.keySet().removeIf(key -> key.equalsIgnoreCase(tag.key()));
      tags.put(tag.key(), tag.value() == null ? "" : tag.value());
    }
  }

  /** The keys of tags, by which IAM finds them whatever their case. */
  static void untag(Map<String, String> tags, List<String> keys) {
    tags.keySet().removeIf(key -> keys.stream().anyMatch(key::equalsIgnoreCase));
  }

  static void sessionLength(@Nullable Integer seconds) {
    refuse(Constraint.range("maxSessionDuration", seconds, 3_600, 43_200));
  }

  static <T> Page<T> page(
      List<T> all, Function<T, String> key, @Nullable String marker, @Nullable Integer maxItems) {
    refuse(Constraint.range("maxItems", maxItems, 1, MAX_PAGE));
    int size = maxItems == null ? DEFAULT_PAGE : maxItems;
    return Page.byKey(all, key, marker, size)
        .orElseThrow(() -> IamFaults.validation("Invalid Marker."));
  }

  private static PolicyDocument document(String member, @Nullable String text) {
    refuse(Constraint.text(member, text, MAX_DOCUMENT, DOCUMENT));
    PolicyDocument document =
        PolicyDocument.parse(String.valueOf(text))
            .orElseThrow(() -> IamFaults.malformedPolicy("This policy contains invalid Json"));
    if (!document.hasStatements() || !document.everyEffectIsKnown()) {
      throw IamFaults.malformedPolicy("Syntax errors in policy.");
    }
    if (!document.everyStatementHas("Action", "NotAction")) {
      throw IamFaults.malformedPolicy("Policy statement must contain actions.");
    }
    return document;
  }

  private static void refuse(Optional<String> problem) {
    if (problem.isPresent()) {
      throw IamFaults.validation(problem.get());
    }
  }

  private static boolean hasKey(Map<String, String> tags, String lowerCaseKey) {
    return tags.keySet().stream().anyMatch(key -> key.equalsIgnoreCase(lowerCaseKey));
  }
}
