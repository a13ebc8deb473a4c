package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.ProvisioningEvent;
import io.github.spotbatch.ProvisioningEvent.Type;
import io.github.spotbatch.ProvisioningListener;
import io.github.spotbatch.ProvisioningRetry;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.UnfinishedJobs;
import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.DeleteJobQueueRequest;

/** What a listener hears of tries that are made again, and what becomes of what it throws. */
class RetryEventsTest {

  private final FakeStack fake = FakeStack.typed();
  private final List<ProvisioningEvent> events = new ArrayList<>();

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void destroy_queueStillBeingModified_tellsEachRetryWithItsPause() {
    apply(events::add);

    destroy(
        new Refusing(
            DeleteJobQueueRequest.class,
            3,
            "ClientException",
            "Cannot delete, resource is being modified."));

    assertThat(retries())
        .filteredOn(event -> event.kind() == ResourceKind.JOB_QUEUE)
        .allSatisfy(
            event -> {
              assertThat(event.name()).isEqualTo("jobs");
              assertThat(event.awsName()).isEqualTo("demo-jobs");
              assertThat(event.detail()).isEqualTo("Cannot delete, resource is being modified.");
            })
        .extracting(event -> event.retry().orElseThrow())
        .containsExactly(
            retry("queue-deletable", 1, 0, 250),
            retry("queue-deletable", 2, 250, 250),
            retry("queue-deletable", 3, 500, 250));
    assertThat(retries().get(1))
        .hasToString(
            "trying job queue demo-jobs again: Cannot delete, resource is being modified."
                + " (queue-deletable, try 2 after 0.25 s, next in 0.25 s)");
  }

  @Test
  void apply_rolesNotVisibleYet_tellsThatTheEnvironmentIsRepairedAndWhy() {
    Timings slow = Timings.defaults().with(Timings.Step.IAM_PROPAGATION, Duration.ofSeconds(40));
    try (FakeStack late = new FakeStack(FakeAws.builder().timings(slow).build())) {
      apply(late, events::add);
    }

    assertThat(retries())
        .filteredOn(event -> event.retry().orElseThrow().policy().equals("environment-repaired"))
        .isNotEmpty()
        .allSatisfy(
            event -> {
              assertThat(event.awsName()).isEqualTo("demo-spot-1");
              assertThat(event.detail())
                  .startsWith("ENABLED/INVALID (CLIENT_ERROR - ")
                  .contains("to perform");
            });
  }

  @Test
  void apply_lookIsThrottled_looksAgainAndTellsWhy() {
    apply(
        event -> {
          events.add(event);
          if (event.type() == Type.CREATED && event.kind() == ResourceKind.JOB_QUEUE) {
            fake.aws.faults().on("DescribeJobQueues").throttle().times(2);
          }
        });

    assertThat(retries())
        .filteredOn(event -> event.kind() == ResourceKind.JOB_QUEUE)
        .extracting(event -> event.retry().orElseThrow().policy(), ProvisioningEvent::detail)
        .hasSize(2)
        .allSatisfy(told -> assertThat(told.toList().get(0)).isEqualTo("queue-settled"))
        .allSatisfy(told -> assertThat(told.toList().get(1).toString()).contains("Too Many"));
  }

  @Test
  void apply_listenerThrowsAtEachEvent_hearsAllOfThemAndTheStackIsMade() {
    apply(
        event -> {
          events.add(event);
          if (events.size() % 2 == 0) {
            throw new AssertionError("the listener's own");
          }
          throw new IllegalStateException("the listener's own");
        });

    assertThat(events).extracting(ProvisioningEvent::type).contains(Type.STARTED, Type.USABLE);
    assertThat(events.get(events.size() - 1).type()).isEqualTo(Type.USABLE);
    assertThat(fake.batch.describeJobQueues().jobQueues()).hasSize(1);
  }

  @Test
  void apply_executorOfCallbacksTakesNothing_theStackIsMadeAllTheSame() {
    try (SpotBatch spotBatch =
        fake.builder(RequestCustomizer.none())
            .callbackExecutor(
                task -> {
                  throw new RejectedExecutionException("shut down");
                })
            .build()) {
      spotBatch
          .provisioner()
          .apply(spotBatch.provisioner().plan(FakeStack.recipe("demo")), events::add);
    }

    assertThat(events).isEmpty();
    assertThat(fake.batch.describeJobQueues().jobQueues()).hasSize(1);
  }

  private List<ProvisioningEvent> retries() {
    return events.stream().filter(event -> event.type() == Type.RETRYING).toList();
  }

  private static ProvisioningRetry retry(String policy, int attempt, long elapsed, long pause) {
    return new ProvisioningRetry(
        policy, attempt, Duration.ofMillis(elapsed), Duration.ofMillis(pause));
  }

  private void apply(ProvisioningListener listener) {
    apply(fake, listener);
  }

  private static void apply(FakeStack fake, ProvisioningListener listener) {
    try (SpotBatch spotBatch = fake.spotBatch()) {
      spotBatch
          .provisioner()
          .apply(spotBatch.provisioner().plan(FakeStack.recipe("demo")), listener);
    }
  }

  private void destroy(RequestCustomizer customizer) {
    events.clear();
    try (SpotBatch spotBatch = fake.spotBatch(customizer)) {
      spotBatch.provisioner().destroy("demo", UnfinishedJobs.REFUSE, events::add);
    }
  }
}
