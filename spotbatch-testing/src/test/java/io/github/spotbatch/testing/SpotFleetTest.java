package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** Environments on Spot under BEST_FIT, which launch by a Spot Fleet in a role of its own. */
class SpotFleetTest {

  private static final String TAGGING =
      "arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole";

  private final FakeAws aws = FakeAws.create();
  private final IamClient iam = aws.client(IamClient.builder());

  @AfterEach
  void close() {
    aws.close();
  }

  @BeforeEach
  void makeFleetRole() {
    iam.createRole(
        r ->
            r.roleName("fleet")
                .assumeRolePolicyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                        + "{\"Service\":\"spotfleet.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));
    aws.advance(Duration.ofMinutes(1));
  }

  @Test
  @Rule({"CE-35", "CE-37"})
  void fleet_withTheTaggingPolicy_tagsItsInstancesAndScalesDown() {
    allowTagging();
    BatchWorld world = afterAJob(onAFleet());

    assertThat(keys(running(world))).contains("aws:ec2spot:fleet-request-id", "CostCenter");
    aws.advance(Duration.ofMinutes(10));
    assertThat(world.instances(InstanceStateName.RUNNING)).isEmpty();
  }

  @Test
  @Rule("CE-35")
  void fleet_withoutTheTaggingPolicy_neitherTagsNorScalesDown() {
    BatchWorld world = afterAJob(onAFleet());

    assertThat(keys(running(world))).containsExactly("aws:ec2spot:fleet-request-id");
    aws.advance(Duration.ofHours(10));
    assertThat(world.instances(InstanceStateName.RUNNING)).hasSize(1);
    assertThat(aws.timeline().toString())
        .contains("You are not authorized to perform this operation.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SPOT_CAPACITY_OPTIMIZED", "BEST_FIT_PROGRESSIVE"})
  @Rule({"CE-33", "CE-37"})
  void otherStrategies_needNoFleetRoleAndLaunchByAGroup(String strategy) {
    BatchWorld world = afterAJob(r -> r.allocationStrategy(strategy));

    assertThat(keys(running(world)))
        .contains("aws:autoscaling:groupName")
        .doesNotContain("aws:ec2spot:fleet-request-id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "BEST_FIT"})
  @Rule("CE-33")
  void bestFit_withoutAFleetRole_isRefused(String strategy) {
    BatchWorld world = new BatchWorld(aws);

    assertThat(
            Refusal.messageOf(() -> world.createEnvironment(r -> r.allocationStrategy(strategy))))
        .isEqualTo("compute resource spotIamFleetRole is required.");
  }

  @Test
  @Rule("CE-34")
  void fleetRole_thatSpotFleetMayAssume_turnsValid() {
    BatchWorld world = new BatchWorld(aws);
    world.createEnvironment(onAFleet());
    world.createEnvironment(
        "hosts", onAFleet().andThen(r -> r.spotIamFleetRole("ecsInstanceRole")));
    aws.advance(Duration.ofMinutes(1));

    assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
    assertThat(world.environments("hosts").get(0).status()).isEqualTo(CEStatus.INVALID);
  }

  @Test
  @Rule("CE-36")
  void spot_usesTheAccountsRolesForIt() {
    assertThatThrownBy(() -> role("AWSServiceRoleForEC2Spot"))
        .isInstanceOf(NoSuchEntityException.class);
    allowTagging();

    afterAJob(onAFleet());

    assertThat(role("AWSServiceRoleForEC2Spot")).contains("/spot.amazonaws.com/");
    assertThat(role("AWSServiceRoleForEC2SpotFleet")).contains("/spotfleet.amazonaws.com/");
  }

  @Test
  @Rule("CE-36")
  void onDemand_usesNoRoleForSpot() {
    afterAJob(r -> r.type("EC2").allocationStrategy("BEST_FIT"));

    assertThatThrownBy(() -> role("AWSServiceRoleForEC2Spot"))
        .isInstanceOf(NoSuchEntityException.class);
  }

  private String role(String name) {
    return iam.getRole(r -> r.roleName(name)).role().arn();
  }

  private void allowTagging() {
    iam.attachRolePolicy(r -> r.roleName("fleet").policyArn(TAGGING));
    aws.advance(Duration.ofMinutes(1));
  }

  private static Consumer<ComputeResource.Builder> onAFleet() {
    return r ->
        r.allocationStrategy("BEST_FIT")
            .spotIamFleetRole("fleet")
            .tags(Map.of("CostCenter", "batch"));
  }

  private BatchWorld afterAJob(Consumer<ComputeResource.Builder> change) {
    BatchWorld world = BatchWorld.ready(aws, change);
    world.submit("one");
    aws.advance(Duration.ofMinutes(3));
    assertThat(world.names(JobStatus.SUCCEEDED)).containsExactly("one");
    return world;
  }

  private static Instance running(BatchWorld world) {
    return world.instances(InstanceStateName.RUNNING).get(0);
  }

  private static List<String> keys(Instance instance) {
    return instance.tags().stream().map(Tag::key).toList();
  }
}
