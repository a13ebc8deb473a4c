package io.github.spotbatch.testing.internal.ec2;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.internal.Neighbours;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

class SecurityGroupRulesTest {

  private static final IpPermission SSH = tcp(22, 22, "10.0.0.0/8");

  private static final IpPermission EVERYTHING =
      IpPermission.builder()
          .ipProtocol("-1")
          .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
          .build();

  private final Neighbours neighbours = new Neighbours();
  private final Ec2Client ec2 = neighbours.ec2();
  private final String id = create("demo");

  @Nested
  class Authorize {

    @Test
    void ingress_isShownWithTheGroupAndAlone() {
      SecurityGroupRule rule =
          ec2.authorizeSecurityGroupIngress(it -> it.groupId(id).ipPermissions(SSH))
              .securityGroupRules()
              .get(0);

      assertThat(group().ipPermissions()).containsExactly(SSH);
      assertThat(group().ipPermissionsEgress()).containsExactly(EVERYTHING);
      assertThat(rule.securityGroupRuleId()).matches("sgr-[0-9a-f]{17}");
      assertThat(rule.securityGroupRuleArn())
          .isEqualTo(
              "arn:aws:ec2:us-east-1:123456789012:security-group-rule/"
                  + rule.securityGroupRuleId());
      assertThat(rule.cidrIpv4()).isEqualTo("10.0.0.0/8");
      assertThat(rule.isEgress()).isFalse();
      assertThat(
              ec2.describeSecurityGroupRules(
                      it -> it.securityGroupRuleIds(rule.securityGroupRuleId()))
                  .securityGroupRules())
          .containsExactly(rule);
    }

    @Test
    void ingress_ofOnePortRange_isShownTogether() {
      IpPermission wide =
          SSH.toBuilder()
              .ipv6Ranges(Ipv6Range.builder().cidrIpv6("2001:DB8::/32").description("v6").build())
              .userIdGroupPairs(UserIdGroupPair.builder().groupId(id).description("own").build())
              .build();
      ec2.authorizeSecurityGroupIngress(it -> it.groupId(id).ipPermissions(wide));
      ec2.authorizeSecurityGroupIngress(
          it -> it.groupId(id).ipPermissions(tcp(22, 22, "192.168.1.77/24")));

      assertThat(group().ipPermissions())
          .singleElement()
          .satisfies(
              shown -> {
                assertThat(shown.ipRanges())
                    .extracting(IpRange::cidrIp)
                    .containsExactly("10.0.0.0/8", "192.168.1.0/24");
                assertThat(shown.ipv6Ranges())
                    .containsExactly(
                        Ipv6Range.builder().cidrIpv6("2001:db8::/32").description("v6").build());
                assertThat(shown.userIdGroupPairs())
                    .containsExactly(
                        UserIdGroupPair.builder()
                            .groupId(id)
                            .userId("123456789012")
                            .description("own")
                            .build());
              });
    }

    @Test
    void ingress_bySingleParameters_isOneRule() {
      ec2.authorizeSecurityGroupIngress(
          it ->
              it.groupName("demo").ipProtocol("TCP").fromPort(22).toPort(22).cidrIp("10.0.0.0/8"));

      assertThat(group().ipPermissions()).containsExactly(SSH);
    }

    /** EC2 answers that all went well. */
    @Test
    void ingress_fromNowhere_isNoRule() {
      var answer =
          ec2.authorizeSecurityGroupIngress(
              it -> it.groupId(id).ipProtocol("tcp").fromPort(22).toPort(22));

      assertThat(answer.returnValue()).isTrue();
      assertThat(answer.securityGroupRules()).isEmpty();
      assertThat(group().ipPermissions()).isEmpty();
    }

    @Test
    void ingress_singleParametersBesideAList_isRefused() {
      assertThatThrownBy(
              () ->
                  ec2.authorizeSecurityGroupIngress(
                      it -> it.groupId(id).ipPermissions(SSH).cidrIp("10.0.0.0/8")))
          .isInstanceOfSatisfying(
              Ec2Exception.class,
              e ->
                  assertThat(e.awsErrorDetails().errorCode())
                      .isEqualTo("InvalidParameterCombination"));
    }

    @ParameterizedTest
    @CsvSource({"6, tcp, 80", "17, udp, 80", "1, icmp, 80", "58, icmpv6, 80", "50, 50,", "-1, -1,"})
    void protocol_byNumber_isShownByItsName(String given, String shown, Integer port) {
      ec2.authorizeSecurityGroupIngress(
          it -> it.groupId(id).ipPermissions(permission(given, 80, 80, "0.0.0.0/0")));

      assertThat(group().ipPermissions().get(0).ipProtocol()).isEqualTo(shown);
      assertThat(group().ipPermissions().get(0).fromPort()).isEqualTo(port);
    }

