package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.spec.UpdatePolicy;
import io.github.spotbatch.testing.RecordedRequest;
import io.github.spotbatch.testing.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;

/** What becomes of running jobs when their environment is changed or gets a successor. */
class UpdatePolicyTest {

  private static final UpdatePolicy TWO_HOURS = UpdatePolicy.drain(Duration.ofHours(2));

  private final FakeStack fake = FakeStack.typed();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  @Test
  @Rule("CE-84")
  void apply_policyOfTheStack_isGivenToEachEnvironmentOnceItIsThere() {
    StackSpec stack = with(TWO_HOURS, swapping("m5.large"));

    ProvisioningPlan plan = provisioner.plan(stack);
    provisioner.apply(plan);

    assertThat(plan.toString())
        .contains(
            """
                UpdateComputeEnvironment {
                  "computeEnvironment": "demo-spot-1",
                  "state": "ENABLED",
                  "updatePolicy": {
                    "jobExecutionTimeoutMinutes": 120,
                    "terminateJobsOnUpdate": false
                  }
                }
            """);
    assertThat(environment("demo-spot-1").updatePolicy().jobExecutionTimeoutMinutes())
        .isEqualTo(120);
    assertThat(provisioner.plan(stack)).changesNothing();
  }

  @Test
  void apply_policyGivenChangedAndTakenBack_isAnUpdateThatNothingNotices() {
    StackSpec none = swapping("m5.large");
    apply(none);
    assertThat(environment("demo-spot-1").updatePolicy()).isNull();

    for (StackSpec stack :
        List.of(with(TWO_HOURS, none), with(UpdatePolicy.terminate(), none), none)) {
      fake.aws.journal().clear();
      ProvisioningPlan plan = provisioner.plan(stack);
      provisioner.apply(plan);

      assertThat(plan.actions())
          .filteredOn(action -> action.type() != PlannedAction.Type.KEEP)
          .extracting(PlannedAction::toString)
          .containsExactly("UPDATE compute environment demo-spot-1");
      assertThat(writes()).containsExactly("UpdateComputeEnvironment");
      assertThat(provisioner.plan(stack)).changesNothing();
    }
    assertThat(environment("demo-spot-1").updatePolicy().terminateJobsOnUpdate()).isFalse();
    assertThat(environment("demo-spot-1").updatePolicy().jobExecutionTimeoutMinutes())
        .isEqualTo(30);
  }

  @Test
  void apply_swapWhoseJobEndsInTime_waitsForItAndNoLonger() {
    JobHandle job = job(with(TWO_HOURS, swapping("m5.large")), Duration.ofMinutes(80));
    Instant start = fake.aws.time().now();
    List<String> events = new ArrayList<>();

    ProvisioningPlan plan = provisioner.plan(with(TWO_HOURS, swapping("c5.large")));
    provisioner.apply(plan, event -> events.add(event.toString()));

    assertThat(plan.affectedJobs()).singleElement().returns(job.id(), affected -> affected.id());
    assertThat(plan.toString())
        .contains(
            "- compute environment demo-spot-1\n    stops job ",
            "    note: the jobs on it have 120 minutes to end, and what is cut off runs again if its"
                + " retry strategy says so\n");
    assertThat(events)
        .anyMatch(
            event ->
                event.startsWith("waiting for compute environment demo-spot-1: 1 job runs on it,")
                    && event.endsWith(" (RUNNING) of demo-jobs"));
    assertThat(ended(job).attempts()).hasSize(1);
    assertThat(Duration.between(start, fake.aws.time().now()))
        .isBetween(Duration.ofMinutes(50), Duration.ofMinutes(80));
    assertThat(environments()).containsExactly("demo-spot-2");
  }

