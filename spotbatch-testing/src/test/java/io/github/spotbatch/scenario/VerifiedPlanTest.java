package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a plan has found is looked at again by its names before anything is done. */
class VerifiedPlanTest {

  private final FakeStack fake = FakeStack.typed();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  @Test
  void apply_leftoverIsGoneAlready_removesTheOthers() {
    ProvisioningPlan plan = planWithLeftovers();
    fake.batch.deregisterJobDefinition(r -> r.jobDefinition("demo-work:1"));
    fake.ecr.deleteRepository(r -> r.repositoryName("demo-more"));

    provisioner.apply(plan);

    assertThat(provisioner.plan(lean())).changesNothing();
    assertThat(fake.batch.describeJobQueues().jobQueues())
        .extracting(queue -> queue.jobQueueName())
        .containsExactly("demo-jobs");
  }

  @Test
  void apply_leftoversWithoutTheirTag_leavesThemAlone() {
    ProvisioningPlan plan = planWithLeftovers();
    String repository = "arn:aws:ecr:us-east-1:123456789012:repository/demo-more";
    String queue =
        fake.batch
            .describeJobQueues(r -> r.jobQueues("demo-more"))
            .jobQueues()
            .get(0)
            .jobQueueArn();
    fake.ecr.untagResource(r -> r.resourceArn(repository).tagKeys("spotbatch:stack"));
    fake.batch.untagResource(r -> r.resourceArn(queue).tagKeys("spotbatch:stack"));
    fake.aws.journal().clear();

    provisioner.apply(plan);

    assertThat(fake.ecr.describeRepositories().repositories())
        .extracting(it -> it.repositoryName())
        .containsExactly("demo-app", "demo-more");
    assertThat(fake.aws.journal().matching("*JobQueue"))
        .noneMatch(request -> request.operation().matches("(Update|Delete).*"));
    assertThat(fake.batch.describeJobDefinitions(r -> r.status("ACTIVE")).jobDefinitions())
        .isEmpty();
  }

  /** With a queue, a repository and a definition that are wanted no more. */
  private ProvisioningPlan planWithLeftovers() {
    apply(
        FakeStack.recipe("demo").toBuilder()
            .jobQueue(JobQueueSpec.builder("more").computeEnvironments("spot").build())
            .repository(RepositorySpec.builder("more").build())
            .build());
    ProvisioningPlan plan = provisioner.plan(lean());
    assertThat(plan)
        .deletes(ResourceKind.JOB_QUEUE, "more")
        .deletes(ResourceKind.REPOSITORY, "more")
        .deletes(ResourceKind.JOB_DEFINITION, "work");
    return plan;
  }

  private static StackSpec lean() {
    return FakeStack.recipe("demo").toBuilder().jobDefinitions(List.of()).build();
  }

  @Test
  void apply_keptLogGroupMadeAgainBySomebodyElse_saysSoAndChangesNothing() {
    ProvisioningPlan plan = planWithLeftovers();
    fake.aws.advance(Duration.ofMinutes(1));
    fake.logs.deleteLogGroup(r -> r.logGroupName("/aws/batch/job/demo"));
    fake.logs.createLogGroup(r -> r.logGroupName("/aws/batch/job/demo").tags(Map.of("a", "b")));

    assertRefused(plan, "log group /aws/batch/job/demo is there now and somebody else's");
  }

  @Test
  void apply_swapThatIsDoneAlready_saysSoAndChangesNothing() {
    apply(FakeStack.recipe("demo"));
    ProvisioningPlan plan = provisioner.plan(otherTypes());
    apply(otherTypes());

    assertRefused(
        plan,
        "compute environment demo-spot-2 is there now; job queue demo-jobs has changed:"
            + " computeEnvironmentOrder[1].computeEnvironment "
            + "arn:aws:batch:us-east-1:123456789012:compute-environment/demo-spot-1 -> "
            + "arn:aws:batch:us-east-1:123456789012:compute-environment/demo-spot-2");
  }

  @Test
  void apply_swappedTwiceMeanwhile_saysSoAndChangesNothing() {
    apply(FakeStack.recipe("demo"));
    ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));
    apply(otherTypes());
    apply(FakeStack.recipe("demo"));

    assertRefused(plan, "compute environment demo-spot-3 is there now");
  }

  /** For which AWS has to swap under the recipe's own service role. */
  private static StackSpec otherTypes() {
    SpotComputeEnvironment spot =
        (SpotComputeEnvironment) FakeStack.recipe("demo").computeEnvironments().get(0);
    return FakeStack.recipe("demo").toBuilder()
        .computeEnvironments(List.of(spot.toBuilder().instanceTypes("m5.large").build()))
        .build();
  }

  private void assertRefused(ProvisioningPlan plan, String moved) {
    fake.aws.journal().clear();
    assertThatThrownBy(() -> provisioner.apply(plan))
        .isInstanceOf(ProvisioningException.class)
        .hasMessageStartingWith("The plan of stack demo no longer fits what is there (" + moved)
        .hasMessageEndingWith("). Nothing was changed: plan again.");
    assertThat(fake.aws.journal().all())
        .allMatch(request -> request.operation().matches("(Get|List|Describe).*"));
  }

  private void apply(StackSpec stack) {
    provisioner.apply(provisioner.plan(stack));
  }
}