    @Test
    void egress_thatEveryGroupHas_isRefused() {
      assertRefused(
          () -> ec2.authorizeSecurityGroupEgress(it -> it.groupId(id).ipPermissions(EVERYTHING)),
          "InvalidPermission.Duplicate",
          400,
          "the specified rule \"peer: 0.0.0.0/0, ALL, ALLOW\" already exists");
    }

    @Test
    void ingress_thatIsThere_isRefusedWithAllBesideIt() {
      ec2.authorizeSecurityGroupIngress(it -> it.groupId(id).ipPermissions(SSH));

      assertRefused(
          () ->
              ec2.authorizeSecurityGroupIngress(
                  it -> it.groupId(id).ipPermissions(tcp(80, 80, "10.0.0.0/8"), SSH)),
          "InvalidPermission.Duplicate",
          400,
          "the specified rule \"peer: 10.0.0.0/8, TCP, from port: 22, to port: 22, ALLOW\" already"
              + " exists");
      assertThat(group().ipPermissions()).containsExactly(SSH);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "all  | 1     | 1     | 10.0.0.0/8  | Invalid value 'all' for IP protocol. Unknown protocol.",
          "256  | 1     | 1     | 10.0.0.0/8  | Invalid value '256' for IP protocol. Unknown protocol.",
          "tcp  | 22    |       | 10.0.0.0/8  | Invalid value for portRange. Must specify both from and to ports with TCP/UDP.",
          "icmp |       |       | 10.0.0.0/8  | Invalid value for portRange. Must specify both from and to ports with ICMP.",
          "udp  | -1    | 22    | 10.0.0.0/8  | TCP/UDP (from) port (-1) out of range",
          "tcp  | 22    | 65536 | 10.0.0.0/8  | TCP/UDP (to) port (65536) out of range",
          "tcp  | 80    | 22    | 10.0.0.0/8  | Invalid TCP/UDP port range (80:22)",
          "icmp | 8     | 65535 | 10.0.0.0/8  | ICMP code (65535) out of range",
          "tcp  | 22    | 22    | 10.0.0.0/33 | CIDR block 10.0.0.0/33 is malformed",
          "tcp  | 22    | 22    | 10.0.0.256/8| CIDR block 10.0.0.256/8 is malformed",
          "tcp  | 22    | 22    | ::/0        | CIDR block ::/0 is malformed",
        })
    void ingress_oneThingWrong_isRefused(
        String protocol, Integer from, Integer to, String cidr, String message) {
      IpPermission wrong = permission(protocol, from, to, cidr);

      assertRefused(
          () -> ec2.authorizeSecurityGroupIngress(it -> it.groupId(id).ipPermissions(wrong)),
          "InvalidParameterValue",
          400,
          message);
    }

    @Test
    void ingress_ofABadRangeOfIpv6_isRefused() {
      for (String cidr : List.of("10.0.0.0/8", "1:2:3/64", "::/129", "host:name/8")) {
        IpPermission wrong =
            SSH.toBuilder()
                .ipRanges(List.of())
                .ipv6Ranges(Ipv6Range.builder().cidrIpv6(cidr).build())
                .build();

        assertRefused(
            () -> ec2.authorizeSecurityGroupIngress(it -> it.groupId(id).ipPermissions(wrong)),
            "InvalidParameterValue",
            400,
            "CIDR block " + cidr + " is malformed");
      }
    }

    @Test
    void ingress_descriptionWithOtherCharacters_isRefused() {
      IpPermission wrong =
          SSH.toBuilder()
              .ipRanges(IpRange.builder().cidrIp("10.0.0.0/8").description("it's mine").build())
              .build();

      assertThatThrownBy(
              () -> ec2.authorizeSecurityGroupIngress(it -> it.groupId(id).ipPermissions(wrong)))
          .hasMessageStartingWith("Invalid rule description. Valid descriptions are strings less");
    }

    @Test
    void ingress_twiceInOneRequest_isRefused() {
      assertRefused(
          () -> ec2.authorizeSecurityGroupIngress(it -> it.groupId(id).ipPermissions(SSH, SSH)),
          "InvalidParameterValue",
          400,
          "The same permission must not appear multiple times");
    }

