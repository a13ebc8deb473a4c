package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.Instance;
import io.github.spotbatch.testing.internal.ec2.InstanceType;
import io.github.spotbatch.testing.internal.ec2.Pool;
import io.github.spotbatch.testing.internal.ec2.StateReason;
import io.github.spotbatch.testing.internal.ec2.Subnet;
import io.github.spotbatch.testing.internal.ec2.Zone;
import io.github.spotbatch.testing.internal.iam.ServiceLinkedRole;
import io.github.spotbatch.testing.internal.metadata.MetadataServers;
import io.github.spotbatch.testing.internal.script.Scripts;
import io.github.spotbatch.testing.internal.spot.SpotFleet;
import io.github.spotbatch.testing.internal.spot.SpotHost;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeResource;

/** The hosts of all environments: they boot, join, idle, are reclaimed, and go. */
final class Fleet implements SpotFleet {

  private final FakeBatch batch;
  private final Scope scope;
  private final World world;
  private final InstanceChoice choice;
  private final HostJoining joining;
  private final HostTags tags;
  private final Interruptions interruptions;
  private final OutbidHosts outbidHosts;
  private final MetadataServers metadata;
  private final LifeRecords records;

  Fleet(FakeBatch batch, Scope scope, InstanceChoice choice, Scripts scripts) {
    this.batch = batch;
    this.scope = scope;
    this.world = scope.world();
    this.choice = choice;
    this.joining = new HostJoining(batch, scope, scripts);
    this.tags = new HostTags(scope);
    this.records = new LifeRecords(scope);
    this.interruptions = new Interruptions(batch, scope, scripts, records);
    this.outbidHosts = new OutbidHosts(world, interruptions);
    this.metadata = new MetadataServers(scope);
    world.spot().add(this);
    scope.ec2().onUserTermination(this::terminatedByHand);
  }

  @Override
  public List<SpotHost> spotHosts() {
    return batch.environments().all().stream()
        .flatMap(environment -> environment.hosts().values().stream())
        .filter(host -> host.spot() && !host.leaving())
        .filter(host -> host.notices().interruption().isEmpty())
        .<SpotHost>map(host -> new ScriptedHost(host, this))
        .toList();
  }

  @Override
  public void lookAgain() {
    batch.scheduler().kick();
  }

  /**
   * Launches one more host, on Spot from the pool and else in any zone that has the type, in a
   * subnet drawn by lot; null if the environment is full or turns out to be INVALID.
   */
  @Nullable InstanceHost launch(Environment environment, Pool pool) {
    InstanceType type = pool.type();
    if (!environment.mayLaunch(type) || !batch.environments().stillHealthy(environment)) {
      return null;
    }
    ComputeResource resources = environment.detail().computeResources();
    List<String> subnets =
        inZones(
            resources.subnets(),
            zone ->
                environment.spot()
                    ? zone.equals(pool.zone())
                    : scope.ec2().market().offers(type, zone));
    String subnet = subnets.get(world.random().nextInt(subnets.size()));
    if (environment.spot()) {
      // Who asks for Spot instances is to see that it is there; Batch's own roles may make it, too.
      scope.iam().serviceLinkedRole(ServiceLinkedRole.EC2_SPOT);
    }
    if (environment.onSpotFleet()) {
      scope.iam().serviceLinkedRole(ServiceLinkedRole.EC2_SPOT_FLEET);
    }
    Instance instance =
        scope
            .ec2()
            .launch(
                type.name(),
                subnet,
                environment.spot(),
                tags.of(environment, type),
                environment.settings().securityGroupIds(type),
                resources.instanceRole(),
                environment.settings().imageId(type));
    InstanceHost host = new InstanceHost(environment, placed(instance), instance.id());
    environment.hostIndex().add(host);
    records.launched(host, instance);
    tell(
        host,
        "launched as "
            + type.name()
            + (host.spot() ? " on Spot" : "")
            + " for "
            + environment.name());
    joining.begin(host, instance);
    return host;
  }

  private Pool placed(Instance instance) {
    return scope.ec2().market().pool(instance.type(), instance.subnet().zone());
  }

  private List<String> inZones(List<String> subnets, Predicate<Zone> wanted) {
    return subnets.stream()
        .filter(id -> scope.ec2().subnet(id).map(Subnet::zone).filter(wanted).isPresent())
        .toList();
  }

  /** A host has joined its cluster. */
  void joined(InstanceHost host) {
    records.joined(host);
    tell(host, "joined " + host.environment().name());
    interruptions.showDraining(host);
    idle(host);
    batch.scheduler().kick();
  }

  /** A host has got one more job. */
  void busy(Host place) {
    if (place instanceof InstanceHost host && host.spot() && host.attempts().size() == 1) {
      world.spot().randomReclaims().busy(host.pool());
      outbidHosts.busy(host);
    }
  }

  /** A host has one job less. */
  void released(Host place) {
    if (place instanceof InstanceHost host && host.spot() && !host.busy()) {
      world.spot().randomReclaims().idle(host.pool());
      outbidHosts.idle(host);
    }
    idle(place);
  }

