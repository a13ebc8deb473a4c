package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.internal.Partition;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.GroupRule.Peer;
import io.github.spotbatch.testing.internal.ec2.GroupRule.PeerKind;
import io.github.spotbatch.testing.internal.ec2.GroupRules.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * EC2 of one account and Region. It is born with a default VPC of three zones, a default subnet in
 * each and a default security group.
 */
public final class Ec2State {

  private static final Duration TERMINATED_VISIBLE = Duration.ofHours(1);

  private final World world;
  private final String account;
  private final String region;
  private final List<Zone> zones;
  private final InstanceTypes instanceTypes;
  private final SpotMarket market;
  private final EcsImages ecsImages;
  private final Map<String, Vpc> vpcs = new LinkedHashMap<>();
  private final Map<String, Subnet> subnets = new LinkedHashMap<>();
  private final Map<String, SecurityGroup> securityGroups = new LinkedHashMap<>();
  private final Map<String, Instance> instances = new LinkedHashMap<>();
  private final LaunchTemplates launchTemplates;
  private Consumer<String> userTerminations = id -> {};
  private int launched;
  private long rulesMade;

  public Ec2State(World world, String account, String region) {
    this.world = world;
    this.account = account;
    this.region = region;
    this.market = world.market(region);
    this.zones = market.zones();
    this.instanceTypes = market.types();
    this.ecsImages = new EcsImages(region);
    this.launchTemplates = new LaunchTemplates(world);
    makeDefaultVpc();
  }

  public String account() {
    return account;
  }

  public String region() {
    return region;
  }

  public List<Zone> zones() {
    return zones;
  }

  public InstanceTypes instanceTypes() {
    return instanceTypes;
  }

  public SpotMarket market() {
    return market;
  }

  public EcsImages ecsImages() {
    return ecsImages;
  }

  public LaunchTemplates launchTemplates() {
    return launchTemplates;
  }

  public Collection<Vpc> vpcs() {
    return vpcs.values();
  }

  public Collection<Subnet> subnets() {
    return subnets.values();
  }

  public Collection<SecurityGroup> securityGroups() {
    return securityGroups.values();
  }

  /** All instances that EC2 still shows, the oldest first. */
  public Collection<Instance> instances() {
    forget();
    return instances.values();
  }

  public Optional<Vpc> vpc(String id) {
    return Optional.ofNullable(vpcs.get(id));
  }

  public Optional<Subnet> subnet(String id) {
    return Optional.ofNullable(subnets.get(id));
  }

  public Optional<SecurityGroup> securityGroup(String id) {
    return Optional.ofNullable(securityGroups.get(id));
  }

  public Optional<Instance> instance(String id) {
    return Optional.ofNullable(instances.get(id)).filter(instance -> !forgotten(instance));
  }

  public boolean subnetExists(String id) {
    return subnets.containsKey(id);
  }

  public boolean securityGroupExists(String id) {
    return securityGroups.containsKey(id);
  }

  /** Makes the account one whose default VPC was deleted: its subnets and groups go too. */
  public void removeDefaultVpc() {
    List<String> ids = vpcs.values().stream().filter(Vpc::isDefault).map(Vpc::id).toList();
    boolean used =
        instances.values().stream()
            .anyMatch(it -> it.holdsInterface() && ids.contains(it.subnet().vpcId()));
    if (used) {
      throw new IllegalStateException("instances still run in the default VPC " + ids);
    }
    vpcs.keySet().removeAll(ids);
    subnets.values().removeIf(subnet -> ids.contains(subnet.vpcId()));
    securityGroups.values().removeIf(group -> ids.contains(group.vpcId()));
  }

  /** Makes a security group, which lets everything out; the caller has checked its name. */
  public SecurityGroup createSecurityGroup(String vpcId, String name, String description) {
    SecurityGroup group = new SecurityGroup(id("sg"), vpcId, name, description);
    securityGroups.put(group.id(), group);
    addRule(group, GroupRule.everything(true, new Peer(PeerKind.IPV4, "0.0.0.0/0")), "");
    return group;
  }

  /** Adds a rule; the caller has checked it. */
  Entry addRule(SecurityGroup group, GroupRule rule, String description) {
    // Counted, not drawn, so that what else is drawn does not depend on the rules of groups.
    String id = String.format(Locale.ROOT, "sgr-%017x", ++rulesMade);
    Entry entry = new Entry(id, rule, description);
    group.rules().add(entry);
    return entry;
  }

  /** Removes a security group; the caller has checked that nothing holds it. */
  public void deleteSecurityGroup(String id) {
    securityGroups.remove(id);
  }

