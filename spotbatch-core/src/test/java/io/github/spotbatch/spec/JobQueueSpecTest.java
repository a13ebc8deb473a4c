package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Refused.refused;
import static io.github.spotbatch.spec.Samples.limit;
import static io.github.spotbatch.spec.Samples.queue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobQueueSpecTest {

  @Test
  void build_onlyRequired_hasDefaults() {
    JobQueueSpec queue = queue().build();

    assertThat(queue.name()).isEqualTo("jobs");
    assertThat(queue.priority()).isEqualTo(1);
    assertThat(queue.computeEnvironments()).containsExactly("spot");
    assertThat(queue.state()).isEqualTo(QueueState.ENABLED);
    assertThat(queue.jobStateTimeLimits()).isEmpty();
    assertThat(queue.schedulingPolicyArn()).isEmpty();
    assertThat(queue.tags()).isEmpty();
  }

  @Test
  void computeEnvironments_specs_areNamedInOrder() {
    JobQueueSpec queue =
        JobQueueSpec.builder("jobs")
            .computeEnvironments(Samples.spot().build(), Samples.onDemand().build())
            .addComputeEnvironment("last")
            .build();

    assertThat(queue.computeEnvironments()).containsExactly("spot", "steady", "last");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000})
  void build_priorityAtBound_isTaken(int priority) {
    assertThat(queue().priority(priority).build().priority()).isEqualTo(priority);
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 86_400})
  void of_timeAtBound_isTaken(int seconds) {
    Duration time = Duration.ofSeconds(seconds);

    assertThat(JobStateTimeLimit.of(RunnableReason.JOB_RESOURCE_REQUIREMENT, time).maxTime())
        .isEqualTo(time);
  }

  @ParameterizedTest
  @EnumSource
  void code_anyReason_isAsBatchWritesIt(RunnableReason reason) {
    assertThat(reason.code()).matches("(CAPACITY|MISCONFIGURATION):" + reason.name());
  }

  @Test
  void computeEnvironments_nullList_isNamedByException() {
    assertThatNullPointerException()
        .isThrownBy(() -> queue().addComputeEnvironment(null))
        .withMessageContaining("computeEnvironments");
  }

  static Stream<Refused> refusals() {
    String seconds = "must be from 600 to 86400 whole seconds";
    String limit = "jobStateTimeLimit[JOB_RESOURCE_REQUIREMENT].maxTime";
    RunnableReason reason = RunnableReason.JOB_RESOURCE_REQUIREMENT;
    return Stream.of(
        refused(
            "JQ-1",
            () -> JobQueueSpec.builder("a.b").computeEnvironments("spot").build(),
            "jobQueue[a.b].name",
            "a.b",
            "must be 1 to 128 letters, digits, - and _, not - or _ first"),
        refused(
            "JQ-2",
            () -> queue().priority(-1).build(),
            "jobQueue[jobs].priority",
            -1,
            "must be from 0 to 1000"),
        refused(
            "JQ-2",
            () -> queue().priority(1001).build(),
            "jobQueue[jobs].priority",
            1001,
            "must be from 0 to 1000"),
        refused(
            "JQ-4",
            () -> JobQueueSpec.builder("jobs").build(),
            "jobQueue[jobs].computeEnvironments",
            "(none)",
            "must name 1 to 3 environments"),
        refused(
            "JQ-4",
            () -> queue().computeEnvironments("a", "b", "c", "d").build(),
            "jobQueue[jobs].computeEnvironments",
            List.of("a", "b", "c", "d"),
            "must be at most 3"),
        refused(
            "JQ-5",
            () -> queue().computeEnvironments("a", "b", "a").build(),
            "jobQueue[jobs].computeEnvironments[2]",
            "a",
            "must not be given twice"),
        refused(
            "JQ-12",
            () -> queue().schedulingPolicyArn(Samples.POLICY_ARN).build(),
            "jobQueue[jobs].schedulingPolicyArn",
            Samples.POLICY_ARN,
            "must be the ARN of a scheduling policy, like"
                + " arn:aws:batch:eu-west-1:123456789012:scheduling-policy/name"),
        refused(
            "JQ-15",
            () -> queue().jobStateTimeLimits(List.of(limit(reason), limit(reason))).build(),
            "jobQueue[jobs].jobStateTimeLimits[1]",
            "JOB_RESOURCE_REQUIREMENT",
            "must not be given twice"),
        refused(
            "JQ-15",
            () -> JobStateTimeLimit.of(reason, Duration.ofSeconds(599)),
            limit,
            "PT9M59S",
            seconds),
        refused(
            "JQ-15",
            () -> JobStateTimeLimit.of(reason, Duration.ofSeconds(86_401)),
            limit,
            "PT24H1S",
            seconds),
        refused(
            "JQ-15",
            () -> JobStateTimeLimit.of(reason, Duration.ofMillis(600_500)),
            limit,
            "PT10M0.5S",
            seconds));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void build_oneRuleBroken_isTheOnlyProblem(Refused refused) {
    refused.verify();
  }
}