  @Test
  @Rule("CE-103")
  void apply_swapWithoutAPolicy_givesTheJobHalfAnHour() {
    JobHandle job = job(swapping("m5.large"), Duration.ofHours(3));
    Instant start = fake.aws.time().now();

    apply(swapping("c5.large"));

    assertThat(Duration.between(start, fake.aws.time().now()))
        .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(50));
    assertThat(ended(job).attempts()).hasSize(2);
  }

  @Test
  void apply_swapThatTerminates_waitsForNoJob() {
    StackSpec before = with(UpdatePolicy.terminate(), swapping("m5.large"));
    JobHandle job = job(before, Duration.ofHours(3));
    Instant start = fake.aws.time().now();

    ProvisioningPlan plan = provisioner.plan(with(UpdatePolicy.terminate(), swapping("c5.large")));
    provisioner.apply(plan);

    assertThat(plan.toString()).contains("    note: the jobs on it are stopped at once, and run");
    assertThat(Duration.between(start, fake.aws.time().now())).isLessThan(Duration.ofMinutes(20));
    assertThat(ended(job).attempts()).hasSize(2);
  }

  @Test
  void apply_swapWhileJobsRun_letsNewOnesStartOnTheSuccessorAlone() {
    job(with(TWO_HOURS, swapping("m5.large")), Duration.ofHours(3));
    List<String> started = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    later(
        Duration.ofMinutes(30),
        () ->
            ids.add(
                fake.batch
                    .submitJob(
                        r -> r.jobName("late").jobQueue("demo-jobs").jobDefinition("demo-work"))
                    .jobId()));
    later(Duration.ofMinutes(60), () -> started.add(host(ids.get(0))));

    apply(with(TWO_HOURS, swapping("c5.large")));

    assertThat(started).singleElement().asString().contains("demo-spot-2");
  }

  @Test
  void plan_swapBrokenOffAfterItsQueueMoved_stillNamesTheJobs() {
    JobHandle job = job(with(TWO_HOURS, swapping("m5.large")), Duration.ofHours(3));
    StackSpec after = with(TWO_HOURS, swapping("c5.large"));
    try (SpotBatch dying = fake.spotBatch(new HalfMadeStackTest.Dying(3))) {
      Provisioner broken = dying.provisioner();
      assertThatThrownBy(() -> broken.apply(broken.plan(after)))
          .isInstanceOf(RuntimeException.class);
    }

    ProvisioningPlan plan = provisioner.plan(after);

    assertThat(environments()).containsExactlyInAnyOrder("demo-spot-1", "demo-spot-2");
    assertThat(plan).deletes(ResourceKind.COMPUTE_ENVIRONMENT, "spot");
    assertThat(plan.affectedJobs()).singleElement().returns(job.id(), affected -> affected.id());
  }

  @Test
  @Rule("CE-103")
  void apply_infrastructureUpdate_isWaitedForAsLongAsItsJobsMayRun() {
    UpdatePolicy day = UpdatePolicy.drain(Duration.ofHours(24));
    JobHandle job = job(with(day, inPlace("m5.large")), Duration.ofHours(20));

    ProvisioningPlan plan = provisioner.plan(with(day, inPlace("c5.large")));
    provisioner.apply(plan);

    assertThat(plan.toString()).contains("the jobs on them have 1440 minutes to end");
    assertThat(ended(job).attempts()).hasSize(1);
    assertThat(provisioner.plan(with(day, inPlace("c5.large")))).changesNothing();
  }

  private JobHandle job(StackSpec stack, Duration length) {
    fake.aws.jobs().image("app").runsFor(length).exits(0);
    JobHandle job = submit(apply(stack));
    fake.aws.advance(Duration.ofMinutes(20));
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    return job;
  }

  private static JobHandle submit(Deployment deployment) {
    return deployment
        .queue("jobs")
        .submit(
            JobRequest.builder("work")
                .retryPolicy(RetryPolicy.attempts(3))
                .timeout(Duration.ofHours(30))
                .build());
  }

  private static JobResult ended(JobHandle job) {
    return job.awaitSuccess(Duration.ofHours(30));
  }

  private void later(Duration delay, Runnable task) {
    fake.aws.time().executor().schedule(task, delay.toSeconds(), TimeUnit.SECONDS);
  }

  private String host(String jobId) {
    return fake.batch
        .describeJobs(r -> r.jobs(jobId))
        .jobs()
        .get(0)
        .container()
        .containerInstanceArn();
  }

  /** A stack whose environment needs a successor for other types. */
  private static StackSpec swapping(String type) {
    StackSpec recipe = FakeStack.recipe("demo");
    SpotComputeEnvironment spot = (SpotComputeEnvironment) recipe.computeEnvironments().get(0);
    return recipe.toBuilder()
        .computeEnvironments(List.of(spot.toBuilder().instanceTypes(type).build()))
        .build();
  }

  /** A stack whose environment gets other types in place. */
  private static StackSpec inPlace(String type) {
    StackSpec stack = FakeStack.onDemand("demo");
    OnDemandComputeEnvironment steady =
        (OnDemandComputeEnvironment) stack.computeEnvironments().get(0);
    return stack.toBuilder()
        .computeEnvironments(List.of(steady.toBuilder().instanceTypes(type).build()))
        .build();
  }

  private static StackSpec with(UpdatePolicy policy, StackSpec stack) {
    return stack.toBuilder().updatePolicy(policy).build();
  }

  private Deployment apply(StackSpec stack) {
    return provisioner.apply(provisioner.plan(stack));
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

  private List<String> writes() {
    return fake.aws.journal().all().stream()
        .map(RecordedRequest::operation)
        .filter(operation -> !operation.matches("(Get|List|Describe).*"))
        .toList();
  }
}
