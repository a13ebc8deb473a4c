package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.ProvisioningEvent;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;

/** Batch sees what IAM has just made only after a while. */
class IamPropagationTest {

  private final List<String> statuses = new ArrayList<>();

  @Test
  void apply_rolesVisibleAtOnce_needsNoRepair() {
    try (FakeStack fake = world(Duration.ZERO)) {
      Deployment deployment = apply(fake, RequestCustomizer.none());

      assertThat(deployment.computeEnvironmentName("spot")).isEqualTo("demo-spot-1");
      assertThat(statuses).noneMatch(status -> status.contains("UPDATING"));
    }
  }

  @Test
  void apply_rolesVisibleLater_environmentIsRepairedByUpdates() {
    try (FakeStack fake = world(Duration.ofSeconds(60))) {
      Deployment deployment = apply(fake, RequestCustomizer.none());

      assertThat(deployment.computeEnvironmentName("spot")).isEqualTo("demo-spot-1");
      assertThat(statuses).anyMatch(status -> status.contains("UPDATING"));
      assertThat(fake.batch.describeComputeEnvironments().computeEnvironments())
          .singleElement()
          .satisfies(e -> assertThat(e.statusAsString()).isEqualTo("VALID"));
    }
  }

  @Test
  void apply_updatesDoNotHelp_environmentIsMadeAgainUnderTheNextGeneration() {
    try (FakeStack fake = world(Duration.ofSeconds(20))) {
      Deployment deployment =
          apply(
              fake,
              request -> {
                // Turned into one that AWS refuses.
                if (request instanceof UpdateComputeEnvironmentRequest update
                    && "ENABLED".equals(update.stateAsString())) {
                  return update.copy(b -> b.computeEnvironment("absent"));
                }
                return request;
              });

      assertThat(deployment.computeEnvironmentName("spot")).isEqualTo("demo-spot-2");
      assertThat(fake.batch.describeComputeEnvironments().computeEnvironments())
          .singleElement()
          .satisfies(e -> assertThat(e.computeEnvironmentName()).isEqualTo("demo-spot-2"));
      assertThat(fake.batch.describeJobQueues().jobQueues().get(0).computeEnvironmentOrder())
          .singleElement()
          .satisfies(e -> assertThat(e.computeEnvironment()).endsWith("demo-spot-2"));
      try (SpotBatch spotBatch = fake.spotBatch()) {
        assertThat(spotBatch.provisioner().plan(FakeStack.recipe("demo")).toString())
            .contains(": nothing to do, 11 resources to keep\n")
            .contains("\n= compute environment demo-spot-2\n");
      }
    }
  }

  @Test
  void apply_rolesNeverVisible_failsWithBatchsReason() {
    try (FakeStack fake = world(Duration.ofDays(1))) {
      assertThatThrownBy(() -> apply(fake, RequestCustomizer.none()))
          .isInstanceOf(ProvisioningException.class)
          .hasMessageStartingWith(
              "Could not create compute environment demo-spot-1: compute environment demo-spot-3 is"
                  + " ENABLED/INVALID (CLIENT_ERROR - Not authorized to perform sts:AssumeRole")
          .hasMessageContaining("Made so far: ")
          .hasMessageContaining("compute environment demo-spot-3")
          .hasMessageNotContaining("compute environment demo-spot-2");

      try (SpotBatch spotBatch = fake.spotBatch()) {
        assertThat(spotBatch.provisioner().destroy("demo").remaining()).isEmpty();
      }
    }
  }

  private static FakeStack world(Duration propagation) {
    return new FakeStack(
        FakeAws.builder()
            .timings(Timings.defaults().with(Timings.Step.IAM_PROPAGATION, propagation))
            .build());
  }

  private Deployment apply(FakeStack fake, RequestCustomizer customizer) {
    try (SpotBatch spotBatch = fake.spotBatch(customizer)) {
      return spotBatch
          .provisioner()
          .apply(
              spotBatch.provisioner().plan(FakeStack.recipe("demo")),
              event -> {
                if (event.type() == ProvisioningEvent.Type.WAITING) {
                  statuses.add(event.detail());
                }
              });
    }
  }
}
