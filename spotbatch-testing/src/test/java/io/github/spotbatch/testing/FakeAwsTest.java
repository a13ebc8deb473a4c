package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.spotbatch.testing.internal.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

class FakeAwsTest {

  @Nested
  class Standstill {

    @Test
    void loopOfReads_fails() {
      try (FakeAws aws = FakeAws.create()) {
        BatchWorld world = BatchWorld.ready(aws);
        String id = world.submit("job");

        assertThatThrownBy(
                () -> {
                  while (world.job(id).status() != JobStatus.SUCCEEDED) {
                    // As a user would wait for AWS.
                  }
                })
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("the virtual clock stands still");
      }
    }

    @Test
    void loopThatLetsTimePass_ends() {
      try (FakeAws aws = FakeAws.create()) {
        BatchWorld world = BatchWorld.ready(aws);
        String id = world.submit("job");

        while (world.job(id).status() != JobStatus.SUCCEEDED) {
          aws.advance(Duration.ofMillis(100));
        }

        assertThat(world.job(id).attempts()).hasSize(1);
      }
    }
  }

  @Nested
  class Unmodelled {

    @Test
    void operation_inTheSameJvm_failsWithItsName() {
      try (FakeAws aws = FakeAws.create()) {
        assertThatThrownBy(() -> aws.batch().listConsumableResources(r -> {}))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessage("spotbatch-testing does not model batch ListConsumableResources");
      }
    }

    @Test
    void operation_overTheServer_failsWithItsName() {
      try (FakeAws aws = FakeAws.builder().speed(100).build();
          FakeAwsServer server = aws.serve(0);
          BatchClient client =
              BatchClient.builder()
                  .endpointOverride(server.endpoint())
                  .region(Region.US_EAST_1)
                  .credentialsProvider(
                      StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                  .overrideConfiguration(c -> c.retryPolicy(RetryPolicy.none()))
                  .build()) {
        BatchException refusal =
            catchThrowableOfType(
                BatchException.class, () -> client.listConsumableResources(r -> {}));

        assertThat(refusal.statusCode()).isEqualTo(501);
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("NotImplemented");
        assertThat(refusal.awsErrorDetails().errorMessage())
            .isEqualTo("spotbatch-testing does not model batch ListConsumableResources");
      }
    }
  }

  @Nested
  class Clock {

    @Test
    void serve_onTheVirtualClock_isRefused() {
      try (FakeAws aws = FakeAws.create()) {
        assertThatThrownBy(() -> aws.serve(0))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("FakeAws.builder().speed(100)");
      }
    }

    @Test
    void advance_onTheWallClock_isRefused() {
      try (FakeAws aws = FakeAws.builder().speed(100).build()) {
        assertThatThrownBy(() -> aws.advance(Duration.ofSeconds(1)))
            .isInstanceOf(IllegalStateException.class);
      }
    }

    @Test
    void events_onAFastWallClock_comeInOrder() {
      List<String> lines = IntStream.range(0, 400).mapToObj(i -> "line " + i).toList();
      try (FakeAws aws = FakeAws.builder().speed(1000).build();
          CloudWatchLogsClient logs = aws.client(CloudWatchLogsClient.builder())) {
        BatchWorld world = BatchWorld.ready(aws);
        JobScript script = aws.jobs().named("job").runsFor(Duration.ofMinutes(2));
        for (int i = 0; i < lines.size(); i++) {
          script.logsAfter(Duration.ofMillis(100L * i), lines.get(i));
        }
        String id = world.submit("job");
        while (world.job(id).stoppedAt() == null) {
          BatchWorld.letPass(aws, Duration.ofSeconds(10));
        }

        String stream = world.job(id).container().logStreamName();
        assertThat(
                logs.getLogEvents(r -> r.logGroupName("/aws/batch/job").logStreamName(stream))
                    .events())
            .extracting(OutputLogEvent::message)
            .containsExactlyElementsOf(lines);
      }
    }

    @Test
    void event_thatFails_isToldToTheNextCaller() {
      VirtualClock clock = VirtualClock.create();
      World world = new World(clock, Timings.defaults(), 1);
      world.after(
          Duration.ofSeconds(1),
          () -> {
            throw new IllegalStateException("broken");
          });

      clock.runUntilIdle();

      assertThatThrownBy(() -> world.called("any"))
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("broken");
    }
  }

  @Nested
  class Callers {

    @Test
    void mistake_isTheCallersAndHarmsNothingElse() {
      try (FakeAws aws = FakeAws.create()) {
        BatchWorld world = BatchWorld.ready(aws);
        String id = world.submit("job");
        aws.advance(Duration.ofMinutes(2));

        assertThatThrownBy(aws::removeDefaultVpc)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("instances still run in the default VPC");
        aws.runUntilIdle();

        assertThat(world.job(id).status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThatCode(aws::verify).doesNotThrowAnyException();
      }
    }

    @Test
    void actions_inAClosedWorld_areRefused() {
      FakeAws aws = FakeAws.create();
      aws.close();

      for (ThrowingCallable action :
          List.<ThrowingCallable>of(
              aws::removeDefaultVpc,
              () -> aws.addPolicy("arn:aws:iam::123456789012:policy/boundary"),
              () -> aws.hosts().publishImages(),
              () -> aws.events().subscribe("{\"source\":[\"my.app\"]}", event -> {}))) {
        assertThatThrownBy(action)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("this FakeAws is closed");
      }
    }
  }
}
