package io.github.spotbatch.readme;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.Adversity;
import io.github.spotbatch.testing.AttemptOutcome;
import io.github.spotbatch.testing.AttemptReport;
import io.github.spotbatch.testing.Condition;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FakeAwsServer;
import io.github.spotbatch.testing.Invariant;
import io.github.spotbatch.testing.SdkWaiters;
import io.github.spotbatch.testing.WorldReport;
import io.github.spotbatch.testing.jupiter.FakeAwsExtension;
import io.github.spotbatch.testing.jupiter.FakeAwsTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchAsyncClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.waiters.Ec2Waiter;
import software.amazon.awssdk.services.ecr.EcrClient;

/** The README's shorter blocks, each between two marks. */
class ReadmeSnippetsTest {

  @Test
  void time_isMovedByWhoeverWaits() throws InterruptedException, ExecutionException {
    try (FakeAws aws = FakeAws.create()) {
      Ec2Client ec2 = aws.client(Ec2Client.builder());
      CompletableFuture<Void> one = CompletableFuture.completedFuture(null);
      CompletableFuture<Void> two = CompletableFuture.runAsync(() -> {}, aws.time().executor());
      // snippet time
      aws.advance(Duration.ofHours(1)); // with all that happens in it
      aws.runUntilIdle(); // until nothing is left to happen
      aws.time().await(CompletableFuture.allOf(one, two)); // several futures
      Ec2Waiter waiter = // waiters of the SDK
          Ec2Waiter.builder().client(ec2).overrideConfiguration(SdkWaiters.on(aws.time())).build();
      // end
      waiter.close();
      assertThat(two).isDone();
    }
  }

  @Test
  void scripts_sayWhatContainersAndSpotDo() {
    try (FakeAws aws = FakeAws.create()) {
      // snippet scripts
      aws.jobs().image("render:*").runsFor(Duration.ofMinutes(40)).logs("scene loaded").exits(0);
      aws.jobs().named("frame-12").onAttempt(1).exits(1); // what was said last counts
      aws.jobs().definition("preview").usesMemoryMiB(600); // OutOfMemoryError above the limit
      aws.jobs().matching(run -> run.jobName().endsWith("-broken")).cannotBePulled();
      aws.spot().reclaim().hostOf("frame-13").after(Duration.ofMinutes(10));
      // end
      assertThat(aws.jobs().unfired()).hasSize(4);
      assertThat(aws.spot().unfired()).hasSize(1);
    }
  }

  @Test
  void market_isScriptedFromTopToBottom() {
    try (FakeAws aws = FakeAws.create()) {
      // snippet market
      aws.spot()
          .script("a bad night")
          .at(Duration.ofMinutes(10), Adversity.drain("c5.*")) // in all zones
          .when(Condition.jobsRunning(10), Adversity.reclaimShare(0.5, "m5.* in us-east-1a"))
          .after(Duration.ofMinutes(5), Adversity.reclaimZone("us-east-1a"))
          .after(Duration.ofHours(1), Adversity.giveBack("c5.*"));
      // end
      assertThat(aws.spot().unfired()).hasSize(1);
    }
  }

  @Test
  void faults_befallCalls() {
    try (FakeAws aws = FakeAws.create()) {
      // snippet faults
      aws.faults().on("SubmitJob").throttle().times(3); // status 429, TooManyRequestsException
      aws.faults().on("batch:Describe*").fail().rate(0.05); // status 500, drawn from the seed
      aws.faults().on("SubmitJob").loseResponse().skip(10).times(1); // submitted, and nobody knows
      aws.faults().on("*").delay(Duration.ofMillis(20)); // on the world's clock
      aws.faults().on("DescribeJobs").stale(Duration.ofSeconds(5)); // reads of a while ago
      aws.faults().accountLimits().limit("DescribeJobs", 20); // 50 SubmitJob a second, as AWS says
      // end
      assertThat(aws.faults().unfired()).hasSize(4);
    }
  }

  @Test
  void image_isRunIfAScriptSaysSo() {
    try (FakeAws aws = FakeAws.builder().speed(100).build()) {
      // snippet image
      aws.jobs().image("*/render:7.1").runsImage(); // also for a definition that has its digest
      // end
      assertThat(aws.jobs().unfired()).containsExactly("containers of image */render:7.1");
    }
  }

  @Test
  void world_hasThreeWaysIn() {
    // snippet ways
    try (FakeAws aws = FakeAws.builder().speed(100).build()) { // a server needs the wall clock
      BatchClient batch = aws.batch(); // real clients without a socket
      BatchAsyncClient async = aws.client(BatchAsyncClient.builder().region(Region.EU_WEST_1));
      BatchClient typed = aws.typedClient(BatchClient.class); // method calls, for volume
      FakeAwsServer server = aws.serve(0); // for the AWS CLI and other languages
      // end
      assertThat(server.endpoint().getHost()).isEqualTo("127.0.0.1");
      assertThat(batch.describeJobQueues().jobQueues()).isEmpty();
      assertThat(typed.describeJobQueues().jobQueues()).isEmpty();
      assertThat(async.describeJobQueues().join().jobQueues()).isEmpty();
    }
  }

