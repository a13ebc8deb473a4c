package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Timings.Step;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.JQState;
import software.amazon.awssdk.services.batch.model.JQStatus;
import software.amazon.awssdk.services.iam.IamClient;

class EnvironmentLifeTest {

  private static final String RELATIONSHIP = "Cannot delete, found existing JobQueue relationship.";
  private static final String BUSY = "Cannot delete, resource is being modified.";
  private static final String POLICY = "arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole";

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = new BatchWorld(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Creation {

    @Test
    @Rule("CE-81")
    void create_wellMade_turnsValid() {
      world.createEnvironment(r -> {});

      ComputeEnvironmentDetail created = world.environment();
      assertThat(created.status()).isEqualTo(CEStatus.CREATING);
      assertThat(created.state()).isEqualTo(CEState.ENABLED);
      pass(Step.ENVIRONMENT_CREATING);
      ComputeEnvironmentDetail valid = world.environment();
      assertThat(valid.status()).isEqualTo(CEStatus.VALID);
      assertThat(valid.statusReason()).isEqualTo("ComputeEnvironment Healthy");
      assertThat(valid.ecsClusterArn())
          .isEqualTo("arn:aws:ecs:us-east-1:123456789012:cluster/AWSBatch-spot-" + valid.uuid());
      assertThat(valid.containerOrchestrationTypeAsString()).isEqualTo("ECS");
    }

    @Test
    @Rule("CE-8")
    void create_withoutServiceRole_usesTheServiceLinkedOne() {
      world.createEnvironment(r -> {});

      assertThat(world.environment().serviceRole())
          .isEqualTo(
              "arn:aws:iam::123456789012:role/aws-service-role/batch.amazonaws.com/"
                  + "AWSServiceRoleForBatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC2", "SPOT"})
    @Rule("CE-22")
    void create_withoutStrategy_meansBestFit(String type) {
      world.createEnvironment(
          r -> r.type(type).allocationStrategy((String) null).spotIamFleetRole("fleet"));

      assertThat(world.environment().computeResources().allocationStrategyAsString())
          .isEqualTo("BEST_FIT");
    }

    @Test
    @Rule({"CE-56", "CE-81"})
    void create_profileMissing_turnsInvalid() {
      world.createEnvironment(r -> r.instanceRole("none"));
      pass(Step.ENVIRONMENT_CREATING);

      assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);
      assertThat(world.environment().statusReason())
          .isEqualTo(
              "CLIENT_ERROR - Instance profile"
                  + " arn:aws:iam::123456789012:instance-profile/none does not exist");
    }

    @Test
    @Rule("CE-34")
    void create_fleetRoleMissing_turnsInvalid() {
      world.createEnvironment(
          r -> r.allocationStrategy("BEST_FIT").spotIamFleetRole("AmazonEC2SpotFleetRole"));
      pass(Step.ENVIRONMENT_CREATING);

      assertThat(world.environment().statusReason())
          .matches(
              "CLIENT_ERROR - Parameter: SpotFleetRequestConfig\\.IamFleetRole is invalid\\."
                  + " \\(Service: AmazonEC2; Status Code: 400; Error Code:"
                  + " InvalidSpotFleetRequestConfig; Request ID: [0-9a-f-]{36}\\)");
    }
  }

  @Nested
  class ServiceRole {

    private final IamClient iam = aws.client(IamClient.builder());

    @Test
    @Rule("CE-10")
    void create_roleNotYetSeen_turnsInvalid() {
      role();
      attachPolicy();
      createWith("service");
      pass(Step.ENVIRONMENT_CREATING);

      assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);
      assertThat(world.environment().statusReason())
          .matches(
              "CLIENT_ERROR - Not authorized to perform sts:AssumeRole \\(Service:"
                  + " AWSSecurityTokenService; Status Code: 403; Error Code: AccessDenied; Request"
                  + " ID: [0-9a-f-]{36}\\)");
    }

    @Test
    @Rule("CE-11")
    void create_policyNotYetSeen_turnsInvalid() {
      role();
      pass(Step.IAM_PROPAGATION);
      attachPolicy();
      createWith("service");
      pass(Step.ENVIRONMENT_CREATING);

      assertThat(world.environment().statusReason())
          .isEqualTo(
              "CLIENT_ERROR - User: arn:aws:sts::123456789012:assumed-role/service/aws-batch is not"
                  + " authorized to perform: ecs:DescribeClusters on resource: "
                  + world.environment().ecsClusterArn());
    }

