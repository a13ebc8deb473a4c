package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchAsyncClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The clients of a world, and what their builders have to say. */
class ClientsTest {

  private static final String ELSEWHERE = "210987654321";
  private static final AwsCredentialsProvider OTHER = FakeAws.credentials(ELSEWHERE);

  @Nested
  class GivenByTheBuilder {

    @Test
    void region_givenOrNot_isTheGivenOneOrTheWorlds() {
      try (FakeAws aws = FakeAws.builder().region(Region.EU_CENTRAL_1).build()) {
        assertThat(zone(aws.client(Ec2Client.builder()))).isEqualTo("eu-central-1a");
        assertThat(zone(aws.client(Ec2Client.builder().region(Region.AP_SOUTH_1))))
            .isEqualTo("ap-south-1a");
      }
    }

    @Test
    void credentials_givenOrNot_areTheGivenOnesOrTheWorlds() {
      try (FakeAws aws = FakeAws.create()) {
        AwsCredentialsProvider session =
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create("111122223333", "secret", "token"));

        assertThat(account(aws.client(StsClient.builder()))).isEqualTo(aws.account());
        assertThat(account(aws.client(StsClient.builder().credentialsProvider(OTHER))))
            .isEqualTo(ELSEWHERE);
        assertThat(account(aws.client(StsClient.builder().credentialsProvider(session))))
            .isEqualTo("111122223333");
        StsAsyncClient async = aws.client(StsAsyncClient.builder().credentialsProvider(OTHER));
        assertThat(async.getCallerIdentity().join().account()).isEqualTo(ELSEWHERE);
      }
    }

