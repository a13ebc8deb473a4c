package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.AffectedJob;
import io.github.spotbatch.Deployment;
import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningEvent;
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
import io.github.spotbatch.spec.JobStateTimeLimit;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.QueueState;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.RunnableReason;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.RecordedRequest;
import io.github.spotbatch.testing.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;

/** A stack that is there and is changed, each part as AWS allows it. */
class UpdatedStackTest {

  private final FakeStack fake = new FakeStack();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  @Nested
  class Scaling {

    @Test
    @Rule("CE-100")
    void apply_otherLimits_sendsThemAloneAndKeepsTheInstances() {
      apply(FakeStack.recipe("demo"));
      StackSpec other = recipe(spot -> spot.minVcpus(2).maxVcpus(16));

      ProvisioningPlan plan = provisioner.plan(other);
      List<ProvisioningEvent> events = new ArrayList<>();
      fake.aws.journal().clear();
      Deployment deployment = provisioner.apply(plan, events::add);

      assertThat(plan)
          .updates(ResourceKind.COMPUTE_ENVIRONMENT, "spot")
          .keeps(ResourceKind.JOB_QUEUE, "jobs")
          .createsResources(0);
      assertThat(plan.toString())
          .contains(": 1 resource to update, 10 resources to keep")
          .contains(
              """

              ~ compute environment demo-spot-1 (scaling)
                  changes computeResources.maxvCpus 100 -> 16
                  changes computeResources.minvCpus 0 -> 2
                  UpdateComputeEnvironment {
                    "computeEnvironment": "demo-spot-1",
                    "computeResources": {
                      "maxvCpus": 16,
                      "minvCpus": 2
                    }
                  }
              """);
      assertThat(writes()).containsExactly("UpdateComputeEnvironment");
      assertThat(environment("demo-spot-1").statusAsString()).isEqualTo("VALID");
      assertThat(environment("demo-spot-1").computeResources().maxvCpus()).isEqualTo(16);
      assertThat(deployment.computeEnvironmentName("spot")).isEqualTo("demo-spot-1");
      assertThat(events)
          .extracting(ProvisioningEvent::toString)
          .startsWith(
              "updating compute environment demo-spot-1",
              "updated compute environment demo-spot-1",
              "waiting for compute environment demo-spot-1: ENABLED/UPDATING"
                  + " (ComputeEnvironment Healthy)")
          .endsWith("compute environment demo-spot-1 is usable");
      assertThat(provisioner.plan(other)).changesNothing();
    }

    @Test
    void apply_environmentDisabledByOthers_isEnabledAgain() {
      apply(FakeStack.recipe("demo"));
      fake.batch.updateComputeEnvironment(
          r -> r.computeEnvironment("demo-spot-1").state(CEState.DISABLED));
      fake.aws.advance(Duration.ofMinutes(1));

      ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));
      provisioner.apply(plan);