    @Test
    @Rule({"CE-9", "CE-10", "CE-11", "CE-56", "CE-81", "IAM-5"})
    void create_roleSeenByThen_turnsValid() {
      role();
      attachPolicy();
      pass(Step.IAM_PROPAGATION);
      createWith("service");
      pass(Step.ENVIRONMENT_CREATING);

      assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
    }

    @Test
    @Rule("CE-86")
    void update_onceTheRoleIsSeen_repairs() {
      role();
      attachPolicy();
      createWith("service");
      pass(Step.ENVIRONMENT_CREATING);
      pass(Step.IAM_PROPAGATION);
      assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);

      world.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).serviceRole("service"));

      assertThat(world.environment().status()).isEqualTo(CEStatus.UPDATING);
      pass(Step.ENVIRONMENT_UPDATING);
      assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
    }

    @Test
    @Rule("CE-12")
    void update_toTheServiceLinkedRole_isRefused() {
      role();
      createWith("service");
      String linked = "arn:aws:iam::123456789012:role/aws-service-role/x/AWSServiceRoleForBatch";

      assertThat(
              Refusal.messageOf(
                  () ->
                      world.batch.updateComputeEnvironment(
                          r -> r.computeEnvironment(ENVIRONMENT).serviceRole(linked))))
          .contains("service-linked role");
    }

    @Test
    @Rule("CE-91")
    void delete_roleGoneFirst_endsInvalid() {
      role();
      attachPolicy();
      pass(Step.IAM_PROPAGATION);
      createWith("service");
      pass(Step.ENVIRONMENT_CREATING);
      disable();
      world.batch.deleteComputeEnvironment(r -> r.computeEnvironment(ENVIRONMENT));
      iam.detachRolePolicy(r -> r.roleName("service").policyArn(POLICY));
      iam.deleteRole(r -> r.roleName("service"));
      aws.runUntilIdle();

      assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);
      assertThat(world.environment().statusReason()).contains("sts:AssumeRole");
    }

    @Test
    void delete_neverValid_needsNoRole() {
      createWith("none");
      pass(Step.ENVIRONMENT_CREATING);
      disable();
      world.batch.deleteComputeEnvironment(r -> r.computeEnvironment(ENVIRONMENT));
      aws.runUntilIdle();

      assertThat(world.environments(ENVIRONMENT)).isEmpty();
    }

    private void role() {
      String trust =
          "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
              + "{\"Service\":\"batch.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
      iam.createRole(r -> r.roleName("service").assumeRolePolicyDocument(trust));
    }

    private void attachPolicy() {
      iam.attachRolePolicy(r -> r.roleName("service").policyArn(POLICY));
    }

    private void createWith(String serviceRole) {
      world.batch.createComputeEnvironment(
          world.environment(r -> {}).toBuilder().serviceRole(serviceRole).build());
    }
  }

  @Nested
  class Change {

    @Test
    void update_duringAnother_settlesWithTheLast() {
      world.createEnvironment(r -> {});
      aws.advance(Duration.ofSeconds(4));
      world.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).computeResources(c -> c.maxvCpus(8)));
      aws.advance(Duration.ofSeconds(3));

      assertThat(world.environment().status()).isEqualTo(CEStatus.UPDATING);
      aws.advance(Duration.ofSeconds(3));
      assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
      assertThat(world.environment().computeResources().maxvCpus()).isEqualTo(8);
    }

    @Test
    @Rule("ERR-8")
    void describe_inPages_showsAll() {
      for (String name : new String[] {"a", "b", "c"}) {
        world.createEnvironment(name, r -> {});
      }

      assertThat(world.batch.describeComputeEnvironmentsPaginator(r -> r.maxResults(2)))
          .flatExtracting(page -> page.computeEnvironments())
          .extracting(ComputeEnvironmentDetail::computeEnvironmentName)
          .containsExactly("a", "b", "c");
    }

    @Test
    @Rule("ERR-11")
    void describe_absent_isLeftOut() {
      assertThat(world.environments("none")).isEmpty();
      assertThat(world.queues("none")).isEmpty();
    }
  }

  @Nested
  class Deletion {

    @BeforeEach
    void makeQueue() {
      world.createEnvironment(r -> {});
      pass(Step.ENVIRONMENT_CREATING);
      world.createQueue();
      pass(Step.QUEUE_CREATING);
    }

    @Test
    @Rule({"CE-87", "CE-89", "CE-91"})
    void delete_inOrder_leavesNothing() {
      disableQueue();
      deleteQueue();
      assertThat(world.queues(BatchWorld.QUEUE).get(0).status()).isEqualTo(JQStatus.DELETING);
      pass(Step.QUEUE_DELETING);
      assertThat(world.queues(BatchWorld.QUEUE)).isEmpty();
      disable();
      deleteEnvironment();
      assertThat(world.environment().status()).isEqualTo(CEStatus.DELETING);
      pass(Step.ENVIRONMENT_DELETING);

      assertThat(world.environments(ENVIRONMENT)).isEmpty();
    }

    @Test
    @Rule("JQ-17")
    void deleteQueue_rightAfterDisabling_isRefused() {
      world.batch.updateJobQueue(r -> r.jobQueue(BatchWorld.QUEUE).state(JQState.DISABLED));

      assertThat(world.queues(BatchWorld.QUEUE).get(0).status()).isEqualTo(JQStatus.UPDATING);
      assertThat(world.queues(BatchWorld.QUEUE).get(0).statusReason())
          .isEqualTo("JobQueue Healthy");
      assertThat(Refusal.messageOf(EnvironmentLifeTest.this::deleteQueue)).isEqualTo(BUSY);
    }

    @Test
    @Rule({"JQ-17", "UNV-6"})
    void deleteQueue_enabled_isRefused() {
      assertThat(Refusal.messageOf(EnvironmentLifeTest.this::deleteQueue)).contains("DISABLED");
    }

    @Test
    @Rule("JQ-19")
    void updateQueue_whileDeleting_doesNotExist() {
      disableQueue();
      deleteQueue();

      assertThat(
              Refusal.messageOf(
                  () -> world.batch.updateJobQueue(r -> r.jobQueue(BatchWorld.QUEUE).priority(2))))
          .isEqualTo("jobs does not exist");
    }

    @Test
    @Rule("CE-87")
    void deleteEnvironment_rightAfterDisabling_isRefused() {
      world.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).state(CEState.DISABLED));

      assertThat(Refusal.messageOf(EnvironmentLifeTest.this::deleteEnvironment)).isEqualTo(BUSY);
    }

    @Test
    @Rule("CE-89")
    void deleteEnvironment_queueStillDeleting_isRefused() {
      disable();
      disableQueue();
      deleteQueue();

      assertThat(Refusal.messageOf(EnvironmentLifeTest.this::deleteEnvironment))
          .isEqualTo(RELATIONSHIP);
    }

    @Test
    @Rule("CE-88")
    void deleteEnvironment_queueJustMovedOn_isRefusedForAWhile() {
      world.createEnvironment("other", r -> {});
      pass(Step.ENVIRONMENT_CREATING);
      disable();
      world.batch.updateJobQueue(
          r ->
              r.jobQueue(BatchWorld.QUEUE)
                  .computeEnvironmentOrder(o -> o.order(1).computeEnvironment("other")));

      assertThat(Refusal.messageOf(EnvironmentLifeTest.this::deleteEnvironment))
          .isEqualTo(RELATIONSHIP);
      pass(Step.RELATIONSHIP_LAG);
      deleteEnvironment();
      assertThat(world.environment().status()).isEqualTo(CEStatus.DELETING);
    }

    @Test
    @Rule({"CE-87", "UNV-6"})
    void deleteEnvironment_enabled_isRefused() {
      world.createEnvironment("other", r -> {});
      pass(Step.ENVIRONMENT_CREATING);

      assertThat(
              Refusal.messageOf(
                  () -> world.batch.deleteComputeEnvironment(r -> r.computeEnvironment("other"))))
          .contains("DISABLED");
    }

    private void disableQueue() {
      world.batch.updateJobQueue(r -> r.jobQueue(BatchWorld.QUEUE).state(JQState.DISABLED));
      pass(Step.QUEUE_UPDATING);
    }
  }

  private void disable() {
    world.batch.updateComputeEnvironment(
        r -> r.computeEnvironment(ENVIRONMENT).state(CEState.DISABLED));
    pass(Step.ENVIRONMENT_UPDATING);
  }

  private void deleteQueue() {
    world.batch.deleteJobQueue(r -> r.jobQueue(BatchWorld.QUEUE));
  }

  private void deleteEnvironment() {
    world.batch.deleteComputeEnvironment(r -> r.computeEnvironment(ENVIRONMENT));
  }

  private void pass(Step step) {
    aws.advance(Timings.defaults().of(step));
  }
}
