package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.AffectedJob;
import io.github.spotbatch.Deployment;
import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;

/** A stack of which something that is there gives way to another, or goes. */
class ReplacedStackTest extends StackFixture {

  @Nested
  class BlueGreen {

    private final StackSpec other = recipe(spot -> spot.instanceTypes("m5.large"));

    @Test
    @Rule("CE-102")
    void plan_otherTypesUnderAnOwnRole_isThreeOrdinaryActions() {
      apply(FakeStack.recipe("demo"));

      ProvisioningPlan plan = provisioner.plan(other);

      assertThat(actions(plan))
          .containsExactly(
              "CREATE (blue/green) compute environment demo-spot-2",
              "UPDATE job queue demo-jobs",
              "DELETE compute environment demo-spot-1");
      assertThat(plan.toString())
          .contains(
              ": 1 resource to create, 1 resource to update, 1 resource to delete, 9 resources to"
                  + " keep")
          .contains(
              """

              + compute environment demo-spot-2 (blue/green)
                  changes computeResources.instanceTypes [c5.large, c5.xlarge, c5.2xlarge, m5.large, m5.xlarge, m5.2xlarge] -> [m5.large]
                  reason: takes the place of demo-spot-1: AWS replaces no instances in place under a service role of its own
                  CreateComputeEnvironment {
                    "computeEnvironmentName": "demo-spot-2",
              """)
          .contains(
              "\n\n- compute environment demo-spot-1\n    note: the jobs on it have 30 minutes");
    }

    @Test
    void apply_queueIsNeverWithoutAWorkingEnvironment() {
      apply(FakeStack.recipe("demo"));
      List<String> without = new ArrayList<>();
      fake.aws.journal().clear();

      Deployment deployment =
          provisioner.apply(
              provisioner.plan(other),
              event -> {
                String name =
                    queue("demo-jobs").computeEnvironmentOrder().get(0).computeEnvironment();
                ComputeEnvironmentDetail serving = environment(name.replaceFirst(".*/", ""));
                if (!serving.statusAsString().equals("VALID")
                    || serving.state() != CEState.ENABLED) {
                  without.add(event + " while " + serving);
                }
              });

      assertThat(without).isEmpty();
      assertThat(writes())
          .containsExactly(
              "CreateComputeEnvironment",
              "UpdateJobQueue",
              "UpdateComputeEnvironment",
              "DeleteComputeEnvironment");
      assertThat(deployment.computeEnvironmentName("spot")).isEqualTo("demo-spot-2");
      assertThat(environments()).containsExactly("demo-spot-2");
      assertThat(provisioner.plan(other)).changesNothing();
    }

    @Test
    void apply_runningJob_runsAgainOnTheNewEnvironment() throws InterruptedException {
      Deployment deployment = apply(retrying(FakeStack.recipe("demo")));
      JobHandle job = longJob(deployment);

      ProvisioningPlan plan = provisioner.plan(retrying(other));
      provisioner.apply(plan);

      assertThat(plan.actions())
          .filteredOn(action -> action.type() == PlannedAction.Type.DELETE)
          .flatExtracting(PlannedAction::affectedJobs)
          .singleElement()
          .satisfies(
              affected -> {
                assertThat(affected.id()).isEqualTo(job.id());
                assertThat(affected.queue()).isEqualTo("demo-jobs");
                assertThat(affected.state()).isEqualTo(JobState.RUNNING);
              });
      assertThat(job.awaitSuccess(Duration.ofHours(9)).attempts()).hasSize(2);
    }

    @Test
    void plan_jobOfAnotherEnvironment_isNotAffected() {
      StackSpec both = beside(FakeStack.recipe("demo"));
      Deployment deployment = apply(both);
      longJob(deployment, "steady");

      assertThat(provisioner.plan(beside(other)).affectedJobs()).isEmpty();
    }

    /** With a second environment, and a queue that prefers it and has the first to fall back on. */
    private StackSpec beside(StackSpec stack) {
      return stack.toBuilder()
          .computeEnvironment(
              OnDemandComputeEnvironment.builder("steady")
                  .maxVcpus(8)
                  .instanceTypes("m5.large")
                  .build())
          .jobQueue(JobQueueSpec.builder("steady").computeEnvironments("steady", "spot").build())
          .build();
    }

    @Test
    void plan_childrenOfAnArray_areAffectedOneByOne() {
      fake.aws.jobs().image("app").runsFor(Duration.ofHours(3)).exits(0);
      Deployment deployment = apply(FakeStack.recipe("demo"));
      JobHandle array =
          deployment.queue("jobs").submit(JobRequest.builder("work").arraySize(3).build());
      fake.aws.advance(Duration.ofMinutes(30));

      assertThat(provisioner.plan(other).affectedJobs())
          .extracting(AffectedJob::id)
          .containsExactlyInAnyOrder(array.id() + ":0", array.id() + ":1", array.id() + ":2");
    }

