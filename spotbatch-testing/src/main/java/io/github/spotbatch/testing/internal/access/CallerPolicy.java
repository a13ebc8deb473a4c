package io.github.spotbatch.testing.internal.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotbatch.testing.internal.iam.PolicyDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The policies that are attached to whoever calls, and all that the caller may do. */
final class CallerPolicy {

  private final List<PolicyStatement> statements;

  private CallerPolicy(List<PolicyStatement> statements) {
    this.statements = statements;
  }

  /**
   * Reads policies.
   *
   * @throws IllegalArgumentException if one is no policy, or says more than the fake models
   */
  static CallerPolicy of(List<String> documents) {
    List<PolicyStatement> statements = new ArrayList<>();
    for (String document : documents) {
      for (JsonNode statement : read(document).statements()) {
        statements.add(PolicyStatement.of(statement));
      }
    }
    return new CallerPolicy(List.copyOf(statements));
  }

  private static PolicyDocument read(String document) {
    return PolicyDocument.parse(document)
        .filter(PolicyDocument::hasStatements)
        .filter(PolicyDocument::everyEffectIsKnown)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a policy is a JSON object with statements that Allow or Deny, was "
                        + document));
  }

  /** Why a call is refused that needs this, in AWS's words; empty if it is allowed. */
  Optional<String> refusal(Needed needed) {
    List<PolicyStatement> about =
        statements.stream().filter(statement -> statement.isAbout(needed)).toList();
    if (about.isEmpty()) {
      return Optional.of(
          "because no identity-based policy allows the " + needed.action() + " action");
    }
    return about.stream().allMatch(PolicyStatement::allows)
        ? Optional.empty()
        : Optional.of("with an explicit deny in an identity-based policy");
  }
}
