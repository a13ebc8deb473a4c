package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.ec2.GroupRule.PeerKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** EC2's operations on security groups. */
final class SecurityGroupCalls {

  private static final int MAX_TEXT = 255;
  private static final Pattern TEXT = Pattern.compile("[a-zA-Z0-9 ._\\-:/()#,@\\[\\]+=&;{}!$*]+");
  static final String ALLOWED =
      "strings less than 256 characters from the following set:"
          + "  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";

  private final Ec2State state;
  private final Filters<SecurityGroup> filters;
  private final GroupRuleShapes rules;

  SecurityGroupCalls(Ec2State state) {
    this.state = state;
    this.rules = new GroupRuleShapes(state);
    this.filters =
        new Filters<SecurityGroup>("DescribeSecurityGroups")
            .on("group-id", SecurityGroup::id)
            .on("group-name", SecurityGroup::name)
            .on("description", SecurityGroup::description)
            .on("vpc-id", SecurityGroup::vpcId)
            .on("owner-id", group -> state.account())
            .onTags(SecurityGroup::tags);
    onRules("ip-permission.", false);
    onRules("egress.ip-permission.", true);
  }

  private void onRules(String prefix, boolean egress) {
    onRules(prefix + "cidr", egress, rule -> peer(rule, PeerKind.IPV4));
    onRules(prefix + "ipv6-cidr", egress, rule -> peer(rule, PeerKind.IPV6));
    onRules(prefix + "group-id", egress, rule -> peer(rule, PeerKind.GROUP));
    onRules(prefix + "protocol", egress, GroupRule::protocol);
    onRules(prefix + "from-port", egress, rule -> port(rule.fromPort()));
    onRules(prefix + "to-port", egress, rule -> port(rule.toPort()));
  }

  private void onRules(String filter, boolean egress, Function<GroupRule, @Nullable String> value) {
    filters.onAny(
        filter,
        group ->
            group.rules().all(egress).stream()
                .flatMap(entry -> Stream.ofNullable(value.apply(entry.rule())))
                .toList());
  }

  private static @Nullable String peer(GroupRule rule, PeerKind kind) {
    return rule.peer().is(kind) ? rule.peer().id() : null;
  }

  private static @Nullable String port(@Nullable Integer port) {
    return port == null ? null : port.toString();
  }

  DescribeSecurityGroupsResponse describe(DescribeSecurityGroupsRequest request) {
    Ec2Checks.request(request, "GroupIds", "GroupNames", "Filters", "NextToken", "MaxResults");
    List<String> ids = request.groupIds();
    List<String> names = request.groupNames();
    ids.forEach(id -> Ec2Checks.id(id, "sg", "InvalidGroupId.Malformed"));
    Ec2Checks.allExist(ids, state::securityGroupExists, Ec2Faults::noGroup);
    Ec2Checks.allExist(names, name -> inDefaultVpc(name).isPresent(), Ec2Faults::noGroup);
    List<SecurityGroup> matching =
        filters.apply(request, request.filters(), state.securityGroups()).stream()
            .filter(group -> ids.isEmpty() || ids.contains(group.id()))
            .filter(group -> names.isEmpty() || names.contains(group.name()))
            .toList();
    Page<SecurityGroup> page =
        Ec2Checks.page(matching, SecurityGroup::id, request.nextToken(), request.maxResults());
    return DescribeSecurityGroupsResponse.builder()
        .securityGroups(page.items().stream().map(this::shape).toList())
        .nextToken(page.nextToken())
        .build();
  }

  CreateSecurityGroupResponse create(CreateSecurityGroupRequest request) {
    Ec2Checks.request(request, "GroupName", "Description", "VpcId", "TagSpecifications");
    String name = name(request.groupName());
    String description = description(request.description());
    Vpc vpc = vpc(request.vpcId());
    Map<String, String> tags =
        TagCalls.wanted(request.tagSpecifications(), ResourceType.SECURITY_GROUP);
    boolean taken =
        state.securityGroups().stream()
            .anyMatch(it -> it.vpcId().equals(vpc.id()) && it.name().equalsIgnoreCase(name));
    if (taken) {
      throw Ec2Faults.of(
          "InvalidGroup.Duplicate",
          "The security group '" + name + "' already exists for VPC '" + vpc.id() + "'");
    }
    SecurityGroup group = state.createSecurityGroup(vpc.id(), name, description);
    group.tags().putAll(tags);
    return CreateSecurityGroupResponse.builder()
        .groupId(group.id())
        .securityGroupArn(state.arn("security-group/" + group.id()))
        .tags(TagCalls.shape(tags))
        .build();
  }