    @Test
    void apply_andBackAgain_isTheThirdGeneration() {
      apply(FakeStack.recipe("demo"));
      apply(other);

      apply(FakeStack.recipe("demo"));

      assertThat(environments()).containsExactly("demo-spot-3");
      assertThat(provisioner.plan(FakeStack.recipe("demo"))).changesNothing();
    }

    @Test
    @Rule("CE-12")
    void apply_serviceRoleTakenBack_swapsAndRemovesTheRole() {
      StackSpec linked =
          FakeStack.recipe("demo").toBuilder()
              .computeEnvironments(
                  List.of(
                      SpotComputeEnvironment.builder("spot")
                          .maxVcpus(100)
                          .instanceTypes("m5.large")
                          .build()))
              .build();
      apply(FakeStack.recipe("demo"));

      ProvisioningPlan plan = provisioner.plan(linked);
      provisioner.apply(plan);

      assertThat(plan)
          .creates(ResourceKind.COMPUTE_ENVIRONMENT, "spot")
          .deletes(ResourceKind.ROLE, "service");
      assertThat(provisioner.plan(linked)).changesNothing();
      assertThat(fake.iam.listRoles(r -> r.pathPrefix("/spotbatch/")).roles())
          .noneMatch(role -> role.roleName().endsWith("-service"));
    }

    @Test
    void apply_environmentInvalidForGood_isReplaced() {
      apply(FakeStack.recipe("demo"));
      String group = environment("demo-spot-1").computeResources().securityGroupIds().get(0);
      fake.ec2.deleteSecurityGroup(r -> r.groupId(group));
      fake.batch.updateComputeEnvironment(
          r -> r.computeEnvironment("demo-spot-1").state(CEState.ENABLED));
      fake.aws.advance(Duration.ofMinutes(1));

      ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));
      provisioner.apply(plan);

