package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;

/** The account's role for Spot instances, which stacks need and none owns. */
class SpotRoleTest {

  private static final String ROLE = "AWSServiceRoleForEC2Spot";
  private static final StackSpec STACK = FakeStack.recipe("demo");

  private final FakeStack fake = FakeStack.typed();

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  @Rule("CE-36")
  void plan_accountWithoutIt_makesItOnceAndDestroyLeavesIt() {
    try (SpotBatch spotBatch = fake.spotBatch()) {
      ProvisioningPlan plan = spotBatch.provisioner().plan(STACK);
      assertThat(plan.actions())
          .filteredOn(action -> action.awsName().equals(ROLE))
          .singleElement()
          .extracting(PlannedAction::type)
          .isEqualTo(PlannedAction.Type.CREATE);
      List<String> events = new ArrayList<>();

      spotBatch.provisioner().apply(plan, event -> events.add(event.toString()));

      assertThat(events).contains("created role " + ROLE);
      assertThat(fake.iam.getRole(r -> r.roleName(ROLE)).role().tags()).isEmpty();
      assertThat(spotBatch.provisioner().plan(STACK)).changesNothing();
      assertThat(spotBatch.provisioner().plan(STACK).toString()).doesNotContain(ROLE);
      assertThat(spotBatch.provisioner().stacks().toString()).doesNotContain(ROLE);
      spotBatch.provisioner().destroy("demo");
      assertThat(fake.iam.getRole(r -> r.roleName(ROLE)).role().arn()).contains("/spot.amazonaws");
    }
  }

  @Test
  void apply_somebodyHasMadeItMeanwhile_goesOn() {
    try (SpotBatch spotBatch = fake.spotBatch()) {
      ProvisioningPlan plan = spotBatch.provisioner().plan(STACK);
      fake.iam.createServiceLinkedRole(r -> r.awsServiceName("spot.amazonaws.com"));

      assertThat(spotBatch.provisioner().apply(plan).toString()).doesNotContain(ROLE);
    }
  }

  @Test
  void apply_callerMayNotMakeIt_goesOnWithoutIt() {
    apply(
        new Refusing(
            CreateServiceLinkedRoleRequest.class,
            1,
            "AccessDenied",
            "User: u is not authorized to perform: iam:CreateServiceLinkedRole on resource: r"));

    assertThat(fake.batch.describeJobQueues().jobQueues()).hasSize(1);
  }

  @Test
  void plan_callerMayNotLookForIt_warnsAndPlansNothingOfIt() {
    Refusing refusing =
        new Refusing(GetRoleRequest.class, 1, "AccessDenied", "User: u is not authorized");
    try (SpotBatch spotBatch = fake.spotBatch(refusing)) {
      ProvisioningPlan plan = spotBatch.provisioner().plan(STACK);

      assertThat(plan.warnings())
          .anyMatch(it -> it.contains(ROLE) && it.contains("aws iam create-service-linked-role"));
      assertThat(plan.actions()).noneMatch(action -> action.awsName().equals(ROLE));
    }
  }

  @Test
  void plan_stackWithoutSpot_doesNotLookForIt() {
    try (SpotBatch spotBatch = fake.spotBatch()) {
      assertThat(spotBatch.provisioner().plan(FakeStack.onDemand("demo")).toString())
          .doesNotContain(ROLE);
    }
    assertThat(fake.aws.journal().requests(GetRoleRequest.class, r -> r.roleName().equals(ROLE)))
        .isEmpty();
  }

  private void apply(RequestCustomizer customizer) {
    try (SpotBatch spotBatch = fake.spotBatch(customizer)) {
      spotBatch.provisioner().apply(spotBatch.provisioner().plan(STACK));
    }
  }
}
