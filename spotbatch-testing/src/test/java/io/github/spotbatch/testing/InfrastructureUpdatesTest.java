package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Timings.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeResourceUpdate;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** Updates that replace an environment's instances. */
class InfrastructureUpdatesTest {

  private static final Duration UPDATE = Timings.defaults().of(Step.ENVIRONMENT_REPLACING);

  private final FakeAws aws = FakeAws.create();

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Conditions {

    @Test
    @Rule({"CE-100", "CE-102", "UNV-8"})
    void update_underBestFit_isRefusedButScales() {
      BatchWorld world =
          BatchWorld.ready(aws, r -> r.type("EC2").allocationStrategy((String) null));

      assertThat(Refusal.messageOf(() -> update(world, r -> r.instanceTypes("m5"))))
          .contains("BEST_FIT");
      assertThat(
              Refusal.messageOf(
                  () -> update(world, r -> r.allocationStrategy("BEST_FIT_PROGRESSIVE"))))
          .contains("BEST_FIT");
      update(world, r -> r.maxvCpus(64));
      assertThat(world.environment().computeResources().maxvCpus()).isEqualTo(64);
    }

    @Test
    @Rule({"CE-100", "CE-102", "UNV-8"})
    void update_withAServiceRoleOfOnesOwn_isRefusedButScales() {
      BatchWorld world = new BatchWorld(aws);
      world.batch.createComputeEnvironment(
          world.environment(r -> {}).toBuilder().serviceRole("mine").build());
      aws.advance(Duration.ofMinutes(1));

      assertThat(Refusal.messageOf(() -> update(world, r -> r.instanceTypes("m5"))))
          .contains("service-linked role");
      update(world, r -> r.minvCpus(0));
      assertThat(world.environment().status()).isEqualTo(CEStatus.UPDATING);
    }

    @Test
    @Rule("CE-21")
    void update_toBestFit_isRefused() {
      BatchWorld world = BatchWorld.ready(aws);

      assertThat(Refusal.messageOf(() -> update(world, r -> r.allocationStrategy("BEST_FIT"))))
          .contains("Invalid compute resource allocation strategy BEST_FIT");
      update(world, r -> r.allocationStrategy("BEST_FIT_PROGRESSIVE"));
      assertThat(world.environment().computeResources().allocationStrategyAsString())
          .isEqualTo("BEST_FIT_PROGRESSIVE");
    }

    @Test
    @Rule("CE-101")
    void update_toFargate_isRefused() {
      BatchWorld world = BatchWorld.ready(aws);

      assertThat(Refusal.messageOf(() -> update(world, r -> r.type("FARGATE"))))
          .contains("EC2 and SPOT");
    }

    @Test
    @Rule("CE-23")
    void update_toWhatCreationWouldRefuse_isRefused() {
      BatchWorld world = BatchWorld.ready(aws);

      assertThat(Refusal.messageOf(() -> update(world, r -> r.type(CRType.EC2))))
          .contains(
              "Invalid compute resource allocation strategy SPOT_CAPACITY_OPTIMIZED for type EC2");
      assertThat(Refusal.messageOf(() -> update(world, r -> r.instanceTypes("c5", "c6g"))))
          .isEqualTo("arm-based instance type cannot be used with other instance types.");
      assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
    }
  }

  @Nested
  class Policy {