      assertThat(plan.toString())
          .contains("reason: takes the place of demo-spot-1: it is ENABLED/INVALID (");
      assertThat(environments()).containsExactly("demo-spot-2");
      assertThat(provisioner.plan(FakeStack.recipe("demo"))).changesNothing();
    }

    @Test
    void apply_nameOfTheNextGenerationTaken_takesTheOneAfter() {
      apply(FakeStack.recipe("demo"));
      ComputeEnvironmentDetail first = environment("demo-spot-1");
      fake.batch.createComputeEnvironment(
          r ->
              r.computeEnvironmentName("demo-spot-2")
                  .type("MANAGED")
                  .serviceRole(first.serviceRole())
                  .computeResources(first.computeResources().copy(c -> c.desiredvCpus(null))));
      fake.aws.advance(Duration.ofMinutes(5));

      apply(other);

      assertThat(environments()).containsExactlyInAnyOrder("demo-spot-2", "demo-spot-3");
      assertThat(provisioner.plan(other)).changesNothing();
    }

    @Test
    void apply_afterAnApplyThatDiedAtAnyWrite_endsInTheSameStack() {
      List<String> wrong = new ArrayList<>();
      int writes = 0;
      for (boolean done = false; !done; writes++) {
        try (FakeStack world = new FakeStack()) {
          try (SpotBatch whole = world.spotBatch()) {
            whole.provisioner().apply(whole.provisioner().plan(FakeStack.recipe("demo")));
          }
          done = applied(world, writes);
          String difference = completed(world);
          if (!difference.isEmpty()) {
            wrong.add("after write " + writes + ": " + difference);
          }
        }
      }
      assertThat(wrong).isEmpty();
      assertThat(writes).isEqualTo(5);
    }

    @Test
    void plan_swapBrokenOffAndNotWantedAnyMore_keepsTheOldOne() {
      apply(FakeStack.recipe("demo"));
      assertThat(applied(fake, 1)).isFalse();
      fake.aws.advance(Duration.ofMinutes(5));
      assertThat(environments()).containsExactlyInAnyOrder("demo-spot-1", "demo-spot-2");

      ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));
      provisioner.apply(plan);

      assertThat(actions(plan)).containsExactly("DELETE compute environment demo-spot-2");
      assertThat(environments()).containsExactly("demo-spot-1");
      assertThat(provisioner.plan(FakeStack.recipe("demo"))).changesNothing();
    }

    private boolean applied(FakeStack world, int writes) {
      try (SpotBatch dying = world.spotBatch(new HalfMadeStackTest.Dying(writes))) {
        dying.provisioner().apply(dying.provisioner().plan(other));
        return true;
      } catch (ProvisioningException e) {
        return false;
      }
    }

    private String completed(FakeStack world) {
      try (SpotBatch again = world.spotBatch()) {
        again.provisioner().apply(again.provisioner().plan(other));
        String last = again.provisioner().plan(other).toString();
        List<String> names =
            world.batch.describeComputeEnvironments().computeEnvironments().stream()
                .map(ComputeEnvironmentDetail::computeEnvironmentName)
                .toList();
        boolean same = last.contains(": nothing to do, 11") && names.equals(List.of("demo-spot-2"));
        return same ? "" : names + " " + last;
      }
    }
  }

  @Nested
  class Removal {

    @Test
    void apply_queueAndEnvironmentTheSpecNoLongerHas_areDeletedLast() {
      StackSpec both =
          FakeStack.onDemand("demo").toBuilder()
              .computeEnvironment(
                  SpotComputeEnvironment.builder("spot")
                      .maxVcpus(8)
                      .instanceTypes("m5.large")
                      .build())
              .jobQueue(JobQueueSpec.builder("cheap").computeEnvironments("spot").build())
              .build();
      apply(both);

      ProvisioningPlan plan = provisioner.plan(FakeStack.onDemand("demo"));
      fake.aws.journal().clear();
      Deployment deployment = provisioner.apply(plan);

      assertThat(actions(plan))
          .containsExactly("DELETE job queue demo-cheap", "DELETE compute environment demo-spot-1");
      assertThat(writes())
          .containsExactly(
              "UpdateJobQueue",
              "DeleteJobQueue",
              "UpdateComputeEnvironment",
              "DeleteComputeEnvironment");
      assertThat(deployment.toString()).doesNotContain("demo-cheap");
      assertThat(provisioner.plan(FakeStack.onDemand("demo"))).changesNothing();
    }

    @Test
    void apply_definitionUnderAnotherName_deregistersTheOld() {
      apply(FakeStack.recipe("demo"));
      JobDefinitionSpec work = FakeStack.recipe("demo").jobDefinitions().get(0);
      StackSpec renamed =
          FakeStack.recipe("demo").toBuilder()
              .jobDefinitions(
                  List.of(
                      JobDefinitionSpec.builder("other")
                          .image(ContainerImage.fromRegistry("app"))
                          .memoryMiB(512)
                          .jobRole(work.jobRole().orElseThrow())
                          .executionRole(RoleSpec.builder("execution").build())
                          .build()))
              .build();

      ProvisioningPlan plan = provisioner.plan(renamed);
      provisioner.apply(plan);

      assertThat(plan)
          .creates(ResourceKind.JOB_DEFINITION, "other")
          .deletes(ResourceKind.JOB_DEFINITION, "work");
      assertThat(
              fake.batch.describeJobDefinitions(r -> r.status("ACTIVE")).jobDefinitions().stream()
                  .map(definition -> definition.jobDefinitionName()))
          .containsExactly("demo-other");
      assertThat(provisioner.plan(renamed)).changesNothing();
    }

    @Test
    void plan_queueWithUnfinishedJobs_isRefusedWithThem() {
      Deployment deployment = apply(withSecondQueue());
      longJob(deployment, "second");

      ProvisioningPlan plan = provisioner.plan(FakeStack.onDemand("demo"));

      assertThat(plan).refuses(ResourceKind.JOB_QUEUE, "second");
      assertThat(plan.refused().get(0).reason())
          .startsWith("it has 1 unfinished job, such as ")
          .endsWith(" (RUNNING); wait for them, or terminate them");
    }

    @Test
    void apply_jobThatCameSinceThePlan_isNotLost() {
      Deployment deployment = apply(withSecondQueue());
      ProvisioningPlan plan = provisioner.plan(FakeStack.onDemand("demo"));
      JobHandle job = longJob(deployment, "second");

      assertThatThrownBy(() -> provisioner.apply(plan))
          .isInstanceOf(ProvisioningException.class)
          .hasMessageContaining("job queue demo-second: it has 1 unfinished job, such as ")
          .hasMessageEndingWith("Nothing was changed: plan again.");
      assertThat(job.state()).isEqualTo(JobState.RUNNING);
      assertThat(queue("demo-second").stateAsString()).isEqualTo("ENABLED");
    }

    private StackSpec withSecondQueue() {
      return FakeStack.onDemand("demo").toBuilder()
          .jobQueue(JobQueueSpec.builder("second").computeEnvironments("steady").build())
          .build();
    }
  }
}