  DeleteSecurityGroupResponse delete(DeleteSecurityGroupRequest request) {
    Ec2Checks.request(request, "GroupId", "GroupName");
    SecurityGroup group = find(request.groupId(), request.groupName());
    if (group.name().equals(SecurityGroup.DEFAULT_NAME)) {
      throw Ec2Faults.of(
          "CannotDelete",
          "the specified group: \""
              + group.id()
              + "\" name: \"default\" cannot be deleted by a user");
    }
    if (state.securityGroupInUse(group.id())) {
      throw Ec2Faults.of(
          "DependencyViolation", "resource " + group.id() + " has a dependent object");
    }
    state.deleteSecurityGroup(group.id());
    return DeleteSecurityGroupResponse.builder().returnValue(true).groupId(group.id()).build();
  }

  private static String name(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      throw Ec2Faults.missing("GroupName");
    }
    if (name.length() > MAX_TEXT || !TEXT.matcher(name).matches()) {
      throw Ec2Faults.invalidValue(
          "Invalid security group name '" + name + "'. Valid names are " + ALLOWED);
    }
    if (name.startsWith("sg-")) {
      throw Ec2Faults.invalidValue(
          "Value ("
              + name
              + ") for parameter GroupName is invalid. Group names may not be in the format sg-*.");
    }
    if (name.equalsIgnoreCase(SecurityGroup.DEFAULT_NAME)) {
      throw Ec2Faults.of("InvalidGroup.Reserved", "The security group 'default' is reserved");
    }
    return name;
  }

  private static String description(@Nullable String description) {
    if (description == null || description.isEmpty()) {
      throw Ec2Faults.missing("GroupDescription");
    }
    if (description.length() > MAX_TEXT || !TEXT.matcher(description).matches()) {
      throw Ec2Faults.invalidValue(
          "Invalid security group description. Valid descriptions are " + ALLOWED);
    }
    return description;
  }

  private Vpc vpc(@Nullable String vpcId) {
    if (vpcId != null) {
      return state.vpc(vpcId).orElseThrow(() -> Ec2Faults.noVpc(vpcId));
    }
    return state.vpcs().stream()
        .filter(Vpc::isDefault)
        .findFirst()
        .orElseThrow(() -> Ec2Faults.of("VPCIdNotSpecified", "No default VPC for this user"));
  }

  /** A group that must exist. */
  SecurityGroup find(@Nullable String id, @Nullable String name) {
    if (id != null) {
      Ec2Checks.id(id, "sg", "InvalidGroupId.Malformed");
      return state.securityGroup(id).orElseThrow(() -> Ec2Faults.noGroup(id));
    }
    if (name != null) {
      return inDefaultVpc(name).orElseThrow(() -> Ec2Faults.noGroup(name));
    }
    throw Ec2Faults.missing("GroupId");
  }

  // Names work as identifiers in the default VPC only.
  private Optional<SecurityGroup> inDefaultVpc(String name) {
    return state.securityGroups().stream()
        .filter(group -> state.vpc(group.vpcId()).filter(Vpc::isDefault).isPresent())
        .filter(group -> group.name().equals(name))
        .findFirst();
  }

  private software.amazon.awssdk.services.ec2.model.SecurityGroup shape(SecurityGroup group) {
    return software.amazon.awssdk.services.ec2.model.SecurityGroup.builder()
        .groupId(group.id())
        .groupName(group.name())
        .description(group.description())
        .vpcId(group.vpcId())
        .ownerId(state.account())
        .securityGroupArn(state.arn("security-group/" + group.id()))
        .ipPermissions(rules.permissions(group.rules().all(false)))
        .ipPermissionsEgress(rules.permissions(group.rules().all(true)))
        .tags(TagCalls.shape(group.tags()))
        .build();
  }
}