    private final BatchWorld world = BatchWorld.ready(aws);

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 7201, 4_000_000_000L})
    @Rule("CE-103")
    void policy_timeoutOutOfRange_isRefused(long minutes) {
      assertThat(
              Refusal.messageOf(
                  () ->
                      world.batch.updateComputeEnvironment(
                          r ->
                              r.computeEnvironment(ENVIRONMENT)
                                  .updatePolicy(p -> p.jobExecutionTimeoutMinutes(minutes)))))
          .contains("between 1 and 7200");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 360, 7200})
    @Rule({"CE-103", "CE-84"})
    void policy_inRange_isShownWithTheDefaultOfTheRest(long minutes) {
      assertThat(world.environment().updatePolicy()).isNull();

      world.batch.updateComputeEnvironment(
          r ->
              r.computeEnvironment(ENVIRONMENT)
                  .updatePolicy(p -> p.jobExecutionTimeoutMinutes(minutes)));

      assertThat(world.environment().updatePolicy().jobExecutionTimeoutMinutes())
          .isEqualTo(minutes);
      assertThat(world.environment().updatePolicy().terminateJobsOnUpdate()).isFalse();
    }

    @Test
    @Rule("CE-103")
    void policy_givenInParts_isPutTogether() {
      policy(p -> p.jobExecutionTimeoutMinutes(5L));
      policy(p -> p.terminateJobsOnUpdate(true));

      assertThat(world.environment().updatePolicy().jobExecutionTimeoutMinutes()).isEqualTo(5);
      assertThat(world.environment().updatePolicy().terminateJobsOnUpdate()).isTrue();
    }

    private void policy(
        Consumer<software.amazon.awssdk.services.batch.model.UpdatePolicy.Builder> change) {
      world.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).updatePolicy(change));
    }
  }

  @Nested
  class Replacement {

    @Test
    @Rule("CE-101")
    void idleInstances_areReplacedByNewOnes() {
      BatchWorld world = BatchWorld.ready(aws, r -> r.minvCpus(2).instanceTypes("c5.large"));
      aws.advance(Duration.ofMinutes(5));
      assertThat(world.launchedTypes()).containsExactly("c5.large");

      update(
          world,
          r -> r.instanceTypes("m5.large").type("EC2").allocationStrategy("BEST_FIT_PROGRESSIVE"));
      aws.advance(UPDATE);

      assertThat(world.instances(InstanceStateName.RUNNING))
          .singleElement()
          .satisfies(it -> assertThat(it.instanceTypeAsString()).isEqualTo("m5.large"))
          .satisfies(it -> assertThat(it.instanceLifecycleAsString()).isNull());
    }

    @Test
    @Rule("CE-103")
    void runningJob_mayFinishWithinTheTimeout() {
      BatchWorld world = running(Duration.ofMinutes(25), 1);

      update(world, r -> r.tags(Map.of("a", "b")));
      aws.advance(UPDATE.plusMinutes(5));
      assertThat(world.environment().status()).isEqualTo(CEStatus.UPDATING);
      assertThat(world.names(JobStatus.RUNNING)).containsExactly("one");
      aws.advance(Duration.ofMinutes(15));

      assertThat(world.names(JobStatus.SUCCEEDED)).containsExactly("one");
      assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
    }

    @Test
    @Rule("CE-103")
    void runningJob_isTerminatedAfterTheTimeoutAndRetried() {
      BatchWorld world = running(Duration.ofMinutes(45), 2);
      String first = hostOf(world);

      update(world, r -> r.instanceTypes("m5.large"));
      aws.advance(Duration.ofMinutes(29));
      assertThat(world.names(JobStatus.RUNNING)).containsExactly("one");
      aws.advance(Duration.ofHours(1));

      assertThat(world.names(JobStatus.SUCCEEDED)).containsExactly("one");
      List<AttemptDetail> attempts = world.job(idOf(world, JobStatus.SUCCEEDED)).attempts();
      assertThat(attempts).hasSize(2);
      assertThat(attempts.get(0).statusReason())
          .isEqualTo("Host EC2 (instance " + first + ") terminated.");
      assertThat(attempts.get(0).container().exitCode()).isNull();
    }

    @Test
    @Rule("CE-103")
    void runningJob_isTerminatedAtOnceWhereThePolicySaysSo() {
      BatchWorld world = running(Duration.ofMinutes(45), 1);

      world.batch.updateComputeEnvironment(
          r ->
              r.computeEnvironment(ENVIRONMENT)
                  .updatePolicy(p -> p.terminateJobsOnUpdate(true).jobExecutionTimeoutMinutes(60L))
                  .computeResources(c -> c.instanceTypes("m5.large")));

      assertThat(world.names(JobStatus.FAILED)).containsExactly("one");
      aws.advance(UPDATE);
      assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
    }

    @Test
    @Rule("CE-101")
    void newJob_duringTheUpdate_goesToANewInstance() {
      BatchWorld world = running(Duration.ofMinutes(20), 1);
      String old = hostOf(world);

      update(world, r -> r.instanceTypes("m5.large"));
      world.submit("two");
      aws.advance(Duration.ofMinutes(3));

      assertThat(world.names(JobStatus.RUNNING)).containsExactlyInAnyOrder("one", "two");
      assertThat(world.instances(InstanceStateName.RUNNING))
          .extracting(Instance::instanceTypeAsString)
          .containsExactlyInAnyOrder("c5.large", "m5.large");
      aws.advance(Duration.ofMinutes(20));
      assertThat(world.instances(InstanceStateName.RUNNING))
          .extracting(Instance::instanceId)
          .doesNotContain(old);
    }

    private BatchWorld running(Duration runsFor, int attempts) {
      aws.jobs().named("*").runsFor(runsFor);
      BatchWorld world = BatchWorld.ready(aws, r -> r.instanceTypes("c5.large"));
      world.submit("one", r -> r.retryStrategy(s -> s.attempts(attempts)));
      aws.advance(Duration.ofMinutes(2));
      assertThat(world.names(JobStatus.RUNNING)).containsExactly("one");
      return world;
    }

    private static String idOf(BatchWorld world, JobStatus status) {
      return world
          .batch
          .listJobs(r -> r.jobQueue(BatchWorld.QUEUE).jobStatus(status))
          .jobSummaryList()
          .get(0)
          .jobId();
    }

    private static String hostOf(BatchWorld world) {
      return world.instances(InstanceStateName.RUNNING).get(0).instanceId();
    }
  }

  @Nested
  class Repair {

    @Test
    @Rule("CE-86")
    void invalid_takesNoJobsUntilAnUpdateMendsIt() {
      BatchWorld world = BatchWorld.ready(aws);
      update(world, r -> r.instanceRole("none"));
      aws.advance(UPDATE);
      assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);
      world.submit("one");
      aws.advance(Duration.ofMinutes(10));
      assertThat(world.names(JobStatus.RUNNABLE)).containsExactly("one");

      update(world, r -> r.instanceRole("ecsInstanceRole"));
      world.submit("two");
      aws.advance(UPDATE.minusMinutes(1));
      assertThat(world.names(JobStatus.RUNNABLE)).containsExactlyInAnyOrder("one", "two");
      assertThat(world.instances(InstanceStateName.PENDING, InstanceStateName.RUNNING)).isEmpty();
      aws.advance(Duration.ofMinutes(6));

      assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
      assertThat(world.names(JobStatus.SUCCEEDED)).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    @Rule("UNV-22")
    void update_duringAnother_isLetPassAndTheLastCounts() {
      BatchWorld world = BatchWorld.ready(aws);
      update(world, r -> r.instanceTypes("m5"));
      aws.advance(Duration.ofMinutes(1));

      update(world, r -> r.instanceTypes("r5"));
      aws.advance(UPDATE.minusSeconds(1));
      assertThat(world.environment().status()).isEqualTo(CEStatus.UPDATING);
      aws.advance(Duration.ofSeconds(1));

      assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
      assertThat(world.environment().computeResources().instanceTypes()).containsExactly("r5");
    }
  }

  private static void update(BatchWorld world, Consumer<ComputeResourceUpdate.Builder> change) {
    world.batch.updateComputeEnvironment(
        r -> r.computeEnvironment(ENVIRONMENT).computeResources(change));
  }
}
