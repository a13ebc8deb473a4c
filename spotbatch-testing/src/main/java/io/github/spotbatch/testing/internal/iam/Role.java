package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.internal.World;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An IAM role. */
public final class Role {

  static final String SERVICE_LINKED_PATH = "/aws-service-role/";

  private final String name;
  private final String path;
  private final String arn;
  private final String id;
  private final Instant createdAt;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Changes<TrustPolicy> trustPolicies;
  private final Changes<String> attachedPolicies;
  private final Changes<String> inlinePolicies;
  private TrustPolicy trustPolicy;
  private @Nullable String permissionsBoundary;
  private String description = "";
  private int maxSessionSeconds = 3600;

  Role(
      World world,
      String arn,
      String path,
      String name,
      String id,
      Instant createdAt,
      TrustPolicy trustPolicy,
      @Nullable String permissionsBoundary) {
    this.name = name;
    this.path = path;
    this.arn = arn;
    this.id = id;
    this.createdAt = createdAt;
    this.trustPolicy = trustPolicy;
    this.permissionsBoundary = permissionsBoundary;
    this.trustPolicies = new Changes<>(world);
    trustPolicies.put(name, trustPolicy, createdAt);
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

  /** Who may assume the role, as its owner sees it. */
  public TrustPolicy trustPolicy() {
    return trustPolicy;
  }

  /** The same as it was at a time that is no longer ago than changes take to be seen. */
  Optional<TrustPolicy> trustPolicyAt(Instant time) {
    return trustPolicies.at(time).findFirst();
  }

  void trust(TrustPolicy newTrustPolicy) {
    trustPolicy = newTrustPolicy;
    trustPolicies.put(name, newTrustPolicy);
  }

  public Optional<String> permissionsBoundary() {
    return Optional.ofNullable(permissionsBoundary);
  }

  void limitPermissions(@Nullable String newBoundary) {
    permissionsBoundary = newBoundary;
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
