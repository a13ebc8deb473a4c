package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.AffectedJob;
import io.github.spotbatch.Deployment;
import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.UnfinishedJobs;
import io.github.spotbatch.UpdateClass;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.Invariant;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

/** A removal is looked at before, and done as it was looked at or not at all. */
class DestroyPlanTest {

  private final FakeStack fake = FakeStack.typed();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  @Test
  void planDestroy_recipe_showsWhatGoesInOrderAndChangesNothing() {
    apply(FakeStack.recipe("demo"));
    fake.aws.journal().clear();

    ProvisioningPlan plan = provisioner.planDestroy("demo");

    assertThat(plan.destroys()).isTrue();
    assertThat(plan.actions()).hasSize(11).allMatch(action -> action.type() == Type.DELETE);
    assertThat(plan).deletes(ResourceKind.JOB_QUEUE, "jobs").refusesNothing();
    assertThat(plan.toString())
        .startsWith(
            "Plan to destroy stack demo in us-east-1 of account %s: 11 resources to delete\n"
                .formatted(plan.account()))
        .containsSubsequence(
            "- job queue demo-jobs",
            "- compute environment demo-spot-1",
            "- repository demo-app",
            "    note: its images go with it",
            "- security group demo",
            "- instance profile demo-us-east-1-",
            "- role demo-us-east-1-");
    assertThat(fake.aws.journal().all())
        .allMatch(call -> call.operation().matches("(Get|List|Describe).*"));
  }

