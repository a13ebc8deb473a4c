package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.ProvisioningEvent;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ImageException;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.LogLine;
import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.InvalidSpecException;
import io.github.spotbatch.spec.JavaImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.registry.FaultyProxy;
import io.github.spotbatch.testing.registry.FaultyProxy.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;
import software.amazon.awssdk.services.ecr.model.ImageDetail;

/** Stacks whose images are built here and pushed into the world's registry. */
class ImageStacksTest {

  /** A program that is packed and run. */
  public static final class Program {
    private Program() {}

    public static void main(String[] args) {
      System.out.println("arguments " + String.join(",", args));
      System.out.println("scene " + System.getenv("SCENE"));
      System.exit(3);
    }
  }

  @TempDir private Path folder;

  private FakeAws aws = FakeAws.create();

  @AfterEach
  void close() {
    aws.close();
  }

  private SpotBatch spotBatch() {
    return aws.spotBatchBuilder().imageCache(folder.resolve("cache")).build();
  }

  /** The program alone: the class path of the tests has a hundred megabytes. */
  private ContainerImage program() throws IOException {
    String name = Program.class.getName().replace('.', '/') + ".class";
    Path file = folder.resolve("classes").resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream in = Program.class.getClassLoader().getResourceAsStream(name)) {
      Files.copy(in, file);
    }
    return JavaImage.builder(Program.class)
        .classPath(folder.resolve("classes"), jarOf(Assertions.class))
        .build();
  }

  private static Path jarOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static StackSpec stack(ContainerImage image) {
    return StackSpec.builder("demo")
        .computeEnvironment(SpotComputeEnvironment.builder("spot").maxVcpus(8).build())
        .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
        .jobDefinition(
            JobDefinitionSpec.builder("work")
                .image(image)
                .putEnvironment("SCENE", "12")
                .memoryMiB(512)
                .build())
        .build();
  }

  private ContainerImage file() throws IOException {
    return file("hello");
  }

  private ContainerImage file(String content) throws IOException {
    Path file = folder.resolve("files/a.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return ContainerImage.builder(BaseImage.empty())
        .workingDirectory("/app")
        .copy(file, ".")
        .command("cat", "a.txt")
        .build();
  }

  private String imageOf(String definition) {
    try (BatchClient batch = aws.batch()) {
      List<JobDefinition> found =
          batch
              .describeJobDefinitions(it -> it.jobDefinitionName(definition).status("ACTIVE"))
              .jobDefinitions();
      assertThat(found).hasSize(1);
      return found.get(0).containerProperties().image();
    }
  }

  private List<ImageDetail> images(String repository) {
    try (EcrClient ecr = aws.client(EcrClient.builder())) {
      return ecr.describeImages(it -> it.repositoryName(repository)).imageDetails();
    }
  }

  @Test
  void plan_builtImage_listsWhatGoesInAndPinsTheDigestWithoutAWrite() throws IOException {
    String plan;
    try (SpotBatch spotBatch = spotBatch()) {
      plan = spotBatch.provisioner().plan(stack(program())).toString();
    }

    assertThat(plan)
        .contains("+ repository demo-images")
        .containsPattern("\\+ image demo-images:[0-9a-f]{16}\n    note: digest sha256:[0-9a-f]{64}")
        .contains("layer dependencies: ")
        .contains("libs/assertj-core-")
        .contains("linux/amd64 on ")
        .contains("layer classes: ")
        .containsPattern(
            "\"image\": \"123456789012.dkr.ecr.us-east-1.amazonaws.com/demo-images@sha256:[0-9a-f]{64}\"");
    assertThat(aws.journal().all()).noneMatch(request -> request.operation().startsWith("Create"));
  }

  @Test
  void apply_builtImage_isInTheRepositoryAndTheDefinitionNamesItsDigest() throws IOException {
    List<String> events = Collections.synchronizedList(new ArrayList<>());
    try (SpotBatch spotBatch = spotBatch()) {
      ProvisioningPlan plan = spotBatch.provisioner().plan(stack(file()));
      spotBatch.provisioner().apply(plan, event -> tell(events, event));
    }

    List<ImageDetail> images = images("demo-images");
    assertThat(images).hasSize(1);
    String digest = images.get(0).imageDigest();
    assertThat(images.get(0).imageTags()).containsExactly(digest.substring(7, 23));
    assertThat(imageOf("demo-work"))
        .isEqualTo("123456789012.dkr.ecr.us-east-1.amazonaws.com/demo-images@" + digest);
    assertThat(events).containsSubsequence("CREATED REPOSITORY", "PUSHING IMAGE", "CREATED IMAGE");
  }

  private static void tell(List<String> events, ProvisioningEvent event) {
    if (event.kind() == ResourceKind.IMAGE || event.kind() == ResourceKind.REPOSITORY) {
      events.add(event.type() + " " + event.kind());
    }
  }

  @Test
  void apply_filesChangedSinceThePlan_changesNothingAndNamesThem() throws IOException {
    try (SpotBatch spotBatch = spotBatch()) {
      ProvisioningPlan plan = spotBatch.provisioner().plan(stack(file()));
      Path file = folder.resolve("files/a.txt");
      Files.writeString(file, "other words");

      assertThatThrownBy(() -> spotBatch.provisioner().apply(plan))
          .isInstanceOf(ProvisioningException.class)
          .hasMessage(
              "The plan of stack demo no longer fits what is there (%s has changed). Nothing was"
                  + " changed: plan again.",
              file);
      assertThat(spotBatch.provisioner().stacks()).isEmpty();
    }
  }

  @Test
  void apply_twoDefinitionsOfOneImage_pushesItOnce() throws IOException {
    ContainerImage image = file();
    StackSpec two =
        stack(image).toBuilder()
            .jobDefinition(JobDefinitionSpec.builder("more").image(image).memoryMiB(64).build())
            .build();
    try (SpotBatch spotBatch = spotBatch()) {
      spotBatch.provisioner().apply(spotBatch.provisioner().plan(two));
    }

    assertThat(images("demo-images")).hasSize(1);
    assertThat(imageOf("demo-more")).isEqualTo(imageOf("demo-work"));
  }

  @Test
  void job_ofABuiltImage_isReallyRunFromIt() throws IOException {
    aws.close();
    aws = FakeAws.builder().speed(600).build();
    aws.jobs().image("*/demo-images:*").runsImage();
    try (SpotBatch spotBatch = spotBatch()) {
      Deployment deployment =
          spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack(program())));

      JobResult result =
          deployment
              .queue("jobs")
              .submit(JobRequest.builder("work").command("one", "two").build())
              .await(Duration.ofHours(10));

      assertThat(result.attempts()).hasSize(1);
      assertThat(result.attempts().get(0).exitCode()).hasValue(3);
      assertThat(spotBatch.job(result.jobId()).logs())
          .extracting(LogLine::message)
          .containsExactly("arguments one,two", "scene 12");
    }
  }

  @Nested
  class OfRegistries {

    private static final String TAGGED = "public.ecr.aws/docker/library/busybox:1.37";

    @Test
    void apply_tag_isPinnedAndScriptsStillKnowIt() {
      aws.jobs().image(TAGGED).exits(7);
      try (SpotBatch spotBatch = spotBatch()) {
        Deployment deployment =
            spotBatch
                .provisioner()
                .apply(spotBatch.provisioner().plan(stack(ContainerImage.fromRegistry(TAGGED))));

        JobResult result =
            deployment
                .queue("jobs")
                .submit(JobRequest.builder("work").build())
                .await(Duration.ofHours(1));

        assertThat(result.attempts().get(0).exitCode()).hasValue(7);
      }
      assertThat(imageOf("demo-work"))
          .matches("public\\.ecr\\.aws/docker/library/busybox@sha256:[0-9a-f]{64}");
    }

    @Test
    void apply_notToBePinned_staysAsItIs() {
      ContainerImage image =
          ContainerImage.fromRegistry(TAGGED).toBuilder().digestPinned(false).build();
      try (SpotBatch spotBatch = spotBatch()) {
        spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack(image)));
      }

      assertThat(imageOf("demo-work")).isEqualTo(TAGGED);
    }

    @Test
    void plan_imageOfTheAccountsOwnRegistry_isLookedUpAndItsArchitectureHeldAgainstEnvironments()
        throws IOException {
      try (SpotBatch spotBatch = spotBatch()) {
        spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack(file())));
        String tag = images("demo-images").get(0).imageTags().get(0);
        ContainerImage pushed =
            ContainerImage.fromRegistry(
                "123456789012.dkr.ecr.us-east-1.amazonaws.com/demo-images:" + tag);
        StackSpec other = stack(pushed).toBuilder().build();
        StackSpec arm =
            StackSpec.builder("arm")
                .computeEnvironment(
                    SpotComputeEnvironment.builder("graviton")
                        .maxVcpus(8)
                        .instanceTypes("c7g.large")
                        .build())
                .jobDefinition(other.jobDefinitions().get(0))
                .build();

        assertThatThrownBy(() -> spotBatch.provisioner().plan(arm))
            .isInstanceOf(ImageException.class)
            .hasMessage(
                "The image of job definition work is for [X86_64], but environment graviton of"
                    + " stack arm has instances of ARM64: choose an image for that, or other"
                    + " instance types.");
      }
    }

    @Test
    void plan_tagThatTheAccountsOwnRegistryLacks_namesIt() throws IOException {
      try (SpotBatch spotBatch = spotBatch()) {
        spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack(file())));
        String absent = "123456789012.dkr.ecr.us-east-1.amazonaws.com/demo-images:absent";
        StackSpec other =
            StackSpec.builder("other")
                .jobDefinition(
                    JobDefinitionSpec.builder("work")
                        .image(ContainerImage.fromRegistry(absent))
                        .memoryMiB(64)
                        .build())
                .build();

        assertThatThrownBy(() -> spotBatch.provisioner().plan(other))
            .isInstanceOf(ImageException.class)
            .hasMessageStartingWith("There is no image " + absent + ": check its name and tag");
      }
    }
  }

  @Test
  void plan_problemsOfTheFiles_areToldBeforeAnyCall() {
    ContainerImage image =
        ContainerImage.builder(BaseImage.empty())
            .copy(folder.resolve("absent"), "/app/")
            .command("run")
            .build();
    try (SpotBatch spotBatch = spotBatch()) {
      assertThatThrownBy(() -> spotBatch.provisioner().plan(stack(image)))
          .isInstanceOf(InvalidSpecException.class)
          .hasMessageContaining("jobDefinition[work].image.copies");
    }

    assertThat(aws.journal().all()).isEmpty();
  }

  @Nested
  class Again {

    @Test
    void apply_changedFile_isOneImageAndOneRevisionMore() throws IOException {
      try (SpotBatch spotBatch = spotBatch()) {
        spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack(file())));
        String before = imageOf("demo-work");
        aws.journal().clear();

        ProvisioningPlan plan = spotBatch.provisioner().plan(stack(file("good bye")));
        Deployment deployment = spotBatch.provisioner().apply(plan);

        assertThat(plan)
            .creates(ResourceKind.IMAGE, "work")
            .createsResources(1)
            .registersRevisionOf("work")
            .keeps(ResourceKind.REPOSITORY, "images");
        assertThat(plan.toString())
            .containsPattern(
                "changes containerProperties.image "
                    + before
                    + " -> 123456789012\\..*/demo-images@sha256:[0-9a-f]{64}\n");
        assertThat(images("demo-images")).hasSize(2);
        assertThat(deployment.jobDefinitionArn("work")).endsWith("demo-work:2");
        assertThat(aws.journal().count("RegisterJobDefinition")).isOne();
        assertThat(aws.journal().count("Create*")).isZero();
      }
    }

    @Test
    void plan_changedBack_pushesNothingAndRegistersARevision() throws IOException {
      try (SpotBatch spotBatch = spotBatch()) {
        spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack(file())));
        spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack(file("good bye"))));

        assertThat(spotBatch.provisioner().plan(stack(file())))
            .keeps(ResourceKind.IMAGE, "work")
            .registersRevisionOf("work");
      }
    }

    @Test
    void plan_imageThatIsGone_isPushedAgainForTheKeptDefinition() throws IOException {
      try (SpotBatch spotBatch = spotBatch();
          EcrClient ecr = aws.client(EcrClient.builder())) {
        spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack(file())));
        String digest = images("demo-images").get(0).imageDigest();
        ecr.batchDeleteImage(
            it -> it.repositoryName("demo-images").imageIds(id -> id.imageDigest(digest)));

        ProvisioningPlan plan = spotBatch.provisioner().plan(stack(file()));
        spotBatch.provisioner().apply(plan);

        assertThat(plan)
            .creates(ResourceKind.IMAGE, "work")
            .keeps(ResourceKind.JOB_DEFINITION, "work");
        assertThat(images("demo-images").get(0).imageDigest()).isEqualTo(digest);
      }
    }
  }

  @Nested
  class Faults {

    private FaultyProxy proxy;
    private int logins;
    private String token = "";

    private SpotBatch behindAProxy() throws IOException {
      proxy = new FaultyProxy("https://" + aws.registry().host(), aws.registry().sslContext());
      EcrClient ecr =
          aws.client(
              EcrClient.builder()
                  .overrideConfiguration(it -> it.addExecutionInterceptor(new ToTheProxy())));
      return aws.spotBatchBuilder().imageCache(folder.resolve("cache")).ecrClient(ecr).build();
    }

    /** Sends those who log in to the proxy. */
    private final class ToTheProxy implements ExecutionInterceptor {
      @Override
      public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes more) {
        if (!(context.response() instanceof GetAuthorizationTokenResponse answer)) {
          return context.response();
        }
        logins++;
        token = answer.authorizationData().get(0).authorizationToken();
        return answer.toBuilder()
            .authorizationData(
                answer.authorizationData().get(0).toBuilder()
                    .proxyEndpoint("https://" + proxy.host())
                    .build())
            .build();
      }
    }

    private static String everythingOf(Throwable failure) {
      StringWriter text = new StringWriter();
      failure.printStackTrace(new PrintWriter(text));
      return text.toString();
    }

    @AfterEach
    void closeProxy() {
      proxy.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST", "ANSWER_LOST", "EXPIRED", "BUSY"})
    void apply_pushWithAFaultInEveryStep_logsInAgainAndEnds(Fault fault) throws IOException {
      try (SpotBatch spotBatch = behindAProxy()) {
        ProvisioningPlan plan = spotBatch.provisioner().plan(stack(file()));
        proxy.spoil("PATCH ", fault);
        proxy.spoil("HEAD ", fault);
        proxy.spoil("GET ", fault);
        proxy.spoil("PUT /v2/demo-images/manifests/", fault);

        spotBatch.provisioner().apply(plan);
      }

      assertThat(images("demo-images")).hasSize(1);
      assertThat(logins).isBetween(3, 5);
      assertThat(proxy.takeRequests())
          .filteredOn(it -> it.startsWith("PATCH"))
          .hasSizeBetween(2, 4);
    }

    @Test
    void apply_unchangedStack_asksEcrOnceAndSendsNoWrite() throws IOException {
      try (SpotBatch spotBatch = behindAProxy()) {
        spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack(file())));
        proxy.takeRequests();
        aws.journal().clear();

        ProvisioningPlan plan = spotBatch.provisioner().plan(stack(file()));
        assertThat(aws.journal().count("BatchGetImage")).isEqualTo(1);
        spotBatch.provisioner().apply(plan);

        assertThat(plan).changesNothing();
        assertThat(aws.journal().count("BatchGetImage")).isEqualTo(2);
        assertThat(proxy.takeRequests()).isEmpty();
        assertThat(aws.journal().count("GetAuthorizationToken")).isZero();
        assertThat(aws.journal().all())
            .allMatch(request -> request.operation().matches("(Get|List|Describe|BatchGet).*"));
      }
    }

    @Test
    void apply_pushThatAlwaysFails_endsAfterSomeTriesAndSaysWhy() throws IOException {
      try (SpotBatch spotBatch = behindAProxy()) {
        ProvisioningPlan plan = spotBatch.provisioner().plan(stack(file()));
        for (int i = 0; i < 20; i++) {
          proxy.spoil("GET ", Fault.BUSY);
        }

        assertThatThrownBy(() -> spotBatch.provisioner().apply(plan))
            .isInstanceOf(ProvisioningException.class)
            .hasMessageContaining("Could not create image demo-images:")
            .hasMessageContaining("(503, Service Unavailable): try again later")
            .hasMessageContaining("destroy(\"demo\") removes it");
      }

      assertThat(logins).isEqualTo(5);
    }

    @Test
    void apply_pushThatIsDenied_endsAtOnce() throws IOException {
      try (SpotBatch spotBatch = behindAProxy()) {
        ProvisioningPlan plan = spotBatch.provisioner().plan(stack(file()));
        proxy.spoil("GET ", Fault.DENIED);

        assertThatThrownBy(() -> spotBatch.provisioner().apply(plan))
            .isInstanceOf(ProvisioningException.class)
            .hasMessageContaining("check that the credentials may read and write that registry")
            .satisfies(failure -> assertThat(everythingOf(failure)).doesNotContain(token));
      }

      assertThat(token).isNotEmpty();
      assertThat(aws.timeline()).doesNotContain(token);
      assertThat(logins).isEqualTo(1);
    }

    @Test
    void apply_interruptedInTheMiddleOfAPush_endsAndKeepsTheFlag() throws Exception {
      aws.close();
      aws = FakeAws.builder().speed(600).build();
      try (SpotBatch spotBatch = behindAProxy()) {
        ProvisioningPlan plan = spotBatch.provisioner().plan(stack(file()));
        proxy.spoil("PATCH ", Fault.SILENT);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread applying =
            new Thread(
                () -> {
                  try {
                    spotBatch.provisioner().apply(plan);
                    failure.complete(null);
                  } catch (RuntimeException e) {
                    boolean kept = Thread.currentThread().isInterrupted();
                    failure.complete(kept ? e : new AssertionError("the flag is gone", e));
                  }
                });
        applying.start();
        proxy.awaitSilence();
        applying.interrupt();

        assertThat(failure.get())
            .isInstanceOf(ProvisioningException.class)
            .hasMessageStartingWith("Interrupted: the apply of stack demo was stopped");
      }
    }
  }
}
