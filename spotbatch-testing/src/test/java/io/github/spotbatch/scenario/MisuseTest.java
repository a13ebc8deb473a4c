package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

/** What a newcomer does wrong, and what is said then. */
class MisuseTest {

  private final FakeAws aws = FakeAws.create();

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void apply_planOfAnotherRegion_isRefusedAndMakesNothing() {
    ProvisioningPlan plan = aws.spotBatch().provisioner().plan(FakeStack.recipe("demo"));
    try (SpotBatch elsewhere = aws.spotBatchBuilder().region(Region.EU_WEST_1).build()) {
      assertThatThrownBy(() -> elsewhere.provisioner().apply(plan))
          .isInstanceOf(ProvisioningException.class)
          .hasMessageContaining(
              "The plan of stack demo is for us-east-1, but this SpotBatch works in eu-west-1:"
                  + " plan again.");
      assertThat(elsewhere.provisioner().stacks()).isEmpty();
    }
  }

  /** Where nothing of the plan is there, which is not what is said. */
  @Test
  void apply_planOfAnotherAccount_isRefusedForThatAndMakesNothing() {
    Provisioner provisioner = aws.spotBatch().provisioner();
    provisioner.apply(provisioner.plan(FakeStack.recipe("demo")));
    ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));
    try (SpotBatch elsewhere =
        aws.spotBatchBuilder().credentialsProvider(FakeAws.credentials("210987654321")).build()) {
      assertThatThrownBy(() -> elsewhere.provisioner().apply(plan))
          .isInstanceOf(ProvisioningException.class)
          .hasMessage(
              "The plan of stack demo is for account 123456789012, but the credentials are now of"
                  + " account 210987654321: plan again.");
      assertThat(elsewhere.provisioner().stacks()).isEmpty();
    }
  }

  @Test
  void destroy_ofNoStack_deletesNothingAndClaimsNothing() {
    DestroyReport report = aws.spotBatch().provisioner().destroy("nope");

    assertThat(report.deleted()).isEmpty();
    assertThat(report.remaining()).isEmpty();
    assertThat(report.keptByAws()).isEmpty();
  }

  @Test
  void closedSpotBatch_refusesEverything() {
    SpotBatch spotBatch = aws.spotBatch();
    Provisioner provisioner = spotBatch.provisioner();
    ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));
    JobQueue queue = spotBatch.queue("jobs");
    JobHandle job = spotBatch.job("3f2a");

    spotBatch.close();

    assertRefused(() -> provisioner.plan(FakeStack.recipe("other")));
    assertRefused(() -> provisioner.apply(plan));
    assertRefused(() -> provisioner.destroy("demo"));
    assertRefused(provisioner::stacks);
    assertRefused(() -> spotBatch.deployment("demo"));
    assertRefused(() -> queue.submit(JobRequest.builder("work").build()));
    assertRefused(job::state);
    assertRefused(job::logs);
    assertRefused(() -> job.await(Duration.ofMinutes(1)));
    assertRefused(() -> job.terminate("because"));
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(SpotBatchException.class)
        .hasMessageContaining("This SpotBatch is closed");
  }

  @Test
  void submit_mistypedDefinition_namesThoseThatThereAre() {
    Provisioner provisioner = aws.spotBatch().provisioner();
    Deployment deployment = provisioner.apply(provisioner.plan(FakeStack.recipe("demo")));

    assertThatThrownBy(() -> deployment.queue("jobs").submit(JobRequest.builder("wrok").build()))
        .isInstanceOf(SpotBatchException.class)
        .hasMessage("Stack demo has no job definition wrok; it has [work].");
  }

  @Test
  void terminate_withoutReason_isRefusedBeforeTheCall() {
    JobHandle job = aws.spotBatch().job("3f2a");

    assertThatThrownBy(() -> job.terminate(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the reason to terminate a job must have 1 to 1024 characters, had 0");
    assertThatThrownBy(() -> job.terminate("x".repeat(1025)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("had 1025");
  }
}
