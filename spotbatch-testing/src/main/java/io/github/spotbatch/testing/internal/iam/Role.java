package io.github.spotbatch.testing.internal.iam;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An IAM role. */
public final class Role {

  static final String SERVICE_LINKED_PATH = "/aws-service-role/";

  private record Detached(String arn, Instant since, Instant until) {}

  private final String name;
  private final String path;
  private final String arn;
  private final String id;
  private final Instant createdAt;
  private final String trustPolicy;
  private final @Nullable String permissionsBoundary;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Map<String, Instant> attachedPolicies = new TreeMap<>();
  private final List<Detached> detachedPolicies = new ArrayList<>();
  private final Map<String, String> inlinePolicies = new TreeMap<>();
  private String description = "";
  private int maxSessionSeconds = 3600;

  Role(
      String account,
      String path,
      String name,
      String id,
      Instant createdAt,
      String trustPolicy,
      @Nullable String permissionsBoundary) {
    this.name = name;
    this.path = path;
    this.arn = "arn:aws:iam::" + account + ":role" + path + name;
    this.id = id;
    this.createdAt = createdAt;
    this.trustPolicy = trustPolicy;
    this.permissionsBoundary = permissionsBoundary;
  }

  public String name() {
    return name;
  }

  public String path() {
    return path;
  }

  public String arn() {
    return arn;
  }

  public String id() {
    return id;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** The trust policy as it was given. */
  public String trustPolicy() {
    return trustPolicy;
  }

  public Optional<String> permissionsBoundary() {
    return Optional.ofNullable(permissionsBoundary);
  }

  /** The services that may assume the role. */
  public Set<String> trustedServices() {
    return PolicyDocument.parse(trustPolicy).map(PolicyDocument::trustedServices).orElse(Set.of());
  }

  /** Whether the role belongs to an AWS service, so that its owner cannot change it. */
  public boolean serviceLinked() {
    return path.startsWith(SERVICE_LINKED_PATH);
  }

  /** The tags, live: tagging changes them. */
  public Map<String, String> tags() {
    return tags;
  }

  /** The ARNs of the attached policies and when each was attached, live. */
  public Map<String, Instant> attachedPolicies() {
    return attachedPolicies;
  }

  /** Detaches a policy; false if it is not attached. */
  boolean detach(String policyArn, Instant now) {
    Instant since = attachedPolicies.remove(policyArn);
    if (since == null) {
      return false;
    }
    detachedPolicies.add(new Detached(policyArn, since, now));
    return true;
  }

  /** The ARNs of the policies that were attached at some time. */
  Stream<String> policiesAt(Instant time) {
    Stream<String> still =
        attachedPolicies.entrySet().stream()
            .filter(policy -> !policy.getValue().isAfter(time))
            .map(Map.Entry::getKey);
    Stream<String> once =
        detachedPolicies.stream()
            .filter(policy -> !policy.since().isAfter(time) && policy.until().isAfter(time))
            .map(Detached::arn);
    return Stream.concat(still, once);
  }

  /** The inline policies by name, live. */
  public Map<String, String> inlinePolicies() {
    return inlinePolicies;
  }

  public String description() {
    return description;
  }

  public void describe(String newDescription) {
    description = newDescription;
  }

  public int maxSessionSeconds() {
    return maxSessionSeconds;
  }

  public void limitSessions(int seconds) {
    maxSessionSeconds = seconds;
  }
}
