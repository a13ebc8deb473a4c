package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.InstanceType;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;

/** A compute environment with its hosts. */
final class Environment implements Tags.Tagged {

  private final World world;
  private ComputeEnvironmentDetail detail;
  private final HostIndex hosts = new HostIndex();
  private final Set<FargateTask> fargateTasks = new LinkedHashSet<>();
  private int requestedVcpus;
  private boolean everHealthy;
  private boolean wentWell;
  private int changes;
  private @Nullable Instant detachedAt;
  private @Nullable Runnable whenReplaced;
  private @Nullable LaunchSettings settings;

  Environment(World world, ComputeEnvironmentDetail detail) {
    this.world = world;
    this.detail = detail;
    tell("-> " + detail.statusAsString());
  }

  private void tell(String change) {
    world.changed("compute environment", name(), change);
  }

  ComputeEnvironmentDetail detail() {
    return detail;
  }

  void detail(ComputeEnvironmentDetail changed) {
    if (changed.state() != detail.state()) {
      tell(detail.stateAsString() + " -> " + changed.stateAsString());
    }
    this.detail = changed;
  }

  void status(CEStatus status, String reason) {
    String why = status == CEStatus.INVALID ? ": " + reason : "";
    tell(detail.statusAsString() + " -> " + status + why);
    detail = detail.toBuilder().status(status).statusReason(reason).build();
    everHealthy |= status == CEStatus.VALID;
    wentWell = status == CEStatus.VALID || (wentWell && status != CEStatus.INVALID);
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
    CRType type = detail.computeResources() == null ? null : detail.computeResources().type();
    return type == CRType.SPOT || type == CRType.FARGATE_SPOT;
  }

  /** Whether it has instances of its own. */
  boolean onInstances() {
    return detail.type() == CEType.MANAGED && !onFargate();
  }

  boolean onFargate() {
    return detail.computeResources() != null
        && FargateRules.isFargate(detail.computeResources().type());
  }

  /** Whether its instances come from a Spot Fleet and not from an Auto Scaling group. */
  boolean onSpotFleet() {
    return onInstances() && spot() && strategy().equals(StrategyRules.BEST_FIT);
  }

  /** What instances are launched with from now on. */
  void settings(LaunchSettings changed) {
    this.settings = changed;
  }

  LaunchSettings settings() {
    return Objects.requireNonNull(settings);
  }

  /** As text, since the SDK does not know all of them yet. */
  String strategy() {
    return detail.computeResources().allocationStrategyAsString();
  }

  int minVcpus() {
    return onInstances() ? detail.computeResources().minvCpus() : 0;
  }

  int maxVcpus() {
    return detail.computeResources() == null ? 0 : detail.computeResources().maxvCpus();
  }

  boolean disabled() {
    return detail.state() == CEState.DISABLED;
  }

  /** Whether jobs may be placed here: an UPDATING environment goes on working. */
  boolean usable() {
    return !disabled() && healthy();
  }

  /** Whether it has been VALID at some time. */
  boolean everHealthy() {
    return everHealthy;
  }

  /** Valid, or being updated from there. */
  boolean healthy() {
    boolean settled = detail.status() == CEStatus.VALID || detail.status() == CEStatus.UPDATING;
    return wentWell && settled;
  }

  /** By their ids, the oldest first. */
  Map<String, InstanceHost> hosts() {
    return hosts.byId();
  }

  HostIndex hostIndex() {
    return hosts;
  }

  /** What runs on Fargate, where there are no hosts. */
  Set<FargateTask> fargateTasks() {
    return fargateTasks;
  }

  /** Runs an action once no host is left that an update replaces. */
  void whenReplaced(Runnable action) {
    whenReplaced = action;
    checkReplaced();
  }

  void gone(InstanceHost host) {
    hosts.remove(host);
    checkReplaced();
  }

  private void checkReplaced() {
    Runnable action = whenReplaced;
    if (action != null && hosts.byId().values().stream().noneMatch(InstanceHost::outdated)) {
      whenReplaced = null;
      action.run();
    }
  }

  /** Of all hosts, those that are shutting down included. */
  int vcpus() {
    return hosts.vcpus();
  }

  /** Of the hosts that are neither shutting down nor about to be replaced. */
  int stayingVcpus() {
    return hosts.stayingVcpus();
  }

  /** What Batch currently asks for, which it moves between the minimum and the maximum. */
  int desiredVcpus() {
    return Math.min(maxVcpus(), Math.max(minVcpus(), vcpus()));
  }

  /** How many vCPUs are missing to the maximum, which may have been passed. */
  int missingVcpus() {
    return maxVcpus() - vcpus();
  }

  boolean mayEverLaunch(InstanceType type) {
    return type.vcpus() <= maxVcpus();
  }

  /** The maximum may be passed by one instance, except by BEST_FIT on demand. */
  boolean mayLaunch(InstanceType type) {
    int left = missingVcpus();
    boolean overshoots = spot() || !strategy().equals("BEST_FIT");
    return mayEverLaunch(type) && left > 0 && (type.vcpus() <= left || overshoots);
  }

  /** Somebody asks for so many vCPUs, once. */
  void request(int vcpus) {
    this.requestedVcpus = vcpus;
  }

  int takeRequestedVcpus() {
    int requested = requestedVcpus;
    requestedVcpus = 0;
    return requested;
  }

  /** Counts a change, so that an earlier one does not settle a later one. */
  int change() {
    whenReplaced = null;
    return ++changes;
  }

  int changes() {
    return changes;
  }

  void detached(Instant when) {
    this.detachedAt = when;
  }

  @Nullable Instant detachedAt() {
    return detachedAt;
  }

  @Override
  public Map<String, String> tags() {
    return detail.tags();
  }

  @Override
  public void tags(Map<String, String> tags) {
    this.detail = detail.toBuilder().tags(tags).build();
  }
}
