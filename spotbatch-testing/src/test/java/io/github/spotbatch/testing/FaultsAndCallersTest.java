package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.spec.JobRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** What becomes of callers when something goes wrong. */
class FaultsAndCallersTest {

  private static List<String> listed(FakeAws aws, String name) {
    return aws
        .journal()
        .unrecorded(BatchClient.class)
        .listJobs(r -> r.jobQueue("jobs").filters(f -> f.name("JOB_NAME").values(name)))
        .jobSummaryList()
        .stream()
        .map(JobSummary::jobId)
        .toList();
  }

  private static void submit(BatchClient batch) {
    batch.submitJob(job -> job.jobName("frame").jobQueue("jobs").jobDefinition("work"));
  }

  @Nested
  class ClientsOfTheSdk {

    private final FakeAws aws = FakeAws.create();
    private final BatchWorld world = BatchWorld.ready(aws);

    @Test
    void throttled_lessOftenThanTheyTry_doNotNotice() {
      aws.faults().on("SubmitJob").throttle().times(2);

      submit(aws.batch());

      assertThat(aws.journal().count("SubmitJob")).isEqualTo(3);
      assertThat(listed(aws, "frame")).hasSize(1);
    }

    @Test
    void throttled_withoutRetries_seeIt() {
      aws.faults().on("SubmitJob").throttle().times(1);
      BatchClient once =
          aws.client(
              BatchClient.builder()
                  .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry())));

