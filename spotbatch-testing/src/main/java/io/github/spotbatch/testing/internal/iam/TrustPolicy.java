package io.github.spotbatch.testing.internal.iam;

import java.util.Set;

/** Who may assume a role: a trust policy, read once. Equal to another of the same text. */
public final class TrustPolicy {

  private final String text;
  private final Set<String> services;

  private TrustPolicy(String text, Set<String> services) {
    this.text = text;
    this.services = services;
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
    return new TrustPolicy(text, document.trustedServices());
  }

  /** The document as it was given. */
  public String text() {
    return text;
  }

  boolean lets(String service) {
    return services.contains(service);
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