  @Test
  void registry_takesWhatJibPushes(@TempDir Path folder) throws Exception {
    Path jar = Files.writeString(folder.resolve("render.jar"), "a jar");
    try (FakeAws aws = FakeAws.create();
        EcrClient ecr = aws.client(EcrClient.builder())) {
      // snippet registry
      ecr.createRepository(repository -> repository.repositoryName("render"));
      String token = ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken();
      String[] login = new String(Base64.getDecoder().decode(token), UTF_8).split(":"); // AWS:...
      Jib.fromScratch()
          .addLayer(List.of(jar), "/app")
          .setEntrypoint("java", "-jar", "/app/render.jar")
          .containerize(
              Containerizer.to(
                      RegistryImage.named(aws.registry().host() + "/render:7.1")
                          .addCredential(login[0], login[1]))
                  .setAllowInsecureRegistries(true)); // its certificate is self-signed
      // end
      assertThat(ecr.describeImages(images -> images.repositoryName("render")).imageDetails())
          .singleElement()
          .satisfies(image -> assertThat(image.imageTags()).containsExactly("7.1"));
    }
  }

  @Test
  void journal_answersWhatWasSent() {
    try (FakeAws aws = FakeAws.create()) {
      aws.batch()
          .registerJobDefinition(
              definition ->
                  definition
                      .jobDefinitionName("work")
                      .type("container")
                      .containerProperties(
                          container ->
                              container
                                  .image("render:7.1")
                                  .resourceRequirements(
                                      vcpus -> vcpus.type("VCPU").value("1"),
                                      memory -> memory.type("MEMORY").value("512"))));
      // snippet journal
      assertThat(aws.journal()).received("RegisterJobDefinition", 1).didNotReceive("batch:Delete*");
      RegisterJobDefinitionRequest sent =
          aws.journal().last(RegisterJobDefinitionRequest.class).orElseThrow();
      assertThat(sent.containerProperties().image()).isEqualTo("render:7.1");
      System.out.println(aws.timeline()); // what has changed, and what was refused
      // end
    }
  }

  @Test
  void report_saysWhatItCost() throws IOException {
    try (FakeAws aws = FakeAws.create()) {
      SpotBatch spotBatch = aws.spotBatch();
      StackSpec.Builder stack = StackSpec.builder("render");
      stack.computeEnvironment(SpotComputeEnvironment.builder("spot").maxVcpus(16).build());
      stack.jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build());
      JobDefinitionSpec.Builder work = JobDefinitionSpec.builder("work").vcpus(1).memoryMiB(512);
      work.image(ContainerImage.fromRegistry("render:7.1"));
      work.retryPolicy(RetryPolicy.spotInterruptions());
      ProvisioningPlan plan =
          spotBatch.provisioner().plan(stack.jobDefinition(work.build()).build());
      JobQueue queue = spotBatch.provisioner().apply(plan).queue("jobs");
      aws.jobs().named("frame-12").runsFor(Duration.ofMinutes(40)).exits(0);
      aws.spot().reclaim().hostOf("frame-12").after(Duration.ofMinutes(10));
      queue.submit(JobRequest.builder("work").jobName("frame-12").build());
      aws.runUntilIdle();
      // snippet report
      WorldReport report = aws.report();
      assertThat(report).costAtMost("0.25").hasReclaims(1);
      AttemptReport lost = report.attempts("frame-12").get(0);
      assertThat(lost.outcome()).isEqualTo(AttemptOutcome.LOST_WITH_HOST);
      assertThat(report.wasteUsd()).isEqualTo(lost.costUsd().orElseThrow());
      System.out.println(report); // and toJson()
      // end
      assertThat(Files.readString(Path.of("README.md"))).contains(report.toString());
    }
  }

  @Nested
  class Extension {

    // snippet extension
    @RegisterExtension
    static final FakeAwsExtension AWS =
        FakeAwsExtension.builder()
            .world(() -> FakeAws.builder().seed(7).build())
            .checked(Invariant.JOBS_FINISHED)
            .build();

    // end

    @Test
    void world_isTheOneDescribed(FakeAws aws) {
      assertThat(aws.journal().all()).isEmpty();
    }
  }

  // snippet annotation
  @FakeAwsTest(seed = 7, region = "eu-west-1", unchecked = Invariant.SCRIPTS_FIRED)
  // end
  @Nested
  class Annotation {

    @Test
    void world_isTheOneDescribed(FakeAws aws) {
      aws.jobs().named("nobody").exits(1);
      assertThat(aws.region()).isEqualTo(Region.EU_WEST_1);
    }
  }

  @Test
  void worldWithoutJUnit_isVerifiedByHand() {
    // snippet verify
    try (FakeAws aws = FakeAws.create()) {
      aws.batch().describeJobQueues();
      aws.verify(); // AssertionError with all that does not hold
    }
    // end
  }
}
