package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;

/** A world for each test of a stack that is there and is changed. */
abstract class StackFixture {

  final FakeStack fake;
  final SpotBatch spotBatch;
  final Provisioner provisioner;

  StackFixture() {
    this(new FakeStack());
  }

  StackFixture(FakeStack fake) {
    this.fake = fake;
    this.spotBatch = fake.spotBatch();
    this.provisioner = spotBatch.provisioner();
  }

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  /** The recipe with another environment, which has a service role of its own. */
  static StackSpec recipe(UnaryOperator<SpotComputeEnvironment.Builder> change) {
    StackSpec recipe = FakeStack.recipe("demo");
    SpotComputeEnvironment spot = (SpotComputeEnvironment) recipe.computeEnvironments().get(0);
    return recipe.toBuilder()
        .computeEnvironments(List.of(change.apply(spot.toBuilder()).build()))
        .build();
  }

  /** A stack whose environment has the service-linked role, so that its instances can change. */
  static StackSpec onDemand(UnaryOperator<OnDemandComputeEnvironment.Builder> change) {
    StackSpec stack = FakeStack.onDemand("demo");
    OnDemandComputeEnvironment steady =
        (OnDemandComputeEnvironment) stack.computeEnvironments().get(0);
    return stack.toBuilder()
        .computeEnvironments(List.of(change.apply(steady.toBuilder()).build()))
        .build();
  }

  /** The same with jobs that run again when their instances go. */
  static StackSpec retrying(StackSpec stack) {
    return stack.toBuilder()
        .jobDefinitions(
            List.of(
                stack.jobDefinitions().get(0).toBuilder()
                    .retryPolicy(RetryPolicy.attempts(3))
                    .timeout(Duration.ofHours(8))
                    .build()))
        .build();
  }

  Deployment apply(StackSpec stack) {
    return provisioner.apply(provisioner.plan(stack));
  }

  /** What a plan would do, but for what it keeps. */
  static List<String> actions(ProvisioningPlan plan) {
    return plan.actions().stream()
        .filter(action -> action.type() != PlannedAction.Type.KEEP)
        .map(PlannedAction::toString)
        .toList();
  }

  /** The operations of the journal that change something. */
  List<String> writes() {
    return fake.aws.journal().all().stream()
        .map(RecordedRequest::operation)
        .filter(operation -> !operation.matches("(Get|List|Describe).*"))
        .toList();
  }

  ComputeEnvironmentDetail environment(String name) {
    return fake.batch
        .describeComputeEnvironments(r -> r.computeEnvironments(name))
        .computeEnvironments()
        .get(0);
  }

  List<String> environments() {
    return fake.batch.describeComputeEnvironments().computeEnvironments().stream()
        .map(ComputeEnvironmentDetail::computeEnvironmentName)
        .toList();
  }

  JobQueueDetail queue(String name) {
    return fake.batch.describeJobQueues(r -> r.jobQueues(name)).jobQueues().get(0);
  }

  JobHandle longJob(Deployment deployment) {
    return longJob(deployment, "jobs");
  }

  /** A job that runs for hours, and has begun. */
  JobHandle longJob(Deployment deployment, String queue) {
    fake.aws.jobs().image("app").runsFor(Duration.ofHours(3)).exits(0);
    JobHandle job = deployment.queue(queue).submit(JobRequest.builder("work").build());
    fake.aws.advance(Duration.ofMinutes(30));
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    return job;
  }
}