  /**
   * Starts an instance: pending now, running after {@link Timings.Step#HOST_PENDING}.
   *
   * @param profileArn the instance profile it runs with, if any
   * @param imageId what it boots from
   * @throws IllegalArgumentException if the type or the subnet does not exist
   */
  public Instance launch(
      String instanceType,
      String subnetId,
      boolean spot,
      Map<String, String> tags,
      List<String> securityGroupIds,
      @Nullable String profileArn,
      String imageId) {
    InstanceType type = instanceTypes.find(instanceType).orElseThrow(() -> none(instanceType));
    Subnet subnet = subnet(subnetId).orElseThrow(() -> none(subnetId));
    String spotRequestId = spot ? "sir-" + world.hex(8) : null;
    InstanceIds ids = new InstanceIds(id("i"), id("r"), imageId, spotRequestId);
    String address = subnet.address(launched++);
    Instance instance =
        new Instance(ids, type, subnet, address, securityGroupIds, profileArn, tags, world.now());
    forget();
    instances.put(instance.id(), instance);
    if (spot) {
      market.pool(type, subnet.zone()).take();
    }
    world.after(world.takes(Timings.Step.HOST_PENDING), instance::started);
    return instance;
  }

  /**
   * Shuts an instance down: terminated after {@link Timings.Step#HOST_SHUTTING_DOWN}, out of sight
   * an hour later. Does nothing to one that is going or gone.
   *
   * @param stateReasonCode EC2's code, such as those of {@link StateReason}
   */
  public void terminate(String instanceId, String stateReasonCode) {
    Instance instance = instances.get(instanceId);
    if (instance == null || instance.stoppingAt().isPresent()) {
      return;
    }
    instance.stopping(new StateReason(stateReasonCode), world.now());
    world.after(world.takes(Timings.Step.HOST_SHUTTING_DOWN), () -> stopped(instance));
  }

  /** Who loses what runs on an instance when its user terminates it; told the id, first. */
  public void onUserTermination(Consumer<String> told) {
    userTerminations = told;
  }

  /** A user takes an instance away by hand, whatever runs on it. */
  void terminateByUser(String instanceId) {
    userTerminations.accept(instanceId);
    terminate(instanceId, StateReason.USER_INITIATED);
  }

  private void stopped(Instance instance) {
    instance.stopped(world.now());
    if (instance.spot()) {
      market.pool(instance.type(), instance.subnet().zone()).giveBack();
    }
  }

  /** Whether a network interface still uses the group, or a rule of another group speaks of it. */
  public boolean securityGroupInUse(String groupId) {
    boolean held =
        instances.values().stream()
            .anyMatch(it -> it.holdsInterface() && it.securityGroupIds().contains(groupId));
    return held
        || securityGroups.values().stream()
            .anyMatch(it -> !it.id().equals(groupId) && it.rules().referTo(groupId));
  }

  /** Everybody is the account's one developer. */
  String developerArn() {
    return "arn:" + Partition.of(region).id() + ":iam::" + account + ":user/developer";
  }

  /** The ARN of something of EC2 in this account and Region. */
  String arn(String resource) {
    return Partition.of(region).arnPrefix("ec2", region, account) + resource;
  }

  /** The live tags of whatever bears an id; empty if nothing does. */
  public Optional<Map<String, String>> tags(String resourceId) {
    return Stream.of(
            vpc(resourceId).map(Vpc::tags),
            subnet(resourceId).map(Subnet::tags),
            securityGroup(resourceId).map(SecurityGroup::tags),
            instance(resourceId).map(Instance::tags),
            launchTemplates.byId(resourceId).map(LaunchTemplate::tags))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The ids of all that can bear tags. */
  public List<String> taggableIds() {
    List<String> ids = new ArrayList<>(vpcs.keySet());
    ids.addAll(subnets.keySet());
    ids.addAll(securityGroups.keySet());
    instances().forEach(it -> ids.add(it.id()));
    launchTemplates.all().forEach(it -> ids.add(it.id()));
    return ids;
  }

  private void forget() {
    instances.values().removeIf(this::forgotten);
  }

  private boolean forgotten(Instance instance) {
    Instant lastShown = world.now().minus(TERMINATED_VISIBLE);
    return instance.terminatedAt().filter(lastShown::isAfter).isPresent();
  }

  private void makeDefaultVpc() {
    Vpc vpc = new Vpc(id("vpc"), "172.31.0.0/16", true);
    vpcs.put(vpc.id(), vpc);
    for (int i = 0; i < zones.size(); i++) {
      String network = "172.31." + 16 * i + ".0";
      Subnet subnet = new Subnet(id("subnet"), vpc.id(), zones.get(i), network, true);
      subnets.put(subnet.id(), subnet);
    }
    SecurityGroup group =
        createSecurityGroup(vpc.id(), SecurityGroup.DEFAULT_NAME, "default VPC security group");
    addRule(group, GroupRule.everything(false, new Peer(PeerKind.GROUP, group.id())), "");
  }

  private String id(String kind) {
    return kind + "-" + world.hex(17);
  }

  private static IllegalArgumentException none(String what) {
    return new IllegalArgumentException("EC2 of the fake has no [" + what + "]");
  }
}
