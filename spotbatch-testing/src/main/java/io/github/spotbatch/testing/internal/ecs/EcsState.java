package io.github.spotbatch.testing.internal.ecs;

import io.github.spotbatch.testing.internal.Partition;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.Instance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** ECS of one account and Region: the clusters that Batch makes and the hosts in them. */
public final class EcsState {

  private final World world;
  private final String arnPrefix;
  private final Set<String> clusterArns = new TreeSet<>();
  private final Map<String, ContainerInstance> containerInstances = new LinkedHashMap<>();

  public EcsState(World world, String account, String region) {
    this.world = world;
    this.arnPrefix = Partition.of(region).arnPrefix("ecs", region, account);
  }

  /** Makes a cluster and gives its ARN. */
  public String createCluster(String name) {
    String arn = arnPrefix + "cluster/" + name;
    clusterArns.add(arn);
    return arn;
  }

  /** Removes a cluster with all that is in it. */
  public void deleteCluster(String clusterArn) {
    clusterArns.remove(clusterArn);
    containerInstances.values().removeIf(it -> it.clusterArn().equals(clusterArn));
  }

  /** The ARN of an existing cluster, given its ARN or its name. */
  public Optional<String> cluster(String nameOrArn) {
    String arn = nameOrArn.startsWith("arn:") ? nameOrArn : arnPrefix + "cluster/" + nameOrArn;
    return Optional.of(arn).filter(clusterArns::contains);
  }

  /** Joins an instance to a cluster, which is made if it is absent, and gives its new ARN. */
  public String register(String clusterArn, Instance instance) {
    clusterArns.add(clusterArn);
    String clusterName = clusterArn.substring(clusterArn.lastIndexOf('/') + 1);
    String arn = arnPrefix + "container-instance/" + clusterName + "/" + world.hex(32);
    containerInstances.put(
        arn, new ContainerInstance(arn, clusterArn, instance, world.now(), "ACTIVE"));
    return arn;
  }

  /** A host takes no more tasks. */
  public void drain(String containerInstanceArn) {
    containerInstances.computeIfPresent(containerInstanceArn, (arn, host) -> host.draining());
  }

  /** Takes a host out of its cluster; from then on nothing shows it. */
  public void deregister(String containerInstanceArn) {
    containerInstances.remove(containerInstanceArn);
  }

  public Optional<ContainerInstance> containerInstance(String arn) {
    return Optional.ofNullable(containerInstances.get(arn));
  }

  /** A cluster's hosts, the oldest first. */
  public List<ContainerInstance> containerInstances(String clusterArn) {
    return containerInstances.values().stream()
        .filter(it -> it.clusterArn().equals(clusterArn))
        .toList();
  }
}
