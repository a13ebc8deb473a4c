package io.github.spotbatch.testing.internal.ec2;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.internal.Neighbours;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;

class TagsTest {

  private final Neighbours neighbours = new Neighbours();
  private final Ec2Client ec2 = neighbours.ec2();
  private final String vpc = ec2.describeVpcs().vpcs().get(0).vpcId();
  private final String subnet = ec2.describeSubnets().subnets().get(0).subnetId();

  @Test
  void create_onSeveral_isDescribed() {
    ec2.createTags(it -> it.resources(vpc, subnet).tags(tag("a", "1"), tag("b", "2")));

    assertThat(ec2.describeTags(it -> it.filters(filter("key", "a"))).tags())
        .containsExactlyInAnyOrder(
            described(vpc, ResourceType.VPC, "a", "1"),
            described(subnet, ResourceType.SUBNET, "a", "1"));
    assertThat(ec2.describeTags(it -> it.filters(filter("resource-id", vpc))).tags())
        .extracting(TagDescription::key)
        .containsExactly("a", "b");
    assertThat(ec2.describeTags(it -> it.filters(filter("resource-type", "subnet"))).tags())
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "vpc-1, InvalidVpcID.NotFound, The vpc ID 'vpc-1' does not exist",
    "subnet-1, InvalidSubnetID.NotFound, The subnet ID 'subnet-1' does not exist",
    "sg-1, InvalidGroup.NotFound, The security group 'sg-1' does not exist",
    "i-1, InvalidInstanceID.NotFound, The instance ID 'i-1' does not exist",
    "what, InvalidID, The ID 'what' is not valid",
  })
  void create_onNothing_isRefused(String id, String code, String message) {
    assertRefused(
        () -> ec2.createTags(it -> it.resources(vpc, id).tags(tag("a", "1"))), code, 400, message);
    assertThat(ec2.describeTags().tags()).isEmpty();
  }

  @Test
  void create_reservedKey_isRefused() {
    assertRefused(
        () -> ec2.createTags(it -> it.resources(vpc).tags(tag("AWS:x", "1"))),
        "InvalidParameterValue",
        400,
        "Tag keys starting with 'aws:' are reserved for internal use");
  }

  @Test
  void createOrDelete_withoutAKey_isRefused() {
    String message = "The request must contain the parameter Tag.Key";

    assertRefused(
        () -> ec2.createTags(it -> it.resources(vpc).tags(tag(null, "1"))),
        "MissingParameter",
        400,
        message);
    assertRefused(
        () -> ec2.deleteTags(it -> it.resources(vpc).tags(tag(null, "1"))),
        "MissingParameter",
        400,
        message);
  }

  @Test
  void create_fiftyFirst_isRefusedForAll() {
    List<Tag> fifty = IntStream.range(0, 50).mapToObj(i -> tag("k" + i, "")).toList();
    ec2.createTags(it -> it.resources(vpc).tags(fifty));

    assertRefused(
        () -> ec2.createTags(it -> it.resources(subnet, vpc).tags(tag("more", ""))),
        "TagLimitExceeded",
        400,
        "The maximum number of Tags for a resource has been reached.");
    assertThat(ec2.describeTags(it -> it.filters(filter("resource-id", subnet))).tags()).isEmpty();
  }

  @Test
  void delete_byKeyOrByKeyAndValue_leavesTheOthers() {
    ec2.createTags(it -> it.resources(vpc).tags(tag("a", "1"), tag("b", "2"), tag("c", "3")));

    ec2.deleteTags(it -> it.resources(vpc).tags(tag("a", null), tag("b", "other"), tag("c", "3")));

    assertThat(ec2.describeTags().tags())
        .containsExactly(described(vpc, ResourceType.VPC, "b", "2"));
  }

  @Test
  void delete_all_keepsThoseOfAws() {
    Instance instance =
        neighbours
            .scope
            .ec2()
            .launch(
                "c5.large",
                subnet,
                true,
                Map.of("aws:x", "1", "y", "2"),
                List.of(),
                null,
                "ami-0123456789abcdef0");

    ec2.deleteTags(it -> it.resources(instance.id()));

    assertThat(ec2.describeTags().tags())
        .containsExactly(described(instance.id(), ResourceType.INSTANCE, "aws:x", "1"));
  }

  @Test
  void describe_smallPages_comeWhole() {
    ec2.createTags(
        it ->
            it.resources(vpc).tags(IntStream.range(0, 7).mapToObj(i -> tag("k" + i, "")).toList()));

    assertThat(ec2.describeTags(it -> it.maxResults(5)).tags()).hasSize(5);
    assertThat(ec2.describeTagsPaginator(it -> it.maxResults(5)).tags()).hasSize(7);
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static TagDescription described(String id, ResourceType type, String key, String value) {
    return TagDescription.builder().resourceId(id).resourceType(type).key(key).value(value).build();
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }
}
