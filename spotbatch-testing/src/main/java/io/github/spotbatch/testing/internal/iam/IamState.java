package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.internal.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * IAM of one account. It is born with the {@code ecsInstanceRole} that the Batch console makes: a
 * role and an instance profile.
 *
 * <p>IAM itself shows every change at once. The questions that end in {@code Visible} and their
 * like are those of Batch, which sees a change {@link Timings.Step#IAM_PROPAGATION} later.
 */
public final class IamState {

  private static final String CONSOLE_ROLE = "ecsInstanceRole";

  private static final Duration CONSOLE_ROLE_AGE = Duration.ofDays(30);

  private final World world;
  private final String account;
  private final String partition;
  private final ManagedPolicies policies;
  // IAM does not tell names apart by case.
  private final Map<String, Role> roles = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Profile> profiles = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, RoleUser> users = new TreeMap<>();
  private final Deleted<Role> deletedRoles;
  private final Deleted<Profile> deletedProfiles;
  private final RoleDeletions roleDeletions;

  public IamState(World world, String account, String partition) {
    this.world = world;
    this.account = account;
    this.partition = partition;
    this.policies = new ManagedPolicies(partition);
    this.deletedRoles = new Deleted<>(world);
    this.deletedProfiles = new Deleted<>(world);
    this.roleDeletions = new RoleDeletions(world, this);
    makeConsoleRole(world.now().minus(CONSOLE_ROLE_AGE));
  }

  public String partition() {
    return partition;
  }

  /** The ARN of something of the account. */
  public String arn(String resource) {
    return "arn:" + partition + ":iam::" + account + ":" + resource;
  }

  /** The ARN of whoever calls: everybody is the account's one developer. */
  public String caller() {
    return arn("user/developer");
  }

  /** The roles, ordered by name. */
  public Collection<Role> roles() {
    return roles.values();
  }

  /** The instance profiles, ordered by name. */
  public Collection<Profile> profiles() {
    return profiles.values();
  }

  public Optional<Role> role(String name) {
    return Optional.ofNullable(roles.get(name));
  }

  public Optional<Profile> profile(String name) {
    return Optional.ofNullable(profiles.get(name));
  }

  public boolean policyExists(String arn) {
    return policies.exists(arn);
  }

  /**
   * The ARN of one of AWS's own policies.
   *
   * @param pathAndName such as {@code service-role/AWSBatchServiceRole}
   */
  public String managedPolicyArn(String pathAndName) {
    return policies.arn(pathAndName);
  }

  /** Makes a policy that can be attached, as if the account's owner had written it. */
  public void addPolicy(String arn) {
    policies.add(arn);
  }

  /** Makes a role; the caller has checked its name and its trust policy. */
  public Role createRole(
      String path, String name, String trustPolicy, @Nullable String permissionsBoundary) {
    return createRole(path, name, trustPolicy, permissionsBoundary, world.now());
  }

  public void deleteRole(String name) {
    deletedRoles.add(roles.remove(name));
  }

  /** Makes an empty profile; the caller has checked its name. */
  public Profile createProfile(String path, String name) {
    return createProfile(path, name, world.now());
  }

  public void deleteProfile(String name) {
    deletedProfiles.add(profiles.remove(name));
  }

  /**
   * The role of an AWS service, made if it is absent. The service that makes it for itself sees it
   * at once.
   */
  public Role serviceLinkedRole(ServiceLinkedRole service) {
    Role present = roles.get(service.roleName());
    if (present != null) {
      return present;
    }
    Instant seen = world.now().minus(world.takes(Timings.Step.IAM_PROPAGATION));
    return createRole(
        Role.SERVICE_LINKED_PATH + service.principal() + "/",
        service.roleName(),
        trust(service.principal()),
        null,
        seen);
  }

  /**
   * Whether Batch can see a role by now.
   *
   * @param arnOrName the ARN, {@code /path/name}, or the bare name of a role whose path is {@code
   *     /}
   */
  public boolean roleVisible(String arnOrName, Instant now) {
    return seenRole(arnOrName, now).isPresent();
  }

  /** Whether a role can be seen by now, and lets a service assume it. */
  public boolean roleTrusts(String arnOrName, Assumer service, Instant now) {
    return seenRole(arnOrName, now).filter(role -> trusts(role, service, now)).isPresent();
  }

  private boolean trusts(Role role, Assumer service, Instant now) {
    return role.trustPolicyAt(known(now)).filter(policy -> policy.lets(service)).isPresent();
  }

  /** Whether a policy's attachment to a role has taken effect by now, and its end has not. */
  public boolean roleHasPolicy(String arnOrName, String policyArn, Instant now) {
    return seenRole(arnOrName, now)
        .filter(role -> role.attachedPolicies().at(known(now)).anyMatch(policyArn::equals))
        .isPresent();
  }

  /**
   * Whether Batch can see an instance profile by now.
   *
   * @param arnOrName the ARN or the bare name, whatever the profile's path
   */
  public boolean instanceProfileVisible(String arnOrName, Instant now) {
    return seenProfile(arnOrName, now).isPresent();
  }

  /**
   * Whether an instance with this profile may register itself with ECS by now: its role lets EC2
   * assume it, and has a policy for that.
   */
  public boolean profileLetsHostsJoin(String arnOrName, Instant now) {
    return seenProfile(arnOrName, now)
        .flatMap(profile -> profile.roleAt(known(now)))
        .filter(role -> trusts(role, Assumer.ec2(), now))
        .filter(role -> allows(role, policies::letHostsJoin, "ecs:RegisterContainerInstance", now))
        .isPresent();
  }

  /** Whether Batch, in this service role, may work on the cluster of an environment by now. */
  public boolean roleLetsBatchWork(String arnOrName, Instant now) {
    return seenRole(arnOrName, now)
        .filter(role -> allows(role, policies::letBatchWork, "ecs:DescribeClusters", now))
        .isPresent();
  }

  /** Whether a policy of the role, attached or inline, allows an action, and none denies it. */
  private boolean allows(Role role, Predicate<String> attachedAllows, String action, Instant now) {
    List<PolicyDocument> inline =
        role.inlinePolicies()
            .at(known(now))
            .flatMap(document -> PolicyDocument.parse(document).stream())
            .toList();
    boolean allowed =
        role.attachedPolicies().at(known(now)).anyMatch(attachedAllows)
            || inline.stream().anyMatch(document -> document.allows(action));
    return allowed && inline.stream().noneMatch(document -> document.denies(action));
  }

  /** From now on a service in a Region may be working in the account's roles. */
  public void addUser(String region, RoleUser user) {
    users.put(region, user);
  }

  /** The deletions of AWS services' own roles. */
  RoleDeletions roleDeletions() {
    return roleDeletions;
  }

  /** What works in a role, as ARNs by Region. */
  Map<String, List<String>> usesOf(Role role) {
    Map<String, List<String>> uses = new TreeMap<>();
    users.forEach((region, user) -> uses.put(region, user.using(role.arn())));
    uses.values().removeIf(List::isEmpty);
    return uses;
  }

  /** A role as the parameters of other services name it. */
  public Optional<Role> find(String arnOrName) {
    return roles.values().stream().filter(role -> isMeant(role, arnOrName)).findFirst();
  }

  /** A role as Batch sees it: a new one only after a while, and a deleted one for a while. */
  private Optional<Role> seenRole(String arnOrName, Instant now) {
    return Stream.concat(roles.values().stream(), deletedRoles.seen(now))
        .filter(role -> isMeant(role, arnOrName) && propagated(role.createdAt(), now))
        .findFirst();
  }

  private static boolean isMeant(Role role, String arnOrName) {
    if (arnOrName.startsWith("arn:")) {
      return role.arn().equals(arnOrName);
    }
    String pathAndName = arnOrName.startsWith("/") ? arnOrName : "/" + arnOrName;
    return (role.path() + role.name()).equals(pathAndName);
  }

  /** A profile as others see it: a new one only after a while, and a deleted one for a while. */
  private Optional<Profile> seenProfile(String arnOrName, Instant now) {
    return Stream.concat(profiles.values().stream(), deletedProfiles.seen(now))
        .filter(
            profile ->
                profile.arn().equals(arnOrName) || profile.name().equalsIgnoreCase(arnOrName))
        .filter(profile -> propagated(profile.createdAt(), now))
        .findFirst();
  }

  /** A profile as the parameters of other services name it. */
  public Optional<Profile> findProfile(String arnOrName) {
    return arnOrName.startsWith("arn:")
        ? profiles.values().stream().filter(it -> it.arn().equals(arnOrName)).findFirst()
        : profile(arnOrName);
  }

  private Role createRole(
      String path, String name, String trustPolicy, @Nullable String boundary, Instant at) {
    TrustPolicy trust = TrustPolicy.of(trustPolicy);
    Role role =
        new Role(world, arn("role" + path + name), path, name, id("AROA"), at, trust, boundary);
    roles.put(name, role);
    return role;
  }

  private Profile createProfile(String path, String name, Instant at) {
    Profile profile =
        new Profile(world, arn("instance-profile" + path + name), path, name, id("AIPA"), at);
    profiles.put(name, profile);
    return profile;
  }

  private void makeConsoleRole(Instant at) {
    Role role = createRole("/", CONSOLE_ROLE, trust("ec2.amazonaws.com"), null, at);
    String containerHost = policies.arn(ManagedPolicies.CONTAINER_HOST);
    role.attachedPolicies().put(containerHost, containerHost, at);
    createProfile("/", CONSOLE_ROLE, at).hold(role, at);
  }

  private boolean propagated(Instant since, Instant now) {
    return !since.isAfter(known(now));
  }

  /** As of when Batch knows IAM. */
  private Instant known(Instant now) {
    return now.minus(world.takes(Timings.Step.IAM_PROPAGATION));
  }

  private String id(String prefix) {
    return prefix + world.hex(17).toUpperCase(Locale.ROOT);
  }

  private static String trust(String service) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
        + "{\"Service\":\""
        + service
        + "\"},\"Action\":\"sts:AssumeRole\"}]}";
  }
}
