package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.Instance;
import io.github.spotbatch.testing.internal.ec2.InstanceType;
import io.github.spotbatch.testing.internal.ec2.StateReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeResource;

/** The hosts of all environments: they boot, join, idle, are reclaimed, and go. */
final class Fleet {

  private final FakeBatch batch;
  private final Scope scope;
  private final World world;
  private final InstanceChoice choice;

  Fleet(FakeBatch batch, Scope scope) {
    this.batch = batch;
    this.scope = scope;
    this.world = scope.world();
    this.choice = new InstanceChoice(scope.ec2().instanceTypes());
  }

  /** Launches one more host; the subnets take turns. */
  Host launch(Environment environment, InstanceType type) {
    ComputeResource resources = environment.detail().computeResources();
    String subnet = resources.subnets().get(world.random().nextInt(resources.subnets().size()));
    Map<String, String> tags = new HashMap<>(resources.tags());
    tags.put("AWSBatchServiceTag", "batch");
    Instance instance =
        scope
            .ec2()
            .launch(
                type.name(),
                subnet,
                environment.spot(),
                tags,
                resources.securityGroupIds(),
                resources.instanceRole());
    Host host = new Host(environment, type, instance.id());
    environment.hosts().put(instance.id(), host);
    Duration boot = world.takes(Step.HOST_PENDING).plus(world.takes(Step.HOST_JOINING));
    world.after(boot, () -> joined(host, instance));
    return host;
  }

  private void joined(Host host, Instance instance) {
    if (!host.leaving()) {
      host.joined(scope.ecs().register(host.environment().detail().ecsClusterArn(), instance));
      idle(host);
      batch.scheduler().kick();
    }
  }

  /** Shuts an idle host down after a while, unless it is needed for the minimum. */
  void idle(Host host) {
    if (host.attempts().isEmpty() && !host.leaving()) {
      int period = host.idlePeriods();
      Duration wait =
          host.environment().usable() ? world.takes(Step.HOST_IDLE) : world.takes(Step.SCHEDULING);
      world.after(
          wait,
          () -> {
            boolean stillIdle = host.attempts().isEmpty() && host.idlePeriods() == period;
            if (stillIdle && !host.leaving() && aboveMinimum(host)) {
              shutDown(host, StateReason.USER_INITIATED);
            }
          });
    }
  }

  private static boolean aboveMinimum(Host host) {
    Environment environment = host.environment();
    return environment.detail().status() == CEStatus.DELETING
        || environment.vcpus() - host.vcpus() >= environment.minVcpus();
  }

  /** Spot takes a host back: notice first, then the host with every job on it. */
  void reclaim(Host host) {
    world.after(
        world.takes(Step.SPOT_NOTICE),
        () -> {
          if (!host.leaving()) {
            shutDown(host, StateReason.SPOT_TERMINATION);
          }
        });
  }

  private void shutDown(Host host, String stateReason) {
    host.leave();
    if (host.containerInstanceArn() != null) {
      scope.ecs().deregister(host.containerInstanceArn());
    }
    scope.ec2().terminate(host.instanceId(), stateReason);
    for (Attempt attempt : List.copyOf(host.attempts())) {
      batch.runs().hostLost(attempt);
    }
    world.after(
        world.takes(Step.HOST_SHUTTING_DOWN),
        () -> {
          host.environment().hosts().remove(host.instanceId());
          batch.scheduler().kick();
        });
    batch.scheduler().kick();
  }

  /**
   * An environment that is no longer usable loses its idle hosts; one that is usable fills up to
   * its minimum.
   */
  void environmentChanged(Environment environment) {
    if (environment.detail().status() == CEStatus.DELETING) {
      List.copyOf(environment.hosts().values()).stream()
          .filter(host -> !host.leaving())
          .forEach(host -> shutDown(host, StateReason.USER_INITIATED));
      return;
    }
    new ArrayList<>(environment.hosts().values()).forEach(this::idle);
    while (environment.usable() && environment.vcpus() < environment.minVcpus()) {
      int missing = environment.minVcpus() - environment.vcpus();
      InstanceType type =
          choice.of(environment).stream()
              .min(Comparator.comparingInt(t -> Math.abs(t.vcpus() - missing)))
              .orElseThrow();
      launch(environment, type);
    }
    batch.scheduler().kick();
  }

  /** The detail with the vCPUs that Batch currently asks for. */
  static ComputeEnvironmentDetail described(Environment environment) {
    int desired =
        Math.min(environment.maxVcpus(), Math.max(environment.minVcpus(), environment.vcpus()));
    ComputeResource resources =
        environment.detail().computeResources().toBuilder().desiredvCpus(desired).build();
    return environment.detail().toBuilder().computeResources(resources).build();
  }
}
