package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.ec2.GivenRules.Given;
import io.github.spotbatch.testing.internal.ec2.GroupRules.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Request;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.RevokedSecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** EC2's operations on the rules of security groups. */
final class SecurityGroupRuleCalls {

  private static final int MAX_RULES = 60;
  private static final Pattern DESCRIPTION =
      Pattern.compile("[a-zA-Z0-9. _\\-:/()#,@\\[\\]+=&;{}!$*]{0,255}");

  private final Ec2State state;
  private final SecurityGroupCalls groups;
  private final GivenRules given;
  private final GroupRuleShapes shapes;
  private final Filters<SecurityGroupRule> filters =
      new Filters<SecurityGroupRule>("DescribeSecurityGroupRules")
          .on("group-id", SecurityGroupRule::groupId)
          .on("security-group-rule-id", SecurityGroupRule::securityGroupRuleId);

  SecurityGroupRuleCalls(Ec2State state, SecurityGroupCalls groups) {
    this.state = state;
    this.groups = groups;
    this.given = new GivenRules(state);
    this.shapes = new GroupRuleShapes(state);
  }

  AuthorizeSecurityGroupIngressResponse authorize(AuthorizeSecurityGroupIngressRequest request) {
    Ec2Checks.request(
        request,
        "GroupId",
        "GroupName",
        "IpPermissions",
        "CidrIp",
        "IpProtocol",
        "FromPort",
        "ToPort");
    SecurityGroup group = groups.find(request.groupId(), request.groupName());
    List<IpPermission> permissions =
        permissions(
            request.ipPermissions(),
            request.ipProtocol(),
            request.fromPort(),
            request.toPort(),
            request.cidrIp());
    return AuthorizeSecurityGroupIngressResponse.builder()
        .returnValue(true)
        .securityGroupRules(authorize(request, group, false, permissions))
        .build();
  }

  AuthorizeSecurityGroupEgressResponse authorize(AuthorizeSecurityGroupEgressRequest request) {
    Ec2Checks.request(request, "GroupId", "IpPermissions");
    SecurityGroup group = groups.find(request.groupId(), null);
    return AuthorizeSecurityGroupEgressResponse.builder()
        .returnValue(true)
        .securityGroupRules(authorize(request, group, true, request.ipPermissions()))
        .build();
  }

  RevokeSecurityGroupIngressResponse revoke(RevokeSecurityGroupIngressRequest request) {
    Ec2Checks.request(
        request,
        "GroupId",
        "GroupName",
        "IpPermissions",
        "CidrIp",
        "IpProtocol",
        "FromPort",
        "ToPort",
        "SecurityGroupRuleIds");
    SecurityGroup group = groups.find(request.groupId(), request.groupName());
    List<IpPermission> permissions =
        permissions(
            request.ipPermissions(),
            request.ipProtocol(),
            request.fromPort(),
            request.toPort(),
            request.cidrIp());
    Revoked revoked = revoke(request, group, false, permissions, request.securityGroupRuleIds());
    return RevokeSecurityGroupIngressResponse.builder()
        .returnValue(true)
        .unknownIpPermissions(revoked.unknown())
        .revokedSecurityGroupRules(revoked.rules())
        .build();
  }

  RevokeSecurityGroupEgressResponse revoke(RevokeSecurityGroupEgressRequest request) {
    Ec2Checks.request(request, "GroupId", "IpPermissions", "SecurityGroupRuleIds");
    SecurityGroup group = groups.find(request.groupId(), null);
    Revoked revoked =
        revoke(request, group, true, request.ipPermissions(), request.securityGroupRuleIds());
    return RevokeSecurityGroupEgressResponse.builder()
        .returnValue(true)
        .unknownIpPermissions(revoked.unknown())
        .revokedSecurityGroupRules(revoked.rules())
        .build();
  }

