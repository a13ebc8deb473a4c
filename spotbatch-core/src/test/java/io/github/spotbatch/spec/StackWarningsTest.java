package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Samples.definition;
import static io.github.spotbatch.spec.Samples.queue;
import static io.github.spotbatch.spec.Samples.spot;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StackWarningsTest {

  private static StackSpec with(ComputeEnvironmentSpec environment) {
    return StackSpec.builder("demo")
        .computeEnvironment(environment)
        .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments(environment).build())
        .build();
  }

  private static StackSpec with(JobDefinitionSpec.Builder definition) {
    return StackSpec.builder("demo")
        .computeEnvironment(spot().build())
        .jobQueue(queue().build())
        .jobDefinition(definition.build())
        .build();
  }

  @Test
  void warnings_defaults_areNone() {
    assertThat(Samples.stack().build().warnings()).isEmpty();
    assertThat(with(Samples.onDemand().build()).warnings()).isEmpty();
  }

  @Test
  void warnings_bid_isAdvisedAgainst() {
    assertThat(with(spot().bidPercentage(80).build()).warnings())
        .containsExactly(
            "computeEnvironment[spot].bidPercentage: AWS advises to leave it out: it does not lower"
                + " what is paid, only how often an instance is to be had");
  }

  @Test
  void warnings_dedicatedServiceRole_saysWhatIsLost() {
    assertThat(with(spot().serviceRole(RoleSpec.builder("service").build()).build()).warnings())
        .containsExactly(
            "computeEnvironment[spot].serviceRole: with a role of its own the environment's"
                + " instances can never be changed in place");
  }

  @Test
  void warnings_grantOfManyActionsOnEverything_isNamedOnce() {
    RoleSpec role =
        RoleSpec.builder("job")
            .grant(GrantSpec.of("s3:Get*", "arn:aws:s3:::frames/*"))
            .grant(GrantSpec.of("s3:ListAllMyBuckets", "*"))
            .grant(
                GrantSpec.of(List.of("s3:*", "sqs:SendMessage"), List.of("arn:aws:sqs:::a", "*")))
            .build();

    assertThat(with(definition().jobRole(role).executionRole(role)).warnings())
        .containsExactly(
            "role[job].grants[2]: s3:* on * is more than any job needs; name the actions, or their"
                + " resources");
  }

  @Test
  void warnings_bestFit_saysWhatIsLost() {
    String warning =
        "allocationStrategy: with BEST_FIT the environment's instances can never be changed in"
            + " place, and jobs wait for one type";

    assertThat(
            with(spot()
                    .allocationStrategy(SpotAllocationStrategy.BEST_FIT)
                    .spotFleetRole(RoleSpec.builder("fleet").build())
                    .build())
                .warnings())
        .containsExactly("computeEnvironment[spot]." + warning);
    assertThat(
            with(Samples.onDemand().allocationStrategy(OnDemandAllocationStrategy.BEST_FIT).build())
                .warnings())
        .containsExactly("computeEnvironment[steady]." + warning);
  }

  @Test
  void warnings_fleetRoleWithoutBestFit_isUnused() {
    assertThat(with(spot().spotFleetRole(RoleSpec.builder("fleet").build()).build()).warnings())
        .containsExactly("computeEnvironment[spot].spotFleetRole: only BEST_FIT uses it");
  }

  @Test
  void warnings_vcpusKeptRunning_costMoney() {
    assertThat(with(spot().minVcpus(4).build()).warnings())
        .containsExactly(
            "computeEnvironment[spot].minVcpus: 4 vCPUs are paid for without any job, even while"
                + " the environment is disabled");
  }

  @Test
  void warnings_maximumOfZero_startsNothing() {
    assertThat(with(spot().maxVcpus(0).build()).warnings())
        .containsExactly("computeEnvironment[spot].maxVcpus: with 0 no instance is ever started");
  }

  @Test
  void warnings_fewSpotTypes_areOftenReclaimed() {
    String warning =
        "computeEnvironment[spot].instanceTypes: fewer than 3 types are hard to get on Spot and"
            + " often reclaimed";

    assertThat(with(spot().instanceTypes("c5.large", "c5.large", "m5.large").build()).warnings())
        .containsExactly(warning);
    assertThat(with(spot().instanceTypes("c5.large", "m5.large", "r5.large").build()).warnings())
        .isEmpty();
    assertThat(with(spot().instanceTypes("c5").build()).warnings()).isEmpty();
  }

  @Test
  void warnings_oneAttemptOnSpot_failsByInterruption() {
    assertThat(with(definition().retryPolicy(RetryPolicy.none())).warnings())
        .containsExactly(
            "jobDefinition[work].retryPolicy: a Spot interruption fails the job: there is only 1"
                + " attempt");
  }

  @Test
  void warnings_policyIsUnwise_areTheStacksToo() {
    RetryPolicy policy =
        RetryPolicy.builder(3)
            .condition(RetryCondition.retry().onStatusReason("Host EC2*").build())
            .build();

    assertThat(with(definition().retryPolicy(policy)).warnings())
        .containsExactly(
            "jobDefinition[work].retryPolicy: nothing exits, so that every failure is retried, with"
                + " or without conditions");
  }

  @Test
  void warnings_moreVcpusThanAnyEnvironment_waitForEver() {
    assertThat(with(definition().vcpus(101)).warnings())
        .containsExactly(
            "jobDefinition[work].vcpus: 101 are more than any environment's maximum of 100, so that"
                + " jobs wait for ever");
    assertThat(with(definition().vcpus(100)).warnings()).isEmpty();
  }

  @Test
  void warnings_gpuWithoutSuchTypes_waitsForEver() {
    assertThat(with(definition().gpus(1)).warnings())
        .containsExactly(
            "jobDefinition[work].gpus: no environment has instance types with GPUs, so that jobs"
                + " wait for ever");
  }

  @Test
  void warnings_unusedEnvironment_isNamed() {
    StackSpec stack = StackSpec.builder("demo").computeEnvironment(spot().build()).build();

    assertThat(stack.warnings()).containsExactly("computeEnvironment[spot]: no queue uses it");
  }
}
