package io.github.spotbatch.testing.internal.iam;

import java.util.List;

/** Who may assume a role: a trust policy, read once. Equal to another of the same text. */
public final class TrustPolicy {

  private final String text;
  private final List<TrustStatement> statements;

  private TrustPolicy(String text, List<TrustStatement> statements) {
    this.text = text;
    this.statements = statements;
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException if it is no JSON object
   */
  static TrustPolicy of(String text) {
    PolicyDocument document =
        PolicyDocument.parse(text)
            .orElseThrow(() -> new IllegalArgumentException("no trust policy: " + text));
    return new TrustPolicy(text, document.statements().stream().map(TrustStatement::of).toList());
  }

  /** The document as it was given. */
  public String text() {
    return text;
  }

  boolean lets(Assumer service) {
    List<TrustStatement> about =
        statements.stream().filter(statement -> statement.isAbout(service)).toList();
    return !about.isEmpty() && about.stream().allMatch(TrustStatement::allows);
  }

  /** The conditions that the fake would have to know, and does not. */
  List<PolicyCondition> unmodelled() {
    return statements.stream().flatMap(statement -> statement.unmodelled().stream()).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrustPolicy policy && policy.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
