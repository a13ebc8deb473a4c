package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.internal.World;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An IAM role. */
public final class Role {

  static final String SERVICE_LINKED_PATH = "/aws-service-role/";

  private final String name;
  private final String path;
  private final String arn;
  private final String id;
  private final Instant createdAt;
  private final String trustPolicy;
  private final @Nullable String permissionsBoundary;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Changes<String> attachedPolicies;
  private final Changes<String> inlinePolicies;
  private String description = "";
  private int maxSessionSeconds = 3600;

  Role(
      World world,
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
    this.attachedPolicies = new Changes<>(world);
    this.inlinePolicies = new Changes<>(world);
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

  /** The ARNs of the attached policies, each under itself. */
  Changes<String> attachedPolicies() {
    return attachedPolicies;
  }

  /** The documents of the inline policies by name. */
  Changes<String> inlinePolicies() {
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