    @Test
    void ingress_sixtyFirst_isRefused_butNotOfIpv6() {
      List<IpPermission> sixty =
          IntStream.range(0, 60).mapToObj(i -> tcp(i, i, "10.0.0.0/8")).toList();
      ec2.authorizeSecurityGroupIngress(it -> it.groupId(id).ipPermissions(sixty));
      IpPermission ipv6 =
          SSH.toBuilder()
              .ipRanges(List.of())
              .ipv6Ranges(Ipv6Range.builder().cidrIpv6("::/0").build())
              .build();

      assertRefused(
          () ->
              ec2.authorizeSecurityGroupIngress(
                  it -> it.groupId(id).ipPermissions(tcp(60, 60, "10.0.0.0/8"))),
          "RulesPerSecurityGroupLimitExceeded",
          400,
          "The maximum number of rules per security group has been reached.");
      ec2.authorizeSecurityGroupIngress(it -> it.groupId(id).ipPermissions(ipv6));
      ec2.authorizeSecurityGroupEgress(it -> it.groupId(id).ipPermissions(SSH));
    }

    @Test
    void ingress_fromAGroupThatIsNot_isRefused() {
      assertRefused(
          () ->
              ec2.authorizeSecurityGroupIngress(
                  it -> it.groupId(id).ipPermissions(from("sg-00000000"))),
          "InvalidGroup.NotFound",
          400,
          "The security group 'sg-00000000' does not exist");
    }

    @Test
    void group_absent_isRefused() {
      assertRefused(
          () ->
              ec2.authorizeSecurityGroupEgress(it -> it.groupId("sg-00000000").ipPermissions(SSH)),
          "InvalidGroup.NotFound",
          400,
          "The security group 'sg-00000000' does not exist");
    }

    @Test
    void noRule_isRefused() {
      assertRefused(
          () -> ec2.authorizeSecurityGroupIngress(it -> it.groupId(id)),
          "MissingParameter",
          400,
          "The request must contain the parameter ipPermissions");
    }

    @Test
    void dryRun_changesNothing() {
      assertThatThrownBy(
              () ->
                  ec2.authorizeSecurityGroupIngress(
                      it -> it.groupId(id).ipPermissions(SSH).dryRun(true)))
          .isInstanceOfSatisfying(
              Ec2Exception.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("DryRunOperation"));
      assertThat(group().ipPermissions()).isEmpty();
    }