      assertThat(classes(plan)).containsExactly("UPDATE (scaling) compute environment demo-spot-1");
      assertThat(fake.aws.journal().count("ListJobs")).isZero();
      assertThat(environment("demo-spot-1").state()).isEqualTo(CEState.ENABLED);
      assertThat(provisioner.plan(FakeStack.recipe("demo"))).changesNothing();
    }

    @Test
    @Rule("CE-77")
    void apply_otherTag_isAMatterOfTagsAlone() {
      apply(FakeStack.recipe("demo"));
      StackSpec other = recipe(spot -> spot.tag("Team", "render"));

      ProvisioningPlan plan = provisioner.plan(other);
      fake.aws.journal().clear();
      provisioner.apply(plan);

      assertThat(classes(plan)).containsExactly("UPDATE compute environment demo-spot-1");
      assertThat(plan.toString()).contains("\"tags\": {\n        \"Team\": \"render\"\n      }");
      assertThat(writes()).containsExactly("TagResource");
      assertThat(provisioner.plan(other)).changesNothing();
    }

    @Test
    void plan_environmentStillUpdating_isChangedOnceThatIsDone() {
      apply(FakeStack.recipe("demo"));
      fake.batch.updateComputeEnvironment(
          r -> r.computeEnvironment("demo-spot-1").state(CEState.DISABLED));

      apply(FakeStack.recipe("demo"));

      assertThat(provisioner.plan(FakeStack.recipe("demo"))).changesNothing();
    }
  }

  @Nested
  class Queues {

    @Test
    void apply_everythingThatAQueueCanChange_isSentInOneUpdate() {
      StackSpec before = twoEnvironments(JobQueueSpec.builder("jobs").computeEnvironments("spot"));
      StackSpec after =
          twoEnvironments(
              JobQueueSpec.builder("jobs")
                  .priority(7)
                  .state(QueueState.DISABLED)
                  .computeEnvironments("steady", "spot")
                  .tag("Team", "render")
                  .jobStateTimeLimit(
                      JobStateTimeLimit.of(
                          RunnableReason.INSUFFICIENT_INSTANCE_CAPACITY, Duration.ofHours(1))));
      apply(before);

      ProvisioningPlan plan = provisioner.plan(after);
      fake.aws.journal().clear();
      provisioner.apply(plan);

      assertThat(classes(plan)).containsExactly("UPDATE job queue demo-jobs");
      assertThat(writes()).containsExactly("UpdateJobQueue", "TagResource");
      JobQueueDetail queue = queue("demo-jobs");
      assertThat(queue.priority()).isEqualTo(7);
      assertThat(queue.stateAsString()).isEqualTo("DISABLED");
      assertThat(queue.computeEnvironmentOrder())
          .extracting(order -> order.computeEnvironment().replaceFirst(".*/", ""))
          .containsExactly("demo-steady-1", "demo-spot-1");
      assertThat(queue.jobStateTimeLimitActions()).hasSize(1);
      assertThat(queue.tags()).containsEntry("Team", "render");
      assertThat(provisioner.plan(after)).changesNothing();
    }

    @Test
    void apply_timeLimitsTakenBack_areGone() {
      JobQueueSpec.Builder limited =
          JobQueueSpec.builder("jobs")
              .computeEnvironments("spot")
              .jobStateTimeLimit(
                  JobStateTimeLimit.of(
                      RunnableReason.INSUFFICIENT_INSTANCE_CAPACITY, Duration.ofHours(1)));
      StackSpec after = twoEnvironments(JobQueueSpec.builder("jobs").computeEnvironments("spot"));
      apply(twoEnvironments(limited));

      apply(after);

      assertThat(queue("demo-jobs").jobStateTimeLimitActions()).isEmpty();
      assertThat(provisioner.plan(after)).changesNothing();
    }

    @Test
    void plan_priorityAlone_sendsNothingElse() {
      apply(FakeStack.recipe("demo"));
      fake.batch.updateJobQueue(r -> r.jobQueue("demo-jobs").priority(9));
      fake.aws.advance(Duration.ofMinutes(1));

      assertThat(provisioner.plan(FakeStack.recipe("demo")).toString())
          .contains(
              """

              ~ job queue demo-jobs
                  changes priority 9 -> 1
                  UpdateJobQueue {
                    "jobQueue": "demo-jobs",
                    "priority": 1
                  }
              """);
    }

    @Test
    @Rule("JQ-11")
    void plan_schedulingPolicyOfAFifoQueue_isRefused() {
      apply(FakeStack.recipe("demo"));
      StackSpec other =
          FakeStack.recipe("demo").toBuilder()
              .jobQueues(
                  List.of(
                      JobQueueSpec.builder("jobs")
                          .priority(1)
                          .computeEnvironments("spot")
                          .schedulingPolicyArn(
                              "arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair")
                          .build()))
              .build();

      ProvisioningPlan plan = provisioner.plan(other);

      assertThat(plan).refuses(ResourceKind.JOB_QUEUE, "jobs");
      assertThat(plan.toString())
          .contains(": 1 resource refused, 10 resources to keep")
          .contains(
              "\n! job queue demo-jobs\n    changes schedulingPolicyArn none -> arn:aws:batch")
          .contains("\n    refused: AWS gives a queue a scheduling policy only when it makes");
      fake.aws.journal().clear();
      assertThatThrownBy(() -> provisioner.apply(plan))
          .isInstanceOf(ProvisioningException.class)
          .hasMessage(
              "The plan of stack demo asks for what cannot be done (job queue demo-jobs with"
                  + " schedulingPolicyArn none ->"
                  + " arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair: AWS gives a queue"
                  + " a scheduling policy only when it makes the queue, and never takes it away;"
                  + " give the queue another name). Nothing was changed.");
      assertThat(fake.aws.journal().all()).isEmpty();
    }

    private StackSpec twoEnvironments(JobQueueSpec.Builder queue) {
      return StackSpec.builder("demo")
          .computeEnvironment(
              SpotComputeEnvironment.builder("spot").maxVcpus(8).instanceTypes("m5.large").build())
          .computeEnvironment(
              OnDemandComputeEnvironment.builder("steady")
                  .maxVcpus(8)
                  .instanceTypes("m5.large")
                  .build())
          .jobQueue(queue.build())
          .build();
    }
  }

  @Nested
  class Infrastructure {

    @Test
    @Rule({"CE-101", "CE-102"})
    void apply_otherTypesUnderTheServiceLinkedRole_replacesTheInstancesInPlace() {
      apply(FakeStack.onDemand("demo"));
      StackSpec other = onDemand(steady -> steady.instanceTypes("c5.large").maxVcpus(4));

      ProvisioningPlan plan = provisioner.plan(other);
      fake.aws.journal().clear();
      provisioner.apply(plan);

      assertThat(classes(plan))
          .containsExactly("UPDATE (infrastructure) compute environment demo-steady-1");
      assertThat(plan.toString())
          .contains("~ compute environment demo-steady-1 (infrastructure)\n")
          .contains("    reason: AWS replaces its instances; the jobs on them have 30 minutes");
      assertThat(writes()).containsExactly("UpdateComputeEnvironment");
      assertThat(environment("demo-steady-1").computeResources().instanceTypes())
          .containsExactly("c5.large");
      assertThat(provisioner.plan(other)).changesNothing();
    }

    @Test
    @Rule("CE-104")
    void apply_everyFieldGivenAndTakenBack_endsAsTheSpecSays() {
      StackSpec every =
          onDemand(
              steady ->
                  steady
                      .ec2KeyPair("ops")
                      .imageId("ami-0123456789abcdef0")
                      .instanceTag("Team", "render"));
      apply(FakeStack.onDemand("demo"));

      ProvisioningPlan given = provisioner.plan(every);
      provisioner.apply(given);
      assertThat(provisioner.plan(every)).changesNothing();
      ProvisioningPlan takenBack = provisioner.plan(FakeStack.onDemand("demo"));
      provisioner.apply(takenBack);

      assertThat(classes(given)).isEqualTo(classes(takenBack)).hasSize(1);
      assertThat(environment("demo-steady-1").computeResources().ec2KeyPair()).isNull();
      assertThat(provisioner.plan(FakeStack.onDemand("demo"))).changesNothing();
    }

    @Test
    void apply_runningJob_runsAgainOnTheNewInstances() throws InterruptedException {
      StackSpec before = retrying(FakeStack.onDemand("demo"));
      Deployment deployment = apply(before);
      JobHandle job = longJob(deployment);
      StackSpec after =
          before.toBuilder()
              .computeEnvironments(onDemand(s -> s.instanceTypes("c5.large")).computeEnvironments())
              .build();

      ProvisioningPlan plan = provisioner.plan(after);
      provisioner.apply(plan);

      assertThat(plan.affectedJobs()).extracting(AffectedJob::id).containsExactly(job.id());
      assertThat(plan.toString())
          .containsPattern("\n    stops job work-\\w+ \\(RUNNING\\) of demo-jobs\n");
      assertThat(job.awaitSuccess(Duration.ofHours(9)).attempts()).hasSize(2);
    }
  }

  @Nested
  class BlueGreen {

    private final StackSpec other = recipe(spot -> spot.instanceTypes("m5.large"));

    @Test
    @Rule("CE-102")
    void plan_otherTypesUnderAnOwnRole_isThreeOrdinaryActions() {
      apply(FakeStack.recipe("demo"));

      ProvisioningPlan plan = provisioner.plan(other);

      assertThat(classes(plan))
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

      assertThat(classes(plan)).containsExactly("DELETE compute environment demo-spot-2");
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

      assertThat(classes(plan))
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

  @Nested
  class Moved {

    @ParameterizedTest
    @ValueSource(ints = {16, 50})
    void apply_environmentChangedSinceThePlan_saysFromWhatToWhat(int maxvCpus) {
      apply(FakeStack.recipe("demo"));
      ProvisioningPlan plan = provisioner.plan(recipe(spot -> spot.maxVcpus(16)));
      fake.batch.updateComputeEnvironment(
          r -> r.computeEnvironment("demo-spot-1").computeResources(c -> c.maxvCpus(maxvCpus)));
      fake.aws.advance(Duration.ofMinutes(1));
      fake.aws.journal().clear();

      if (maxvCpus == 16) {
        assertThatThrownBy(() -> provisioner.apply(plan))
            .hasMessageContaining("demo-spot-1 has changed: computeResources.maxvCpus 100 -> 16");
        assertThat(writes()).isEmpty();
      } else {
        // The update leads to the same end from there.
        provisioner.apply(plan);
        assertThat(environment("demo-spot-1").computeResources().maxvCpus()).isEqualTo(16);
      }
    }
  }

  private static StackSpec retrying(StackSpec stack) {
    return stack.toBuilder()
        .jobDefinitions(
            List.of(
                stack.jobDefinitions().get(0).toBuilder()
                    .retryPolicy(RetryPolicy.attempts(3))
                    .timeout(Duration.ofHours(8))
                    .build()))
        .build();
  }

  private JobHandle longJob(Deployment deployment) {
    return longJob(deployment, "jobs");
  }

  /** A job that runs for hours, and has begun. */
  private JobHandle longJob(Deployment deployment, String queue) {
    fake.aws.jobs().image("app").runsFor(Duration.ofHours(3)).exits(0);
    JobHandle job = deployment.queue(queue).submit(JobRequest.builder("work").build());
    fake.aws.advance(Duration.ofMinutes(30));
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    return job;
  }

  private static StackSpec recipe(UnaryOperator<SpotComputeEnvironment.Builder> change) {
    StackSpec recipe = FakeStack.recipe("demo");
    SpotComputeEnvironment spot = (SpotComputeEnvironment) recipe.computeEnvironments().get(0);
    return recipe.toBuilder()
        .computeEnvironments(List.of(change.apply(spot.toBuilder()).build()))
        .build();
  }

  private static StackSpec onDemand(UnaryOperator<OnDemandComputeEnvironment.Builder> change) {
    StackSpec stack = FakeStack.onDemand("demo");
    OnDemandComputeEnvironment steady =
        (OnDemandComputeEnvironment) stack.computeEnvironments().get(0);
    return stack.toBuilder()
        .computeEnvironments(List.of(change.apply(steady.toBuilder()).build()))
        .build();
  }

  private Deployment apply(StackSpec stack) {
    return provisioner.apply(provisioner.plan(stack));
  }

  /** What a plan would do, but for what it keeps. */
  private static List<String> classes(ProvisioningPlan plan) {
    return plan.actions().stream()
        .filter(action -> action.type() != PlannedAction.Type.KEEP)
        .map(PlannedAction::toString)
        .toList();
  }

  private ComputeEnvironmentDetail environment(String name) {
    return fake.batch
        .describeComputeEnvironments(r -> r.computeEnvironments(name))
        .computeEnvironments()
        .get(0);
  }

  private List<String> environments() {
    return fake.batch.describeComputeEnvironments().computeEnvironments().stream()
        .map(ComputeEnvironmentDetail::computeEnvironmentName)
        .toList();
  }

  private JobQueueDetail queue(String name) {
    return fake.batch.describeJobQueues(r -> r.jobQueues(name)).jobQueues().get(0);
  }

  private List<String> writes() {
    return fake.aws.journal().all().stream()
        .map(RecordedRequest::operation)
        .filter(operation -> !operation.matches("(Get|List|Describe).*"))
        .toList();
  }
}
