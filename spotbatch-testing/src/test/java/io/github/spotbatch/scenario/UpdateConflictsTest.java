package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.ProvisioningEvent;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.UnfinishedJobs;
import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.DeleteComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.DeleteJobQueueRequest;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.UpdateJobQueueRequest;

/** Somebody else changes a thing just before spotbatch does, and AWS takes no change meanwhile. */
class UpdateConflictsTest {

  private static final Duration LATE_IAM = Duration.ofSeconds(12);

  private final FakeStack fake =
      FakeStack.typed(
          FakeAws.builder()
              .refusesUpdatesWhileUpdating(true)
              .timings(Timings.defaults().with(Timings.Step.IAM_PROPAGATION, LATE_IAM))
              .build());
  private final BatchClient rival = fake.aws.journal().unrecorded(BatchClient.class);
  private final List<ProvisioningEvent> events = new ArrayList<>();

  @AfterEach
  void close() {
    fake.close();
  }

  /** Sends an update that changes nothing before the first request of a class. */
  private final class Rival implements RequestCustomizer {

    private final Class<? extends AwsRequest> before;
    private boolean done;

    Rival(Class<? extends AwsRequest> before) {
      this.before = before;
    }

    @Override
    public synchronized AwsRequest customize(AwsRequest request) {
      if (before.isInstance(request) && !done) {
        done = true;
        if (request instanceof UpdateJobQueueRequest || request instanceof DeleteJobQueueRequest) {
          rival.updateJobQueue(r -> r.jobQueue("demo-jobs").priority(3));
        } else {
          rival.updateComputeEnvironment(
              r -> r.computeEnvironment("demo-spot-1").computeResources(c -> c.maxvCpus(100)));
        }
      }
      return request;
    }
  }

  @Test
  void update_environmentAndQueueAreBeingUpdated_waitsAndUpdatesThem() {
    apply(FakeStack.recipe("demo"), RequestCustomizer.none());

    apply(changed(), new Rival(UpdateComputeEnvironmentRequest.class));
    apply(FakeStack.recipe("demo"), new Rival(UpdateJobQueueRequest.class));

    assertThat(retried()).contains("environment-changeable", "queue-updated");
    try (SpotBatch spotBatch = fake.spotBatch()) {
      assertThat(spotBatch.provisioner().plan(FakeStack.recipe("demo"))).changesNothing();
    }
  }

  @Test
  void apply_environmentToBeRepairedIsBeingUpdated_waitsAndRepairsIt() {
    apply(FakeStack.recipe("demo"), new Rival(UpdateComputeEnvironmentRequest.class));

    assertThat(retried()).contains("environment-repaired");
    assertThat(fake.batch.describeComputeEnvironments().computeEnvironments())
        .extracting(environment -> environment.computeEnvironmentName())
        .containsExactly("demo-spot-1");
  }

  @Test
  void destroy_environmentOrQueueIsBeingUpdated_waitsAndRemovesThem() {
    for (Class<? extends AwsRequest> before :
        List.of(
            UpdateJobQueueRequest.class,
            DeleteJobQueueRequest.class,
            UpdateComputeEnvironmentRequest.class,
            DeleteComputeEnvironmentRequest.class)) {
      apply(FakeStack.recipe("demo"), RequestCustomizer.none());
      Rival rival = new Rival(before);

      try (SpotBatch spotBatch = fake.spotBatch(rival)) {
        assertThat(
                spotBatch
                    .provisioner()
                    .destroy("demo", UnfinishedJobs.REFUSE, events::add)
                    .remaining())
            .as("after %s", before)
            .isEmpty();
      }
      assertThat(rival.done).isTrue();
    }
    assertThat(retried())
        .contains(
            "queue-updated", "queue-deletable", "environment-changeable", "environment-deletable");
  }

  @Test
  void update_whileUpdating_isRefusedByTheFakeAsADeletionIs() {
    apply(FakeStack.recipe("demo"), RequestCustomizer.none());
    rival.updateJobQueue(r -> r.jobQueue("demo-jobs").priority(3));

    assertThatThrownBy(() -> rival.updateJobQueue(r -> r.jobQueue("demo-jobs").priority(4)))
        .isInstanceOf(ClientException.class)
        .hasMessageStartingWith("Cannot update, resource is being modified.");
  }

  private List<String> retried() {
    return events.stream()
        .flatMap(event -> event.retry().stream())
        .map(retry -> retry.policy())
        .toList();
  }

  private static StackSpec changed() {
    StackSpec recipe = FakeStack.recipe("demo");
    SpotComputeEnvironment spot = (SpotComputeEnvironment) recipe.computeEnvironments().get(0);
    JobQueueSpec queue = recipe.jobQueues().get(0);
    return recipe.toBuilder()
        .computeEnvironments(List.of(spot.toBuilder().maxVcpus(16).build()))
        .jobQueues(List.of(queue.toBuilder().priority(7).build()))
        .build();
  }

  private void apply(StackSpec stack, RequestCustomizer customizer) {
    try (SpotBatch spotBatch = fake.spotBatch(customizer)) {
      spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack), events::add);
    }
  }
}
