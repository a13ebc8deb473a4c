package io.github.spotbatch.testing.internal.ec2;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.internal.Neighbours;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class SecurityGroupsTest {

  private static final String ALLOWED =
      "strings less than 256 characters from the following set:  a-zA-Z0-9."
          + " _-:/()#,@[]+=&;{}!$*";

  private final Neighbours neighbours = new Neighbours();
  private final Ec2Client ec2 = neighbours.ec2();
  private final String vpcId = ec2.describeVpcs().vpcs().get(0).vpcId();

  @Nested
  class Create {

    @Test
    @Rule("EC2-3")
    void create_withTags_hasNoInboundRule() {
      Tag tag = Tag.builder().key("spotbatch:stack").value("demo").build();
      String id =
          create(
              it ->
                  it.vpcId(vpcId)
                      .tagSpecifications(specification(ResourceType.SECURITY_GROUP, tag)));

      SecurityGroup group =
          ec2.describeSecurityGroups(it -> it.groupIds(id)).securityGroups().get(0);
      assertThat(group.groupName()).isEqualTo("demo");
      assertThat(group.description()).isEqualTo("of the demo");
      assertThat(group.vpcId()).isEqualTo(vpcId);
      assertThat(group.tags()).containsExactly(tag);
      assertThat(group.ipPermissions()).isEmpty();
      assertThat(group.ipPermissionsEgress()).hasSize(1);
    }

    @Test
    @Rule("EC2-3")
    void create_nameTakenInOtherCase_isRefused() {
      create(it -> {});

      assertRefused(
          () -> create(it -> it.groupName("DEMO")),
          "InvalidGroup.Duplicate",
          400,
          "The security group 'DEMO' already exists for VPC '" + vpcId + "'");
    }

    @Test
    @Rule("EC2-3")
    void create_nameLikeAnId_isRefused() {
      assertRefused(
          () -> create(it -> it.groupName("sg-demo")),
          "InvalidParameterValue",
          400,
          "Value (sg-demo) for parameter GroupName is invalid. Group names may not be in the format"
              + " sg-*.");
    }

    @Test
    void create_defaultName_isRefused() {
      assertRefused(
          () -> create(it -> it.groupName("default")),
          "InvalidGroup.Reserved",
          400,
          "The security group 'default' is reserved");
    }

    @Test
    @Rule("EC2-3")
    void create_descriptionWithOtherCharacters_isRefused() {
      assertRefused(
          () -> create(it -> it.description("it's mine")),
          "InvalidParameterValue",
          400,
          "Invalid security group description. Valid descriptions are " + ALLOWED);
    }

    @Test
    @Rule("EC2-3")
    void create_nameTooLong_isRefused() {
      String name = "n".repeat(256);

      assertRefused(
          () -> create(it -> it.groupName(name)),
          "InvalidParameterValue",
          400,
          "Invalid security group name '" + name + "'. Valid names are " + ALLOWED);
    }

    @Test
    void create_withoutNameOrDescription_isRefused() {
      assertRefused(
          () -> create(it -> it.groupName(null)),
          "MissingParameter",
          400,
          "The request must contain the parameter GroupName");
      assertRefused(
          () -> create(it -> it.description(null)),
          "MissingParameter",
          400,
          "The request must contain the parameter GroupDescription");
    }

    @Test
    void create_unknownVpc_isRefused() {
      assertRefused(
          () -> create(it -> it.vpcId("vpc-0")),
          "InvalidVpcID.NotFound",
          400,
          "The vpc ID 'vpc-0' does not exist");
    }

    @Test
    void create_noVpcGivenAndNoDefault_isRefused() {
      neighbours.scope.ec2().removeDefaultVpc();

      assertRefused(
          () -> create(it -> {}), "VPCIdNotSpecified", 400, "No default VPC for this user");
    }

    @Test
    void create_tagsForSomethingElse_isRefused() {
      Tag tag = Tag.builder().key("a").value("1").build();

      assertRefused(
          () -> create(it -> it.tagSpecifications(specification(ResourceType.INSTANCE, tag))),
          "InvalidParameterValue",
          400,
          "'instance' is not a valid taggable resource type for this operation.");
    }
  }

  @Nested
  class Delete {

    @Test
    @Rule("EC2-4")
    void delete_unused_isGone() {
      String id = create(it -> {});

      ec2.deleteSecurityGroup(it -> it.groupId(id));

      assertRefused(
          () -> ec2.describeSecurityGroups(it -> it.groupIds(id)),
          "InvalidGroup.NotFound",
          400,
          "The security group '" + id + "' does not exist");
    }

    @Test
    @Rule({"EC2-4", "EC2-7"})
    void delete_whileAnInstanceGoes_isRefusedUntilItIsGone() {
      String id = create(it -> {});
      Instance instance = launch(id);
      neighbours.time.advance(neighbours.world.takes(Timings.Step.HOST_PENDING));

      assertInUse(id);
      neighbours.scope.ec2().terminate(instance.id(), StateReason.USER_INITIATED);
      assertInUse(id);
      neighbours.time.advance(neighbours.world.takes(Timings.Step.HOST_SHUTTING_DOWN));

      assertThatCode(() -> ec2.deleteSecurityGroup(it -> it.groupId(id)))
          .doesNotThrowAnyException();
    }

    @Test
    @Rule("EC2-4")
    void delete_noGroupId_isRefused() {
      assertRefused(
          () -> ec2.deleteSecurityGroup(it -> it.groupId("demo")),
          "InvalidGroupId.Malformed",
          400,
          "Invalid id: \"demo\" (expecting \"sg-...\")");
    }

    @Test
    void delete_defaultGroup_isRefused() {
      String id = ec2.describeSecurityGroups().securityGroups().get(0).groupId();

      assertRefused(
          () -> ec2.deleteSecurityGroup(it -> it.groupId(id)),
          "CannotDelete",
          400,
          "the specified group: \"" + id + "\" name: \"default\" cannot be deleted by a user");
    }

    @Test
    void delete_neitherIdNorName_isRefused() {
      assertRefused(
          () -> ec2.deleteSecurityGroup(it -> {}),
          "MissingParameter",
          400,
          "The request must contain the parameter GroupId");
    }

    private void assertInUse(String id) {
      assertRefused(
          () -> ec2.deleteSecurityGroup(it -> it.groupId(id)),
          "DependencyViolation",
          400,
          "resource " + id + " has a dependent object");
    }

    private Instance launch(String groupId) {
      String subnet = ec2.describeSubnets().subnets().get(0).subnetId();
      return neighbours
          .scope
          .ec2()
          .launch(
              "c5.large", subnet, true, Map.of(), List.of(groupId), null, "ami-0123456789abcdef0");
    }
  }

  @Test
  void describe_byNameAndPages_comeWhole() {
    for (int i = 0; i < 6; i++) {
      String name = "demo-" + i;
      create(it -> it.groupName(name));
    }

    assertThat(ec2.describeSecurityGroupsPaginator(it -> it.maxResults(5)).securityGroups())
        .extracting(SecurityGroup::groupName)
        .containsExactlyInAnyOrder(
            "default", "demo-0", "demo-1", "demo-2", "demo-3", "demo-4", "demo-5");
    assertThat(ec2.describeSecurityGroups(it -> it.maxResults(5)).securityGroups()).hasSize(5);
    assertThat(ec2.describeSecurityGroups(it -> it.groupNames("demo-3")).securityGroups())
        .extracting(SecurityGroup::groupName)
        .containsExactly("demo-3");
  }

  private String create(Consumer<CreateSecurityGroupRequest.Builder> more) {
    return ec2.createSecurityGroup(
            it -> {
              it.groupName("demo").description("of the demo");
              more.accept(it);
            })
        .groupId();
  }

  private static TagSpecification specification(ResourceType type, Tag tag) {
    return TagSpecification.builder().resourceType(type).tags(tag).build();
  }
}
