package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeletionTaskStatusType;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusResponse;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** How long the service-linked role of Batch stays. */
class RoleOfBatchTest {

  private static final String ROLE = "AWSServiceRoleForBatch";

  private final FakeAws aws = FakeAws.builder().region(Region.EU_WEST_1).build();
  private final IamClient iam = aws.client(IamClient.builder().region(Region.US_EAST_1));

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  @Rule("CE-13")
  void delete_whileAnEnvironmentOfAnyRegionUsesIt_fails() {
    BatchWorld world = new BatchWorld(aws);
    world.createEnvironment(r -> {});

    GetServiceLinkedRoleDeletionStatusResponse task = afterDeletion();

    assertThat(task.status()).isEqualTo(DeletionTaskStatusType.FAILED);
    assertThat(task.reason().roleUsageList())
        .singleElement()
        .satisfies(
            use -> {
              assertThat(use.region()).isEqualTo("eu-west-1");
              assertThat(use.resources())
                  .containsExactly(world.environment().computeEnvironmentArn());
            });
    assertThat(iam.getRole(r -> r.roleName(ROLE)).role().roleName()).isEqualTo(ROLE);
  }

  @Test
  @Rule("CE-13")
  void delete_onceTheLastEnvironmentIsGone_succeeds() {
    BatchWorld world = new BatchWorld(aws);
    world.createEnvironment(r -> {});
    aws.advance(Duration.ofMinutes(1));
    world.batch.updateComputeEnvironment(
        r -> r.computeEnvironment(BatchWorld.ENVIRONMENT).state(CEState.DISABLED));
    aws.advance(Duration.ofMinutes(1));
    world.batch.deleteComputeEnvironment(r -> r.computeEnvironment(BatchWorld.ENVIRONMENT));
    aws.runUntilIdle();

    assertThat(afterDeletion().status()).isEqualTo(DeletionTaskStatusType.SUCCEEDED);
    assertThatThrownBy(() -> iam.getRole(r -> r.roleName(ROLE)))
        .isInstanceOf(NoSuchEntityException.class);
  }

  @Test
  void deletion_isTheSameInEveryRegion() {
    new BatchWorld(aws).createEnvironment(r -> {});
    String task = iam.deleteServiceLinkedRole(r -> r.roleName(ROLE)).deletionTaskId();

    assertThat(
            aws.typedClient(IamClient.class, aws.account(), Region.EU_CENTRAL_1)
                .getServiceLinkedRoleDeletionStatus(r -> r.deletionTaskId(task))
                .status())
        .isEqualTo(DeletionTaskStatusType.IN_PROGRESS);
  }

  @Test
  void delete_ofARoleOfOnesOwnOrOfNone_isRefused() {
    assertThatThrownBy(() -> iam.deleteServiceLinkedRole(r -> r.roleName("ecsInstanceRole")))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> iam.deleteServiceLinkedRole(r -> r.roleName(ROLE)))
        .isInstanceOf(NoSuchEntityException.class);
    assertThatThrownBy(() -> iam.getServiceLinkedRoleDeletionStatus(r -> r.deletionTaskId("none")))
        .isInstanceOf(NoSuchEntityException.class);
  }

  private GetServiceLinkedRoleDeletionStatusResponse afterDeletion() {
    String task = iam.deleteServiceLinkedRole(r -> r.roleName(ROLE)).deletionTaskId();
    assertThat(iam.getServiceLinkedRoleDeletionStatus(r -> r.deletionTaskId(task)).status())
        .isEqualTo(DeletionTaskStatusType.IN_PROGRESS);
    aws.advance(Duration.ofMinutes(1));
    return iam.getServiceLinkedRoleDeletionStatus(r -> r.deletionTaskId(task));
  }
}
