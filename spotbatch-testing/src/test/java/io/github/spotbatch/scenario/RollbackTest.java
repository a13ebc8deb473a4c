package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.spotbatch.FailedApply;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningEvent;
import io.github.spotbatch.ProvisioningEvent.Type;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.Invariant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An apply that fails can take back what it has made, and nothing else. */
class RollbackTest {

  private final FakeStack fake = FakeStack.typed();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();
  private final List<ProvisioningEvent> events = new ArrayList<>();

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  @Test
  void apply_newStackFailsAtItsQueue_leavesNothingAndSaysSo() {
    fake.aws.faults().on("CreateJobQueue").fail();

    ProvisioningException failure = applyInVain(FakeStack.recipe("demo"));

    assertThat(failure)
        .hasMessageStartingWith("Could not create job queue demo-jobs: ")
        .hasMessageContaining("What it had made was removed again: ")
        .hasMessageContaining("compute environment demo-spot-1");
    assertThat(events)
        .extracting(ProvisioningEvent::type)
        .contains(Type.CREATED, Type.DELETING, Type.DELETED);
    fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
  }

  @Test
  void apply_protectedStackFails_isTakenBackAllTheSame() {
    fake.aws.faults().on("CreateJobQueue").fail();

    applyInVain(FakeStack.recipe("demo").toBuilder().deletionProtection(true).build());

    fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
  }

  @Test
  void apply_moreOfAStackFails_keepsWhatWasThereAndItsChanges() {
    StackSpec before = FakeStack.recipe("demo");
    provisioner.apply(provisioner.plan(before));
    JobQueueSpec queue = before.jobQueues().get(0).toBuilder().priority(7).build();
    StackSpec wanted =
        before.toBuilder()
            .jobQueues(
                List.of(queue, JobQueueSpec.builder("more").computeEnvironments("spot").build()))
            .jobDefinitions(
                List.of(before.jobDefinitions().get(0).toBuilder().memoryMiB(1024).build()))
            .build();
    fake.aws.faults().on("CreateJobQueue").fail();

    applyInVain(wanted);

    fake.aws.faults().clear();
    assertThat(fake.batch.describeJobDefinitions(r -> r.status("ACTIVE")).jobDefinitions())
        .singleElement()
        .satisfies(definition -> assertThat(definition.revision()).isEqualTo(1));
    assertThat(provisioner.plan(before.toBuilder().jobQueues(List.of(queue)).build()))
        .changesNothing();
  }

  @Test
  void apply_swapFailsAfterTheQueueHasMoved_movesItBackFirst() {
    StackSpec before = twoQueues();
    provisioner.apply(provisioner.plan(before));
    // One of the two queues moves to the new environment, the other one does not.
    fake.aws.faults().on("UpdateJobQueue").fail().skip(1).times(1);
    List<Boolean> without = new ArrayList<>();

    ProvisioningException failure;
    try (SpotBatch watched =
        fake.spotBatch(
            request -> {
              without.add(
                  fake.batch.describeJobQueues().jobQueues().stream()
                      .anyMatch(queue -> queue.computeEnvironmentOrder().isEmpty()));
              return request;
            })) {
      failure = applyInVain(watched.provisioner(), swapped(before));
    }

    assertThat(failure).hasMessageContaining("removed again: compute environment demo-spot-2.");
    assertThat(without).doesNotContain(true);
    assertThat(fake.batch.describeJobQueues().jobQueues())
        .allMatch(
            queue ->
                queue
                    .computeEnvironmentOrder()
                    .get(0)
                    .computeEnvironment()
                    .endsWith("/demo-spot-1"));
    fake.aws.faults().clear();
    assertThat(provisioner.plan(before)).changesNothing();
  }

  @Test
  void apply_onlyTheOldEnvironmentCannotBeDeleted_keepsWhatIsWanted() {
    StackSpec before = FakeStack.recipe("demo");
    provisioner.apply(provisioner.plan(before));
    fake.aws.faults().on("DeleteComputeEnvironment").fail();

    ProvisioningException failure = applyInVain(swapped(before));

    assertThat(failure)
        .hasMessageStartingWith("Could not delete compute environment demo-spot-1: ");
    fake.aws.faults().clear();
    provisioner.apply(provisioner.plan(swapped(before)));
    assertThat(provisioner.plan(swapped(before))).changesNothing();
    assertThat(fake.batch.describeComputeEnvironments().computeEnvironments())
        .singleElement()
        .satisfies(it -> assertThat(it.computeEnvironmentName()).isEqualTo("demo-spot-2"));
  }

  @Test
  void apply_aRoleItMadeIsInUseByNow_isLeftAndSaidByWhom() {
    StackSpec before = FakeStack.recipe("demo");
    provisioner.apply(provisioner.plan(before));
    SpotComputeEnvironment spot =
        ((SpotComputeEnvironment) before.computeEnvironments().get(0))
            .toBuilder().serviceRole(RoleSpec.builder("other").build()).build();
    StackSpec wanted =
        before.toBuilder()
            .computeEnvironments(List.of(spot))
            .jobQueue(JobQueueSpec.builder("more").computeEnvironments("spot").build())
            .build();
    fake.aws.faults().on("CreateJobQueue").fail();

    ProvisioningException failure = applyInVain(wanted);

    assertThat(failure)
        .hasMessageContaining(
            "Left of what it had made: role demo-us-east-1-other: compute environment demo-spot-1"
                + " uses it.");
    fake.aws.faults().clear();
    provisioner.apply(provisioner.plan(wanted));
    assertThat(provisioner.plan(wanted)).changesNothing();
  }

  @Test
  void apply_theWayBackFailsToo_saysWhatIsLeftAndWhy() {
    fake.aws.faults().on("CreateJobQueue").fail();
    fake.aws.faults().on("DeleteRepository").fail();

    ProvisioningException failure = applyInVain(FakeStack.recipe("demo"));

    assertThat(failure)
        .hasMessageStartingWith("Could not create job queue demo-jobs: ")
        .hasMessageContaining("Left of what it had made: repository demo-app: ");
    fake.aws.faults().clear();
    provisioner.destroy("demo");
    fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
  }

  private static StackSpec twoQueues() {
    return FakeStack.recipe("demo").toBuilder()
        .jobQueue(JobQueueSpec.builder("more").computeEnvironments("spot").build())
        .build();
  }

  private static StackSpec swapped(StackSpec stack) {
    SpotComputeEnvironment spot = (SpotComputeEnvironment) stack.computeEnvironments().get(0);
    return stack.toBuilder()
        .computeEnvironments(List.of(spot.toBuilder().instanceTypes("m5.large").build()))
        .build();
  }

  private ProvisioningException applyInVain(StackSpec stack) {
    return applyInVain(provisioner, stack);
  }

  private ProvisioningException applyInVain(Provisioner by, StackSpec stack) {
    return catchThrowableOfType(
        ProvisioningException.class,
        () -> by.apply(by.plan(stack), FailedApply.ROLL_BACK, events::add));
  }
}
