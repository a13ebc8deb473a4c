package io.github.spotbatch.testing.internal.batch;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;

/** A compute environment with its hosts. */
final class Environment {

  private ComputeEnvironmentDetail detail;
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private @Nullable Instant detachedAt;

  Environment(ComputeEnvironmentDetail detail) {
    this.detail = detail;
  }

  ComputeEnvironmentDetail detail() {
    return detail;
  }

  void detail(ComputeEnvironmentDetail changed) {
    this.detail = changed;
  }

  void status(CEStatus status, String reason) {
    detail = detail.toBuilder().status(status).statusReason(reason).build();
  }

  String name() {
    return detail.computeEnvironmentName();
  }

  String arn() {
    return detail.computeEnvironmentArn();
  }

  boolean answersTo(String nameOrArn) {
    return name().equals(nameOrArn) || arn().equals(nameOrArn);
  }

  boolean spot() {
    return detail.computeResources().type() == CRType.SPOT;
  }

  /** As text, since the SDK does not know all of them yet. */
  String strategy() {
    return detail.computeResources().allocationStrategyAsString();
  }

  int minVcpus() {
    return detail.computeResources().minvCpus();
  }

  int maxVcpus() {
    return detail.computeResources().maxvCpus();
  }

  boolean disabled() {
    return detail.state() == CEState.DISABLED;
  }

  /** Whether jobs may be placed here: an UPDATING environment goes on working. */
  boolean usable() {
    return !disabled()
        && (detail.status() == CEStatus.VALID || detail.status() == CEStatus.UPDATING);
  }

  Map<String, Host> hosts() {
    return hosts;
  }

  int vcpus() {
    return hosts.values().stream().mapToInt(Host::vcpus).sum();
  }

  void detached(Instant when) {
    this.detachedAt = when;
  }

  @Nullable Instant detachedAt() {
    return detachedAt;
  }
}