    @Test
    void credentials_ofNoAccount_areRefused() {
      assertThatThrownBy(() -> FakeAws.credentials("12345"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("an account is twelve digits, was '12345'");
    }

    @Test
    void interceptor_ofTheCaller_seesTheCall() {
      Failing interceptor = new Failing(0);
      try (FakeAws aws = FakeAws.create();
          BatchClient batch =
              aws.client(
                  BatchClient.builder()
                      .overrideConfiguration(o -> o.addExecutionInterceptor(interceptor)))) {
        batch.describeJobQueues();

        assertThat(interceptor.attempts).hasSize(1);
      }
    }

    @Test
    void retries_nothingSaid_comeAtOnce() {
      Failing interceptor = new Failing(2);
      try (FakeAws aws = FakeAws.create();
          BatchClient batch =
              aws.client(
                  BatchClient.builder()
                      .overrideConfiguration(o -> o.addExecutionInterceptor(interceptor)))) {
        batch.describeJobQueues();

        assertThat(interceptor.attempts).hasSize(3);
      }
    }

    @Test
    void retries_switchedOffByTheCaller_doNotCome() {
      Failing interceptor = new Failing(1);
      try (FakeAws aws = FakeAws.create();
          BatchClient batch =
              aws.client(
                  BatchClient.builder()
                      .overrideConfiguration(
                          o ->
                              o.addExecutionInterceptor(interceptor)
                                  .retryStrategy(AwsRetryStrategy.doNotRetry())))) {
        assertThatThrownBy(batch::describeJobQueues).isInstanceOf(SdkServiceException.class);

        assertThat(interceptor.attempts).hasSize(1);
      }
    }

    @Test
    void timeout_ofTheCaller_ends() {
      try (FakeAws aws = FakeAws.create();
          BatchClient batch =
              aws.client(
                  BatchClient.builder()
                      .overrideConfiguration(
                          o ->
                              o.apiCallTimeout(Duration.ofMillis(1))
                                  .addExecutionInterceptor(new Blocking())))) {
        assertThatThrownBy(batch::describeJobQueues)
            .isInstanceOf(SdkClientException.class)
            .hasMessageContaining("1 millis");
      }
    }

    private static String zone(Ec2Client client) {
      try (client) {
        return client.describeAvailabilityZones().availabilityZones().get(0).zoneName();
      }
    }

    private static String account(StsClient client) {
      try (client) {
        return client.getCallerIdentity().account();
      }
    }
  }

  @Nested
  class Asynchronous {

    @Test
    void call_nothingSaid_isCompletedOnTheCallingThreadBeforeItReturns() {
      try (FakeAws aws = FakeAws.create();
          BatchAsyncClient batch = aws.client(BatchAsyncClient.builder())) {
        List<Thread> threads = new ArrayList<>();
        CompletableFuture<?> call =
            batch.describeJobQueues().thenRun(() -> threads.add(Thread.currentThread()));

        assertThat(call).isCompleted();
        assertThat(threads).containsExactly(Thread.currentThread());
      }
    }

    @Test
    void call_executorOfTheCaller_isCompletedThere() {
      ExecutorService pool = Executors.newSingleThreadExecutor(r -> new Thread(r, "mine"));
      try (FakeAws aws = FakeAws.create();
          BatchAsyncClient batch =
              aws.client(
                  BatchAsyncClient.builder()
                      .asyncConfiguration(
                          a ->
                              a.advancedOption(
                                  SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR,
                                  pool)))) {
        // The pool's one thread is busy until the handler is there, so that it runs on it.
        CompletableFuture<Void> ready = new CompletableFuture<>();
        pool.execute(ready::join);
        CompletableFuture<String> thread =
            batch.describeJobQueues().thenApply(r -> Thread.currentThread().getName());
        ready.complete(null);

        assertThat(thread.join()).isEqualTo("mine");
      } finally {
        pool.shutdown();
      }
    }

    @Test
    void refusal_isTheModelledException() {
      try (FakeAws aws = FakeAws.create();
          BatchAsyncClient batch = aws.client(BatchAsyncClient.builder())) {
        assertThatThrownBy(() -> batch.submitJob(r -> r.jobName("j").jobQueue("none")).join())
            .isInstanceOf(CompletionException.class)
            .hasCauseInstanceOf(ClientException.class);
      }
    }

    @Test
    void chain_onTheVirtualClock_followsTheClock() {
      try (FakeAws aws = FakeAws.create();
          BatchAsyncClient batch = aws.client(BatchAsyncClient.builder())) {
        BatchWorld world = BatchWorld.ready(aws);
        List<JobStatus> seen = new ArrayList<>();
        String id = world.submit("job");
        Runnable look =
            () ->
                batch
                    .describeJobs(r -> r.jobs(id))
                    .thenAccept(jobs -> seen.add(jobs.jobs().get(0).status()));

        look.run();
        aws.runUntilIdle();
        look.run();

        assertThat(seen).hasSize(2).last().isEqualTo(JobStatus.SUCCEEDED);
        assertThat(seen.get(0)).isNotEqualTo(JobStatus.SUCCEEDED);
      }
    }
  }

  @Nested
  class Typed {

    @Test
    void calls_syncAndAsync_reachTheSameWorld() {
      try (FakeAws aws = FakeAws.create()) {
        BatchWorld world = BatchWorld.ready(aws);
        BatchClient batch = aws.typedClient(BatchClient.class);
        BatchAsyncClient async = aws.typedClient(BatchAsyncClient.class);

        String id =
            batch.submitJob(r -> r.jobName("j").jobQueue("jobs").jobDefinition("work")).jobId();

        assertThat(world.job(id).jobName()).isEqualTo("j");
        assertThat(async.describeJobs(r -> r.jobs(id)).join().jobs()).hasSize(1);
        assertThat(batch.serviceClientConfiguration().region()).isEqualTo(Region.US_EAST_1);
      }
    }

    @Test
    void refusals_areTheModelledException() {
      try (FakeAws aws = FakeAws.create()) {
        assertThatThrownBy(() -> aws.typedClient(BatchClient.class).submitJob(r -> r.jobName("j")))
            .isInstanceOf(ClientException.class)
            .hasMessageContaining("Status Code: 400");
      }
    }

    @Test
    void otherAccountAndRegion_areTheirs() {
      try (FakeAws aws = FakeAws.create()) {
        StsClient sts = aws.typedClient(StsClient.class, ELSEWHERE, Region.EU_WEST_1);

        assertThat(sts.getCallerIdentity().account()).isEqualTo(ELSEWHERE);
        assertThatThrownBy(() -> aws.typedClient(StsClient.class, "me", Region.EU_WEST_1))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("an account is twelve digits, was 'me'");
      }
    }

    @Test
    void typeOfNoService_isRefusedWithThoseThatThereAre() {
      try (FakeAws aws = FakeAws.create()) {
        assertThatThrownBy(() -> aws.typedClient(NoService.class))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("NoService")
            .hasMessageContaining("batch, ec2, ecr");
      }
    }

    interface NoService extends SdkClient {}
  }

  @Nested
  class Closed {

    @Test
    void calls_ofEveryKindOfClient_areRefused() {
      FakeAws aws = FakeAws.create();
      BatchClient real = aws.batch();
      BatchClient typed = aws.typedClient(BatchClient.class);
      BatchAsyncClient async = aws.client(BatchAsyncClient.builder());
      aws.close();

      assertThatThrownBy(real::describeJobQueues).hasMessage(CLOSED);
      assertThatThrownBy(typed::describeJobQueues)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(CLOSED);
      assertThatThrownBy(() -> async.describeJobQueues().join()).hasRootCauseMessage(CLOSED);
    }

    @Test
    void newClients_areRefused() {
      FakeAws aws = FakeAws.builder().speed(1).build();
      aws.close();

      assertThatThrownBy(aws::batch).hasMessage(CLOSED);
      assertThatThrownBy(() -> aws.client(BatchAsyncClient.builder())).hasMessage(CLOSED);
      assertThatThrownBy(() -> aws.typedClient(BatchClient.class)).hasMessage(CLOSED);
      assertThatThrownBy(aws::spotBatch).hasMessage(CLOSED);
      assertThatThrownBy(() -> aws.serve(0)).hasMessage(CLOSED);
    }

    private static final String CLOSED = "this FakeAws is closed: nothing answers any more";
  }

  /** Fails the first attempts as a service that is busy does. */
  private static final class Failing implements ExecutionInterceptor {

    private final int failures;
    private final List<String> attempts = new ArrayList<>();

    Failing(int failures) {
      this.failures = failures;
    }

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      attempts.add(context.httpRequest().encodedPath());
      if (attempts.size() <= failures) {
        throw SdkServiceException.builder().statusCode(503).message("busy").build();
      }
    }
  }

  /** Never lets a call through, until the SDK interrupts it. */
  private static final class Blocking implements ExecutionInterceptor {

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      try {
        boolean unused = new CountDownLatch(1).await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        throw AbortedException.create("interrupted", e);
      }
    }
  }
}
