package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** EC2's operations on security groups. */
final class SecurityGroupCalls {

  private static final int MAX_TEXT = 255;
  private static final Pattern TEXT = Pattern.compile("[a-zA-Z0-9 ._\\-:/()#,@\\[\\]+=&;{}!$*]+");
  private static final String ALLOWED =
      "strings less than 256 characters from the following set:"
          + "  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";

  private final Ec2State state;
  private final Filters<SecurityGroup> filters;

  SecurityGroupCalls(Ec2State state) {
    this.state = state;
    this.filters =
        new Filters<SecurityGroup>("DescribeSecurityGroups")
            .on("group-id", SecurityGroup::id)
            .on("group-name", SecurityGroup::name)
            .on("description", SecurityGroup::description)
            .on("vpc-id", SecurityGroup::vpcId)
            .on("owner-id", group -> state.account())
            .onTags(SecurityGroup::tags);
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
        .securityGroupArn(arn(group))
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

  private SecurityGroup find(@Nullable String id, @Nullable String name) {
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

  private String arn(SecurityGroup group) {
    return "arn:aws:ec2:"
        + state.region()
        + ":"
        + state.account()
        + ":security-group/"
        + group.id();
  }

  private software.amazon.awssdk.services.ec2.model.SecurityGroup shape(SecurityGroup group) {
    IpPermission everywhere =
        IpPermission.builder()
            .ipProtocol("-1")
            .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
            .build();
    return software.amazon.awssdk.services.ec2.model.SecurityGroup.builder()
        .groupId(group.id())
        .groupName(group.name())
        .description(group.description())
        .vpcId(group.vpcId())
        .ownerId(state.account())
        .securityGroupArn(arn(group))
        .ipPermissions(List.of())
        .ipPermissionsEgress(everywhere)
        .tags(TagCalls.shape(group.tags()))
        .build();
  }
}