  DescribeSecurityGroupRulesResponse describe(DescribeSecurityGroupRulesRequest request) {
    Ec2Checks.request(request, "SecurityGroupRuleIds", "Filters", "NextToken", "MaxResults");
    List<SecurityGroupRule> all = new ArrayList<>();
    for (SecurityGroup group : state.securityGroups()) {
      group.rules().all().forEach(entry -> all.add(shapes.rule(group, entry)));
    }
    List<String> ids = request.securityGroupRuleIds();
    List<String> known = all.stream().map(SecurityGroupRule::securityGroupRuleId).toList();
    requireRules(ids, known);
    List<SecurityGroupRule> matching =
        filters.apply(request, request.filters(), all).stream()
            .filter(rule -> ids.isEmpty() || ids.contains(rule.securityGroupRuleId()))
            .toList();
    Page<SecurityGroupRule> page =
        Ec2Checks.page(
            matching,
            SecurityGroupRule::securityGroupRuleId,
            request.nextToken(),
            request.maxResults());
    return DescribeSecurityGroupRulesResponse.builder()
        .securityGroupRules(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  /** A request for inbound traffic may say one rule without a list; from nowhere, it is none. */
  private static List<IpPermission> permissions(
      List<IpPermission> listed,
      @Nullable String protocol,
      @Nullable Integer fromPort,
      @Nullable Integer toPort,
      @Nullable String cidr) {
    if (protocol == null && cidr == null) {
      return listed;
    }
    if (!listed.isEmpty()) {
      // The text is not known.
      throw Ec2Faults.of(
          "InvalidParameterCombination", "The parameter ipPermissions goes with no other rule");
    }
    IpPermission.Builder alone =
        IpPermission.builder().ipProtocol(protocol).fromPort(fromPort).toPort(toPort);
    if (cidr != null) {
      alone.ipRanges(IpRange.builder().cidrIp(cidr).build());
    }
    return List.of(alone.build());
  }

  private List<SecurityGroupRule> authorize(
      Ec2Request request, SecurityGroup group, boolean egress, List<IpPermission> permissions) {
    if (permissions.isEmpty()) {
      // The text is not known.
      throw Ec2Faults.missing("ipPermissions");
    }
    List<Given> rules = given.of(request, group, egress, permissions);
    List<GroupRule> all = new ArrayList<>(group.rules().all().stream().map(Entry::rule).toList());
    // All are checked before any is added.
    for (Given added : rules) {
      requireNew(group, added);
      all.add(added.rule());
      if (all.stream().filter(added.rule()::countsWith).count() > MAX_RULES) {
        throw Ec2Faults.of(
            "RulesPerSecurityGroupLimitExceeded",
            "The maximum number of rules per security group has been reached.");
      }
    }
    return rules.stream()
        .map(added -> state.addRule(group, added.rule(), description(added)))
        .map(entry -> shapes.rule(group, entry))
        .toList();
  }

  private static void requireNew(SecurityGroup group, Given added) {
    if (!DESCRIPTION.matcher(description(added)).matches()) {
      throw Ec2Faults.invalidValue(
          "Invalid rule description. Valid descriptions are " + SecurityGroupCalls.ALLOWED);
    }
    if (group.rules().find(added.rule()).isPresent()) {
      throw Ec2Faults.of(
          "InvalidPermission.Duplicate",
          "the specified rule \"" + added.rule() + "\" already exists");
    }
  }

  private static String description(Given given) {
    return given.description() == null ? "" : given.description();
  }

  private record Revoked(List<RevokedSecurityGroupRule> rules, List<IpPermission> unknown) {}

  private Revoked revoke(
      Ec2Request request,
      SecurityGroup group,
      boolean egress,
      List<IpPermission> permissions,
      List<String> ids) {
    if (permissions.isEmpty() == ids.isEmpty()) {
      // What is said where both are given is not known.
      throw Ec2Faults.of(
          "MissingParameter",
          "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.");
    }
    List<Entry> of = group.rules().all(egress);
    requireRules(ids, of.stream().map(Entry::id).toList());
    Set<Entry> revoked =
        new LinkedHashSet<>(of.stream().filter(it -> ids.contains(it.id())).toList());
    List<IpPermission> unknown = new ArrayList<>();
    for (Given rule : given.of(request, group, egress, permissions)) {
      // In a default VPC, and the fake has no other, an absent rule is no error.
      group
          .rules()
          .find(rule.rule())
          .ifPresentOrElse(revoked::add, () -> unknown.add(rule.permission()));
    }
    revoked.forEach(group.rules()::remove);
    return new Revoked(
        revoked.stream().map(entry -> shapes.revoked(group, entry)).toList(), unknown);
  }

  private static void requireRules(List<String> ids, List<String> known) {
    ids.forEach(id -> Ec2Checks.id(id, "sgr", "InvalidSecurityGroupRuleId.Malformed"));
    Ec2Checks.allExist(
        ids,
        known::contains,
        id ->
            Ec2Faults.of(
                "InvalidSecurityGroupRuleId.NotFound",
                "The security group rule ID '" + id + "' does not exist"));
  }
}
