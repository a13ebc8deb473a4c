package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.AffectedJob;
import io.github.spotbatch.Deployment;
import io.github.spotbatch.ProvisioningEvent;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobStateTimeLimit;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.QueueState;
import io.github.spotbatch.spec.RunnableReason;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;

/** A stack that is there and is changed in place, each part as AWS allows it. */
class UpdatedStackTest extends StackFixture {

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

      assertThat(actions(plan)).containsExactly("UPDATE (scaling) compute environment demo-spot-1");
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

      assertThat(actions(plan)).containsExactly("UPDATE compute environment demo-spot-1");
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

      assertThat(actions(plan)).containsExactly("UPDATE job queue demo-jobs");
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

      assertThat(actions(plan))
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

      assertThat(actions(given)).isEqualTo(actions(takenBack)).hasSize(1);
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
}
