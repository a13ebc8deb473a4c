package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.Instance;
import io.github.spotbatch.testing.internal.script.Scripts;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.batch.model.CEStatus;

/** How an instance joins its environment's cluster, and what follows if it cannot. */
final class HostJoining {

  private static final Duration AGENT_RETRY = Duration.ofMinutes(1);
  private static final String NONE_JOINED =
      "Your compute environment has been INVALIDATED and scaled down because none of the instances"
          + " joined the underlying ECS Cluster. Common issues preventing instances joining are the"
          + " following: VPC/Subnet configuration preventing communication to ECS, incorrect"
          + " Instance Profile policy preventing authorization to ECS, or customized AMI or"
          + " LaunchTemplate configurations affecting ECS agent.";

  private final FakeBatch batch;
  private final Scope scope;
  private final World world;
  private final Scripts scripts;

  HostJoining(FakeBatch batch, Scope scope, Scripts scripts) {
    this.batch = batch;
    this.scope = scope;
    this.world = scope.world();
    this.scripts = scripts;
  }

  void begin(InstanceHost host, Instance instance) {
    Duration boot = world.takes(Step.HOST_PENDING).plus(world.takes(Step.HOST_JOINING));
    world.after(boot, () -> join(host, instance));
  }

  /** Where a host cannot join, its ECS agent tries again and again. */
  private void join(InstanceHost host, Instance instance) {
    if (host.leaving()) {
      return;
    }
    if (mayJoin(host.environment(), instance)) {
      host.joined(scope.ecs().register(host.environment().detail().ecsClusterArn(), instance));
      batch.fleet().joined(host);
    } else {
      tryLater(host, instance);
    }
  }

  private boolean mayJoin(Environment environment, Instance instance) {
    String profile = instance.profileArn().orElseThrow();
    return scripts.hostsJoin(environment.name())
        && scope.iam().profileLetsHostsJoin(profile, world.now());
  }

  private void tryLater(InstanceHost host, Instance instance) {
    Duration waited = Duration.between(instance.launchedAt(), world.now());
    Duration left = world.takes(Step.HOST_GIVEN_UP).minus(waited);
    if (left.compareTo(AGENT_RETRY) > 0) {
      world.after(AGENT_RETRY, () -> join(host, instance));
    } else {
      world.after(left.isNegative() ? Duration.ZERO : left, () -> giveUp(host));
    }
  }

  /** What never joined goes, and with it the environment's validity if nothing else has joined. */
  private void giveUp(InstanceHost host) {
    Environment environment = host.environment();
    if (host.leaving()) {
      return;
    }
    List<InstanceHost> hosts = List.copyOf(environment.hosts().values());
    boolean othersJoined =
        hosts.stream().anyMatch(it -> !it.leaving() && it.containerInstanceArn() != null);
    if (!othersJoined && environment.healthy()) {
      environment.status(CEStatus.INVALID, NONE_JOINED);
      environment.change();
      hosts.forEach(batch.fleet()::letGo);
    }
    batch.fleet().letGo(host);
  }
}
