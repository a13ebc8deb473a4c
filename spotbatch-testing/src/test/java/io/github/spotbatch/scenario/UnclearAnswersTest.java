package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.testing.FaultKind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.JobDefinition;

/** What AWS has done without saying so, or does not show yet, is not done again or missed. */
class UnclearAnswersTest {

  private final FakeStack fake = new FakeStack();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void apply_answerOfARegistrationIsLost_registersOneRevision(int times) {
    fake.aws.faults().on("RegisterJobDefinition").loseResponse().times(times);

    apply();

    assertThat(fake.aws.journal().count("RegisterJobDefinition")).isEqualTo(1);
    assertThat(fake.batch.describeJobDefinitions().jobDefinitions()).hasSize(1);
    assertThat(provisioner.plan(FakeStack.recipe("demo"))).changesNothing();
  }

  @Test
  void apply_answerIsLostAndTheListLagsBehind_waitsForTheRevision() {
    fake.aws.faults().on("RegisterJobDefinition").loseResponse().times(1);
    fake.aws.faults().on("DescribeJobDefinitions").stale(Duration.ofSeconds(8));

    apply();

    assertThat(fake.aws.faults().injected().count(FaultKind.STALE)).isPositive();
    assertThat(fake.aws.journal().count("RegisterJobDefinition")).isEqualTo(1);
    assertOneRevision(1);
  }

  @Test
  void apply_answerIsLostAndTheListLagsForTooLong_takesTheSecondRevisionBack() {
    fake.aws.faults().on("RegisterJobDefinition").loseResponse().times(1);
    fake.aws.faults().on("DescribeJobDefinitions").stale(Duration.ofSeconds(40));

    Deployment deployment = apply();

    assertThat(deployment.jobDefinitionArn("work")).endsWith(":1");
    assertThat(fake.aws.journal().count("RegisterJobDefinition")).isEqualTo(2);
    assertOneRevision(1);
  }

  /** The second one is not seen while the first one already is. */
  @Test
  void apply_answersAreLostTwiceAndTheListLags_isMendedByTheNext() {
    fake.aws.faults().on("RegisterJobDefinition").loseResponse().times(2);
    fake.aws.faults().on("DescribeJobDefinitions").stale(Duration.ofSeconds(30));
    assertThat(apply().jobDefinitionArn("work")).endsWith(":1");
    fake.aws.faults().clear();
    fake.aws.advance(Duration.ofHours(1));

    apply();

    assertOneRevision(1);
  }

  /** Nothing could be done about the second one while it was not seen. */
  @Test
  void plan_sameRevisionTwice_takesTheSecondBack() {
    fake.aws.faults().on("RegisterJobDefinition").loseResponse().times(1);
    fake.aws.faults().on("DescribeJobDefinitions").stale(Duration.ofHours(1));
    assertThatThrownBy(this::apply)
        .hasMessageContaining("job definition demo-work was still not listed by Batch");
    fake.aws.faults().clear();
    fake.aws.advance(Duration.ofHours(1));

    ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));
    assertThat(plan).keeps(ResourceKind.JOB_DEFINITION, "work");
    assertThat(plan.toString())
        .contains("\n- job definition demo-work:2\n    note: it says the same as demo-work:1");
    provisioner.apply(plan);

    assertOneRevision(1);
  }

  private void assertOneRevision(int revision) {
    fake.aws.faults().clear();
    fake.aws.advance(Duration.ofHours(1));
    assertThat(fake.batch.describeJobDefinitions(it -> it.status("ACTIVE")).jobDefinitions())
        .extracting(JobDefinition::revision)
        .containsExactly(revision);
    assertThat(provisioner.plan(FakeStack.recipe("demo"))).changesNothing();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void apply_registrationFailsOrIsThrottledTwice_isSentAgain(boolean throttled) {
    var calls = fake.aws.faults().on("RegisterJobDefinition");
    (throttled ? calls.throttle() : calls.fail()).times(2);

    apply();

    assertThat(fake.batch.describeJobDefinitions().jobDefinitions()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeComputeEnvironments", "DescribeJobQueues"})
  void apply_whatWasMadeIsNotListedYet_waitsUntilItIs(String operation) {
    fake.aws.faults().on(operation).stale(Duration.ofSeconds(5));

    apply();

    assertThat(fake.aws.faults().injected().count(FaultKind.STALE, operation)).isPositive();
    fake.aws.faults().clear();
    assertThat(provisioner.plan(FakeStack.recipe("demo"))).changesNothing();
  }

  @Test
  void apply_whatWasMadeIsNeverListed_saysSo() {
    fake.aws.faults().on("DescribeComputeEnvironments").stale(Duration.ofHours(1));

    assertThatThrownBy(this::apply)
        .hasMessageContaining("compute environment demo-spot-1 was still not listed by Batch");
  }

  private Deployment apply() {
    return provisioner.apply(provisioner.plan(FakeStack.recipe("demo")));
  }
}