    @Test
    void prefixList_isNotModelled() {
      IpPermission list = SSH.toBuilder().prefixListIds(it -> it.prefixListId("pl-1")).build();

      assertThatThrownBy(
              () -> ec2.authorizeSecurityGroupIngress(it -> it.groupId(id).ipPermissions(list)))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "spotbatch-testing does not model ec2 AuthorizeSecurityGroupIngress"
                  + " [parameter=IpPermissions.PrefixListIds]");
    }
  }

  @Nested
  class Revoke {

    @Test
    void egress_asItIsShown_isGone() {
      var revoked =
          ec2.revokeSecurityGroupEgress(
              it -> it.groupId(id).ipPermissions(group().ipPermissionsEgress()));

      assertThat(group().ipPermissionsEgress()).isEmpty();
      assertThat(revoked.revokedSecurityGroupRules())
          .singleElement()
          .satisfies(rule -> assertThat(rule.cidrIpv4()).isEqualTo("0.0.0.0/0"));
      assertThat(revoked.unknownIpPermissions()).isEmpty();
    }

    @Test
    void ingress_byItsId_isGone() {
      String rule =
          ec2.authorizeSecurityGroupIngress(
                  it -> it.groupId(id).ipPermissions(SSH, tcp(80, 80, "10.0.0.0/8")))
              .securityGroupRules()
              .get(0)
              .securityGroupRuleId();

      ec2.revokeSecurityGroupIngress(it -> it.groupId(id).securityGroupRuleIds(rule));

      assertThat(group().ipPermissions()).containsExactly(tcp(80, 80, "10.0.0.0/8"));
    }

    /** So it is in a default VPC; elsewhere it is refused. */
    @Test
    void ingress_thatIsNotThere_isAnsweredAsUnknown() {
      ec2.authorizeSecurityGroupIngress(it -> it.groupId(id).ipPermissions(SSH));

      var revoked =
          ec2.revokeSecurityGroupIngress(
              it -> it.groupId(id).ipPermissions(SSH, tcp(80, 80, "10.0.0.0/8")));

      assertThat(revoked.unknownIpPermissions()).containsExactly(tcp(80, 80, "10.0.0.0/8"));
      assertThat(revoked.revokedSecurityGroupRules()).hasSize(1);
      assertThat(group().ipPermissions()).isEmpty();
    }

    @Test
    void ingress_byTheIdOfAnOutboundRule_isRefused() {
      String outbound =
          ec2.describeSecurityGroupRules(
                  it -> it.filters(Filter.builder().name("group-id").values(id).build()))
              .securityGroupRules()
              .get(0)
              .securityGroupRuleId();

      assertRefused(
          () -> ec2.revokeSecurityGroupIngress(it -> it.groupId(id).securityGroupRuleIds(outbound)),
          "InvalidSecurityGroupRuleId.NotFound",
          400,
          "The security group rule ID '" + outbound + "' does not exist");
      assertRefused(
          () -> ec2.revokeSecurityGroupIngress(it -> it.groupId(id).securityGroupRuleIds("rule")),
          "InvalidSecurityGroupRuleId.Malformed",
          400,
          "Invalid id: \"rule\" (expecting \"sgr-...\")");
    }

    @Test
    void nothing_isRefused() {
      assertRefused(
          () -> ec2.revokeSecurityGroupEgress(it -> it.groupId(id)),
          "MissingParameter",
          400,
          "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.");
    }
  }

  @Test
  @Rule("EC2-4")
  void group_thatARuleOfAnotherSpeaksOf_isNotDeleted() {
    String other = create("other");
    ec2.authorizeSecurityGroupIngress(it -> it.groupId(other).ipPermissions(from(id), from(other)));

    assertRefused(
        () -> ec2.deleteSecurityGroup(it -> it.groupId(id)),
        "DependencyViolation",
        400,
        "resource " + id + " has a dependent object");
    ec2.deleteSecurityGroup(it -> it.groupId(other));
    ec2.deleteSecurityGroup(it -> it.groupId(id));
  }

  @Test
  void defaultGroup_letsItsOwnIn() {
    SecurityGroup group =
        ec2.describeSecurityGroups(it -> it.groupNames("default")).securityGroups().get(0);

    assertThat(group.ipPermissions())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.ipProtocol()).isEqualTo("-1");
              assertThat(rule.userIdGroupPairs().get(0).groupId()).isEqualTo(group.groupId());
            });
    assertThat(group.ipPermissionsEgress()).containsExactly(EVERYTHING);
  }

  @ParameterizedTest
  @CsvSource({
    "ip-permission.cidr, 10.*",
    "ip-permission.protocol, tcp",
    "ip-permission.from-port, 22",
    "ip-permission.to-port, 22"
  })
  void describe_byARule_showsTheGroupsThatHaveIt(String filter, String value) {
    create("other");
    ec2.authorizeSecurityGroupIngress(it -> it.groupId(id).ipPermissions(SSH));

    assertThat(
            ec2.describeSecurityGroups(
                    it -> it.filters(Filter.builder().name(filter).values(value).build()))
                .securityGroups())
        .extracting(SecurityGroup::groupId)
        .containsExactly(id);
  }

  @Test
  void rules_inPages_comeWhole() {
    ec2.authorizeSecurityGroupIngress(
        it ->
            it.groupId(id)
                .ipPermissions(
                    IntStream.range(0, 9).mapToObj(i -> tcp(i, i, "10.0.0.0/8")).toList()));

    assertThat(ec2.describeSecurityGroupRules(it -> it.maxResults(5)).securityGroupRules())
        .hasSize(5);
    assertThat(ec2.describeSecurityGroupRulesPaginator(it -> it.maxResults(5)).securityGroupRules())
        .extracting(SecurityGroupRule::securityGroupRuleId)
        .hasSize(12)
        .doesNotHaveDuplicates();
  }

  private SecurityGroup group() {
    return ec2.describeSecurityGroups(it -> it.groupIds(id)).securityGroups().get(0);
  }

  private String create(String name) {
    return ec2.createSecurityGroup(it -> it.groupName(name).description("of the demo")).groupId();
  }

  private static IpPermission from(String groupId) {
    return IpPermission.builder()
        .ipProtocol("-1")
        .userIdGroupPairs(UserIdGroupPair.builder().groupId(groupId).build())
        .build();
  }

  private static IpPermission tcp(int from, int to, String cidr) {
    return permission("tcp", from, to, cidr);
  }

  private static IpPermission permission(String protocol, Integer from, Integer to, String cidr) {
    return IpPermission.builder()
        .ipProtocol(protocol)
        .fromPort(from)
        .toPort(to)
        .ipRanges(IpRange.builder().cidrIp(cidr).build())
        .build();
  }
}