  /** Shuts an idle host down after a while, unless it is needed for the minimum. */
  void idle(Host place) {
    if (place instanceof InstanceHost host && !host.busy() && !host.leaving()) {
      int period = host.busyPeriods();
      boolean wanted = host.environment().usable() && !host.outdated();
      Step wait = wanted ? Step.HOST_IDLE : Step.SCHEDULING;
      world.after(
          world.takes(wait),
          () -> {
            boolean stillIdle = !host.busy() && host.busyPeriods() == period;
            if (stillIdle && !host.leaving() && (host.outdated() || aboveMinimum(host))) {
              scaleDown(host);
            }
          });
    }
  }

  private void scaleDown(InstanceHost host) {
    if (tags.mayShutDown(host.environment())) {
      shutDown(host, StateReason.USER_INITIATED);
    } else {
      tell(host, "not shut down: You are not authorized to perform this operation.");
    }
  }

  private static boolean aboveMinimum(InstanceHost host) {
    Environment environment = host.environment();
    return environment.stayingVcpus() - host.vcpus() >= environment.minVcpus();
  }

  /**
   * Replaces all hosts: none takes another job, and each goes when its jobs have ended, or with
   * them when the time that they are given is over.
   */
  void replaceAll(Environment environment, Duration patience) {
    List<InstanceHost> old =
        environment.hosts().values().stream().filter(it -> !it.leaving()).toList();
    old.forEach(InstanceHost::outdate);
    old.stream().filter(host -> !host.busy() || patience.isZero()).forEach(this::letGo);
    if (!old.stream().allMatch(InstanceHost::leaving)) {
      world.after(patience, () -> old.forEach(this::letGo));
    }
  }

  /** Shuts a host down with every job on it. */
  void letGo(InstanceHost host) {
    if (!host.leaving()) {
      shutDown(host, StateReason.USER_INITIATED);
    }
  }

  /** An instance goes by its owner's hand, with every job on it. */
  private void terminatedByHand(String instanceId) {
    batch.environments().all().stream()
        .flatMap(environment -> environment.hosts().values().stream())
        .filter(host -> host.id().equals(instanceId))
        .toList()
        .forEach(this::letGo);
  }

  /** Spot takes a host back: notice first, then the host with every job on it. */
  void reclaim(Host host) {
    interruptions.reclaim(host);
  }

  /** Spot may soon take a host back, and says so once. */
  void recommendRebalance(InstanceHost host) {
    interruptions.recommendRebalance(host);
  }

  /** The time of the notice is over. */
  void taken(InstanceHost host) {
    if (!host.leaving()) {
      shutDown(host, StateReason.SPOT_TERMINATION);
    }
  }

  /** Where programs on a host ask about it. */
  URI metadataEndpoint(InstanceHost host) {
    return metadata.endpoint(scope.ec2().instance(host.id()).orElseThrow(), host.notices());
  }

  private void tell(InstanceHost host, String change) {
    world.changed("host", host.id(), change);
    world.spot().scripts().changed();
  }

  private void shutDown(InstanceHost host, String stateReason) {
    host.leave();
    tell(host, "shutting down: " + stateReason);
    records.stopping(host, stateReason);
    if (host.containerInstanceArn() != null) {
      scope.ecs().deregister(host.containerInstanceArn());
    }
    scope.ec2().terminate(host.id(), stateReason);
    for (Attempt attempt : List.copyOf(host.attempts())) {
      batch.runs().hostLost(attempt);
    }
    world.after(
        world.takes(Step.HOST_SHUTTING_DOWN),
        () -> {
          tell(host, "terminated");
          metadata.close(host.id());
          records.terminated(host);
          host.environment().gone(host);
          batch.scheduler().kick();
        });
    batch.scheduler().kick();
  }

  /** A deleted environment loses its hosts; any other looks again which of them it needs. */
  void environmentChanged(Environment environment) {
    List<InstanceHost> hosts = List.copyOf(environment.hosts().values());
    if (environment.detail().status() == CEStatus.DELETING) {
      hosts.stream()
          .filter(host -> !host.leaving())
          .forEach(host -> shutDown(host, StateReason.USER_INITIATED));
    } else {
      hosts.forEach(this::idle);
      fill(environment, environment.takeRequestedVcpus());
    }
    batch.scheduler().kick();
  }

  /** Launches hosts up to the minimum, which is held in a DISABLED environment too. */
  void fillToMinimum(Environment environment) {
    fill(environment, environment.minVcpus());
  }

  private void fill(Environment environment, int vcpus) {
    int wanted = Math.max(vcpus, environment.minVcpus());
    while (environment.onInstances()
        && environment.healthy()
        && environment.stayingVcpus() < wanted) {
      Pool pool = choice.pick(environment, wanted - environment.stayingVcpus());
      if (pool == null || launch(environment, pool) == null) {
        return;
      }
    }
  }

  /** The detail with the vCPUs that Batch currently asks for. */
  static ComputeEnvironmentDetail described(Environment environment) {
    if (!environment.onInstances()) {
      return environment.detail();
    }
    ComputeResource resources =
        environment.detail().computeResources().toBuilder()
            .desiredvCpus(environment.desiredVcpus())
            .build();
    return environment.detail().toBuilder().computeResources(resources).build();
  }
}