  @Test
  void planDestroy_noSuchStack_hasNothingToDo() {
    ProvisioningPlan plan = provisioner.planDestroy("nope");

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.toString()).contains("nothing to do");
    assertThat(provisioner.destroy(plan).deleted()).isEmpty();
  }

  @Test
  void destroy_byItsPlan_leavesNothing() {
    apply(FakeStack.recipe("demo"));

    DestroyReport report = provisioner.destroy(provisioner.planDestroy("demo"));

    assertThat(report.deleted()).hasSize(11);
    assertThat(report.remaining()).isEmpty();
    fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
  }

  @Test
  void destroy_byAPlanOfAnApply_isRefused() {
    ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));

    assertThat(plan.destroys()).isFalse();
    assertThatThrownBy(() -> provisioner.destroy(plan))
        .isInstanceOf(ProvisioningException.class)
        .hasMessage(
            "The plan of stack demo is one to make it, which apply does; planDestroy(\"demo\")"
                + " plans its removal.");
  }

  @Test
  void apply_ofAPlanToDestroy_isRefused() {
    apply(FakeStack.onDemand("demo"));
    ProvisioningPlan plan = provisioner.planDestroy("demo");

    assertThatThrownBy(() -> provisioner.apply(plan))
        .isInstanceOf(ProvisioningException.class)
        .hasMessage(
            "The plan of stack demo is one to remove it, which destroy(plan) does; plan(..) plans"
                + " how it is made.");
    assertThat(provisioner.plan(FakeStack.onDemand("demo"))).changesNothing();
  }

  @Nested
  class Moved {

    @Test
    void destroy_somethingHasComeSince_isRefusedAndChangesNothing() {
      apply(FakeStack.onDemand("demo"));
      ProvisioningPlan plan = provisioner.planDestroy("demo");
      StackSpec more =
          FakeStack.onDemand("demo").toBuilder()
              .repository(RepositorySpec.builder("app").build())
              .build();
      apply(more);

      assertThatThrownBy(() -> provisioner.destroy(plan))
          .isInstanceOf(ProvisioningException.class)
          .hasMessage(
              "The plan of stack demo no longer fits what is there (repository demo-app is there"
                  + " now). Nothing was changed: plan again.");
      assertThat(provisioner.plan(more)).changesNothing();
    }

    @Test
    void destroy_othersUseARoleSince_isRefusedAndSaysWho() {
      apply(FakeStack.onDemand("demo"));
      ProvisioningPlan plan = provisioner.planDestroy("demo");
      registerWithRole("demo-us-east-1-job");

      assertThatThrownBy(() -> provisioner.destroy(plan))
          .hasMessageContaining("role demo-us-east-1-job: job definition theirs:1 uses it");
      assertThat(provisioner.plan(FakeStack.onDemand("demo"))).changesNothing();
    }

    @Test
    void destroy_someOfItWentSince_deletesTheRest() {
      apply(FakeStack.onDemand("demo"));
      ProvisioningPlan plan = provisioner.planDestroy("demo");
      fake.logs.deleteLogGroup(r -> r.logGroupName("/aws/batch/job/demo"));

      assertThat(provisioner.destroy(plan).remaining()).isEmpty();
      fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
    }

    @Test
    void destroy_ofAnotherRegion_isRefused() {
      apply(FakeStack.onDemand("demo"));
      ProvisioningPlan plan = provisioner.planDestroy("demo");
      try (SpotBatch elsewhere = fake.aws.spotBatchBuilder().region(Region.EU_WEST_1).build()) {
        assertThatThrownBy(() -> elsewhere.provisioner().destroy(plan))
            .hasMessage(
                "The plan of stack demo is for us-east-1, but this SpotBatch works in eu-west-1:"
                    + " plan again.");
      }
    }
  }

  @Nested
  class Protection {

    private final StackSpec free = FakeStack.recipe("demo");
    private final StackSpec held = free.toBuilder().deletionProtection(true).build();

    @Test
    void destroy_protectedStack_isRefusedWithTheFixAndShownInStacks() {
      apply(held);

      ProvisioningPlan plan = provisioner.planDestroy("demo");

      assertThat(plan)
          .refuses(ResourceKind.JOB_QUEUE, "jobs")
          .refuses(ResourceKind.COMPUTE_ENVIRONMENT, "spot")
          .refuses(ResourceKind.LOG_GROUP, "logs");
      assertThat(plan.refused()).hasSize(3);
      assertThatThrownBy(() -> provisioner.destroy("demo", UnfinishedJobs.TERMINATE))
          .isInstanceOf(ProvisioningException.class)
          .hasMessageStartingWith(
              "Stack demo cannot be destroyed (job queue demo-jobs: it is protected; apply the"
                  + " stack without deletionProtection before, or take the tag"
                  + " spotbatch:protected away;")
          .hasMessageEndingWith("Nothing was changed.");
      assertThat(provisioner.plan(held)).changesNothing();
      assertThat(provisioner.stacks().get(0).deletionProtection()).isTrue();
    }

    @Test
    void apply_protectionSwitched_changesTagsAloneAndTakesItOffAgain() {
      apply(free);
      assertThat(provisioner.stacks().get(0).deletionProtection()).isFalse();
      ProvisioningPlan on = provisioner.plan(held);
      assertThat(on.actions())
          .filteredOn(action -> action.type() == Type.UPDATE)
          .hasSize(3)
          .allMatch(action -> action.updateClass() == UpdateClass.NONE);
      provisioner.apply(on);
      assertThat(provisioner.plan(held)).changesNothing();

      ProvisioningPlan off = provisioner.plan(free);
      assertThat(off.toString())
          .contains("changes tags.spotbatch:protected: \"true\" -> nothing", "UntagResource {");
      provisioner.apply(off);

      assertThat(provisioner.plan(free)).changesNothing();
      assertThat(provisioner.destroy("demo").remaining()).isEmpty();
    }

    @Test
    void apply_leftoverOfAProtectedStack_isDeletedAllTheSame() {
      apply(held);
      StackSpec less = held.toBuilder().jobQueues(List.of()).build();

      apply(less);

      assertThat(fake.batch.describeJobQueues().jobQueues()).isEmpty();
      assertThat(provisioner.plan(less)).changesNothing();
    }

    @Test
    void apply_protected_marksNoInstances() {
      apply(held);

      assertThat(
              fake.batch
                  .describeComputeEnvironments()
                  .computeEnvironments()
                  .get(0)
                  .computeResources()
                  .tags())
          .doesNotContainKey("spotbatch:protected");
    }
  }

  @Nested
  class Jobs {

    private Deployment deployment;

    @Test
    void planDestroy_unfinishedJobs_refusesTheirQueue() {
      runOneJob();

      ProvisioningPlan plan = provisioner.planDestroy("demo");

      assertThat(plan).refuses(ResourceKind.JOB_QUEUE, "jobs");
      assertThat(plan.toString())
          .contains(
              "    refused: it has 1 unfinished job, such as work-",
              "wait for them, or destroy it with UnfinishedJobs.TERMINATE");
      assertThatThrownBy(() -> provisioner.destroy(plan))
          .hasMessageStartingWith("Stack demo cannot be destroyed (job queue demo-jobs: it has 1")
          .hasMessageEndingWith("Nothing was changed.");
      assertThat(provisioner.plan(FakeStack.onDemand("demo"))).changesNothing();
    }

    @Test
    void planDestroy_toldToTerminate_namesTheJobsAndDestroyEndsThem() {
      runOneJob();

      ProvisioningPlan plan = provisioner.planDestroy("demo", UnfinishedJobs.TERMINATE);

      assertThat(plan.affectedJobs())
          .singleElement()
          .extracting(AffectedJob::queue)
          .isEqualTo("demo-jobs");
      assertThat(provisioner.destroy(plan).remaining()).isEmpty();
      fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
    }

    @Test
    void destroy_anotherJobHasComeSince_isRefusedAndTerminatesNone() {
      runOneJob();
      ProvisioningPlan plan = provisioner.planDestroy("demo", UnfinishedJobs.TERMINATE);
      submit();

      assertThatThrownBy(() -> provisioner.destroy(plan))
          .hasMessageMatching(
              ".*no longer fits what is there \\(job work-\\S+ \\([A-Z]+\\) of demo-jobs has"
                  + " come\\)\\. Nothing was changed: plan again\\.");
      assertThat(provisioner.planDestroy("demo", UnfinishedJobs.TERMINATE).affectedJobs())
          .hasSize(2);
    }

    @Test
    void destroy_jobComesWhileTheQueueIsShut_deletesNothingAndLetsItRun() {
      deployment = apply(FakeStack.onDemand("demo"));
      fake.aws.jobs().image("app").runsFor(Duration.ofMinutes(1)).exits(0);
      try (SpotBatch late =
          fake.spotBatch(
              request -> {
                boolean shuts = request.getClass().getSimpleName().equals("UpdateJobQueueRequest");
                if (shuts) {
                  submit();
                }
                return request;
              })) {
        assertThatThrownBy(() -> late.provisioner().destroy("demo"))
            .hasMessageStartingWith("Stack demo has got 1 unfinished jobs meanwhile, such as")
            .hasMessageContaining("Nothing was deleted, but its queues are disabled now.");
      }
      assertThat(fake.batch.describeComputeEnvironments().computeEnvironments())
          .allMatch(environment -> environment.stateAsString().equals("ENABLED"));
      fake.aws.advance(Duration.ofHours(1));
      assertThat(provisioner.destroy("demo").remaining()).isEmpty();
    }

    private void runOneJob() {
      fake.aws.jobs().image("app").runsFor(Duration.ofDays(1)).exits(0);
      deployment = apply(FakeStack.onDemand("demo"));
      submit();
    }

    private void submit() {
      deployment.queue("jobs").submit(JobRequest.builder("work").build());
    }
  }

  private void registerWithRole(String role) {
    String arn = fake.iam.getRole(r -> r.roleName(role)).role().arn();
    fake.batch.registerJobDefinition(
        r ->
            r.jobDefinitionName("theirs")
                .type("container")
                .containerProperties(
                    c ->
                        c.image("app")
                            .jobRoleArn(arn)
                            .resourceRequirements(
                                cpu -> cpu.type("VCPU").value("1"),
                                memory -> memory.type("MEMORY").value("512"))));
  }

  private Deployment apply(StackSpec stack) {
    return provisioner.apply(provisioner.plan(stack));
  }
}