      assertThatThrownBy(() -> submit(once)).isInstanceOf(BatchException.class);
      submit(once);
      assertThat(aws.journal().count("SubmitJob")).isEqualTo(2);
    }

    /** SubmitJob has no idempotency token. */
    @Test
    void responseLost_withRetries_submitTwice() {
      aws.faults().on("SubmitJob").loseResponse().times(1);

      submit(aws.batch());

      assertThat(listed(aws, "frame")).hasSize(2);
      assertThat(world.batch.describeJobQueues().jobQueues()).hasSize(1);
    }

    @Test
    @Rule("ERR-14")
    void throttledByAServer_retry() {
      try (FakeAws served = FakeAws.builder().speed(100).build();
          BatchClient remote = remote(served)) {
        served.faults().on("DescribeJobQueues").throttle().times(1);
        served.faults().on("DescribeJobQueues").loseResponse().times(1);
        served.faults().on("DescribeJobQueues").fail().times(1);

        assertThat(remote.describeJobQueues().jobQueues()).isEmpty();

        assertThat(served.journal().count("DescribeJobQueues")).isEqualTo(4);
        served.verify();
      }
    }

    private static BatchClient remote(FakeAws served) {
      return BatchClient.builder()
          .httpClientBuilder(ApacheHttpClient.builder())
          .endpointOverride(served.serve(0).endpoint())
          .region(served.region())
          .credentialsProvider(FakeAws.credentials(served.account()))
          .overrideConfiguration(
              o ->
                  o.retryStrategy(
                      AwsRetryStrategy.standardRetryStrategy().toBuilder()
                          .maxAttempts(4)
                          .backoffStrategy(BackoffStrategy.retryImmediately())
                          .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                          .build()))
          .build();
    }
  }

  @Nested
  class Spotbatch {

    private final FakeAws aws = FakeAws.create();

    private JobHandle submitted() {
      BatchWorld.ready(aws);
      aws.journal().clear();
      SpotBatch spotBatch = aws.spotBatch();
      return spotBatch.queue("jobs").submit(JobRequest.builder("work").jobName("frame").build());
    }

    @Test
    void responseLost_looksTheJobUpAndSendsItOnce() {
      aws.faults().on("SubmitJob").loseResponse().times(1);

      JobHandle job = submitted();

      assertThat(listed(aws, "frame-*")).containsExactly(job.id());
      assertThat(aws.journal().count("SubmitJob")).isEqualTo(1);
    }

    @Test
    void responseLost_andListsThatLagBehind_looksAgainUntilTheyShowIt() {
      aws.faults().on("SubmitJob").loseResponse().times(1);
      aws.faults().on("ListJobs").stale(Duration.ofSeconds(3));
      Instant start = aws.time().now();

      JobHandle job = submitted();

      assertThat(listed(aws, "frame-*")).containsExactly(job.id());
      assertThat(aws.journal().count("SubmitJob")).isEqualTo(1);
      assertThat(aws.faults().injected().count(FaultKind.STALE, "ListJobs")).isEqualTo(3);
      assertThat(aws.time().now()).isAfter(start.plusSeconds(3));
    }

    @Test
    void throttled_submitsOnceItMay() {
      aws.faults().on("SubmitJob").throttle().times(3);

      JobHandle job = submitted();

      assertThat(listed(aws, "frame-*")).containsExactly(job.id());
      assertThat(aws.journal().count("SubmitJob")).isEqualTo(4);
    }
  }

  @Nested
  class SpotbatchOnTheVirtualClock {

    private final FakeAws aws = FakeAws.create();
    private final List<Duration> waits = new ArrayList<>();

    private SpotBatch watched() {
      return aws.spotBatchBuilder()
          .addOverrideConfiguration(client -> waits.addAll(waits(client.retryStrategy())))
          .build();
    }

    /** How long a client would wait on this machine's clock, in front of both its retries. */
    private static List<Duration> waits(RetryStrategy strategy) {
      Throwable throttled =
          BatchException.builder()
              .statusCode(429)
              .awsErrorDetails(
                  AwsErrorDetails.builder().errorCode("TooManyRequestsException").build())
              .build();
      RetryToken token =
          strategy.acquireInitialToken(AcquireInitialTokenRequest.create("test")).token();
      List<Duration> waits = new ArrayList<>();
      for (int retry = 0; retry < 2; retry++) {
        RefreshRetryTokenResponse next =
            strategy.refreshRetryToken(
                RefreshRetryTokenRequest.builder().token(token).failure(throttled).build());
        waits.add(next.delay());
        token = next.token();
      }
      return waits;
    }

    @Test
    void throttledAndFailing_retriesWithoutWaitingForThisMachinesClock() {
      BatchWorld world = BatchWorld.ready(aws);
      String id = world.submit("frame");
      aws.faults().on("DescribeJobs").throttle().times(1);
      aws.faults().on("DescribeJobs").fail().times(1);
      aws.journal().clear();
      Instant start = aws.time().now();

      try (SpotBatch spotBatch = watched()) {
        assertThat(spotBatch.job(id).state()).isEqualTo(JobState.SUBMITTED);
      }

      assertThat(aws.journal().count("DescribeJobs")).isEqualTo(3);
      assertThat(aws.time().now()).isEqualTo(start);
      assertThat(waits).containsExactly(Duration.ZERO, Duration.ZERO);
    }
  }

  @Nested
  class Delays {

    @Test
    void virtualClock_runsOtherCallsMeanwhile() {
      try (FakeAws aws = FakeAws.create()) {
        Instant start = aws.time().now();
        aws.faults().on("DescribeJobQueues").delay(Duration.ofSeconds(3));
        BatchClient batch = aws.batch();

        aws.time()
            .executor()
            .schedule(() -> batch.describeComputeEnvironments(), 1, TimeUnit.SECONDS);
        aws.time().executor().schedule(() -> batch.describeJobQueues(), 2, TimeUnit.SECONDS);
        batch.describeJobQueues();

        assertThat(aws.journal().all())
            .extracting(call -> call.operation() + " " + Duration.between(start, call.time()))
            .containsExactly(
                "DescribeComputeEnvironments PT1S",
                "DescribeJobQueues PT5S",
                "DescribeJobQueues PT5S");
      }
    }

    @Test
    void virtualClock_takesThirtyCallsAtOnce() {
      try (FakeAws aws = FakeAws.create()) {
        Instant start = aws.time().now();
        aws.faults().on("*").delay(Duration.ofMillis(20));
        BatchClient batch = aws.batch();
        List<CompletableFuture<Void>> calls =
            IntStream.range(0, 30)
                .mapToObj(
                    i ->
                        CompletableFuture.runAsync(
                            () -> batch.describeJobQueues(), aws.time().executor()))
                .toList();

        aws.runUntilIdle();

        assertThat(calls).allMatch(call -> call.isDone() && !call.isCompletedExceptionally());
        assertThat(aws.time().now()).isEqualTo(start.plusMillis(20));
      }
    }

    /** The clock has eight threads; each of them waits in a call. */
    @Test
    @Timeout(60)
    void wallClock_allThreadsOfTheClockDelayed_goOn() throws Exception {
      try (FakeAws aws = FakeAws.builder().speed(100).build()) {
        aws.faults().on("*").delay(Duration.ofSeconds(2));
        BatchClient batch = aws.typedClient(BatchClient.class);

        CompletableFuture.allOf(
                IntStream.range(0, 24)
                    .mapToObj(
                        i ->
                            CompletableFuture.runAsync(
                                () -> batch.describeJobQueues(), aws.time().executor()))
                    .toArray(CompletableFuture[]::new))
            .get(30, TimeUnit.SECONDS);

        assertThat(aws.journal().count("DescribeJobQueues")).isEqualTo(24);
      }
    }

    @Test
    @Timeout(60)
    void wallClock_callsSideBySide_allWaitAtOnceAndEndWithTheWorld() throws Exception {
      ExecutorService threads = Executors.newCachedThreadPool();
      FakeAws aws = FakeAws.builder().speed(1).build();
      try {
        aws.faults().on("*").delay(Duration.ofDays(1));
        BatchClient batch = aws.typedClient(BatchClient.class);
        List<CompletableFuture<Void>> calls =
            Stream.generate(
                    () -> CompletableFuture.runAsync(() -> batch.describeJobQueues(), threads))
                .limit(20)
                .toList();

        untilDelayed(aws, 20);
        assertThat(calls).noneMatch(CompletableFuture::isDone);
        aws.close();

        assertThat(calls)
            .allSatisfy(
                call ->
                    assertThatThrownBy(call::join)
                        .hasRootCauseMessage("this FakeAws is closed: nothing answers any more"));
      } finally {
        aws.close();
        threads.shutdownNow();
      }
    }

    private static void untilDelayed(FakeAws aws, int calls) throws Exception {
      CompletableFuture<Void> reached = new CompletableFuture<>();
      ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
      looking.scheduleWithFixedDelay(
          () -> {
            if (aws.faults().injected().count(FaultKind.DELAYED) == calls) {
              reached.complete(null);
            }
          },
          1,
          1,
          TimeUnit.MILLISECONDS);
      try {
        reached.get(30, TimeUnit.SECONDS);
      } finally {
        looking.shutdownNow();
      }
    }

    @Test
    @Timeout(60)
    void wallClock_clientWithATimeout_givesUpAndNothingHappens() {
      try (FakeAws aws = FakeAws.builder().speed(1).build();
          BatchClient batch =
              aws.client(
                  BatchClient.builder()
                      .overrideConfiguration(o -> o.apiCallTimeout(Duration.ofMillis(200))))) {
        aws.faults().on("*").delay(Duration.ofDays(1));

        assertThatThrownBy(batch::describeJobQueues).isInstanceOf(ApiCallTimeoutException.class);

        assertThat(aws.journal().all()).isEmpty();
      }
    }
  }

  @Nested
  class StaleReads {

    private final FakeAws aws = FakeAws.create();
    private final BatchWorld world = BatchWorld.ready(aws);

    private int priority() {
      return world.batch.describeJobQueues(r -> r.jobQueues("jobs")).jobQueues().get(0).priority();
    }

    @Test
    void change_isSeenAfterTheBound() {
      aws.faults().on("DescribeJobQueues").stale(Duration.ofSeconds(5));
      assertThat(priority()).isEqualTo(1);
      aws.advance(Duration.ofSeconds(1));
      world.batch.updateJobQueue(r -> r.jobQueue("jobs").priority(7));

      assertThat(priority()).isEqualTo(1);
      aws.advance(Duration.ofSeconds(4));
      assertThat(priority()).isEqualTo(7);
      assertThat(aws.timeline()).contains("[stale]");
    }

    @Test
    void change_ofWhatNobodyHasRead_isSeenAtOnce() {
      aws.faults().on("DescribeJobQueues").stale(Duration.ofSeconds(5));
      world.batch.updateJobQueue(r -> r.jobQueue("jobs").priority(7));

      assertThat(priority()).isEqualTo(7);
      assertThat(aws.faults().unfired()).hasSize(1);
    }

    @Test
    void refusal_isRememberedToo() {
      aws.faults().on("GetRole").stale(Duration.ofSeconds(5));
      IamClient iam = aws.typedClient(IamClient.class);
      assertThatThrownBy(() -> iam.getRole(r -> r.roleName("late")));
      iam.createRole(
          r ->
              r.roleName("late")
                  .assumeRolePolicyDocument(
                      """
                      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                        "Principal": {"Service": "batch.amazonaws.com"},
                        "Action": "sts:AssumeRole"}]}"""));

      assertThatThrownBy(() -> iam.getRole(r -> r.roleName("late")))
          .isInstanceOf(NoSuchEntityException.class);
      aws.advance(Duration.ofSeconds(5));
      assertThat(iam.getRole(r -> r.roleName("late")).role().roleName()).isEqualTo("late");
    }

    /** A definition that has just been made does not hide the jobs that run by it. */
    @Test
    void madeThings_hideNothingButThemselves() {
      aws.faults().on("*").stale(Duration.ofSeconds(5)).rate(1);
      String old = world.submit("old");
      aws.advance(Duration.ofSeconds(5));
      world.register(d -> d.jobDefinitionName("new"));
      String young = world.submit("young");

      assertThat(world.batch.describeJobs(r -> r.jobs(old, young)).jobs())
          .extracting(job -> job.jobId())
          .containsExactly(old);
      assertThat(world.batch.describeJobDefinitions(r -> r.status("ACTIVE")).jobDefinitions())
          .extracting(it -> it.jobDefinitionName())
          .containsExactly("work");
      aws.advance(Duration.ofSeconds(5));
      assertThat(world.batch.describeJobs(r -> r.jobs(old, young)).jobs()).hasSize(2);
    }

    /** Not even an answer with something hidden in it is given longer than the bound allows. */
    @Test
    void hiddenThing_inARememberedAnswer_isSeenAfterTheBoundToo() {
      aws.faults().on("DescribeJobs").stale(Duration.ofSeconds(5));
      String id = world.submit("frame");
      aws.advance(Duration.ofSeconds(4));
      assertThat(world.batch.describeJobs(r -> r.jobs(id)).jobs()).isEmpty();
      aws.advance(Duration.ofSeconds(1));

      assertThat(world.batch.describeJobs(r -> r.jobs(id)).jobs()).hasSize(1);
    }
  }
}
