package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.StackSpec;
import java.lang.reflect.Executable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Whoever adds this module alone can use all of it but the packages of optional libraries. */
class MandatoryClassPathTest {

  /** What Maven resolves for a user: the dependencies that are not optional, with theirs. */
  private static final Predicate<String> MANDATORY =
      Pattern.compile(
              "("
                  + "spotbatch-core|batch|cloudwatchlogs|ec2|ecr|iam|sts"
                  + "|annotations|apache-client|auth|aws-core|aws-json-protocol|aws-query-protocol"
                  + "|checksums|checksums-spi|endpoints-spi|http-auth|http-auth-aws"
                  + "|http-auth-aws-eventstream|http-auth-spi|http-client-spi|identity-spi"
                  + "|json-utils|metrics-spi|netty-nio-client|profiles|protocol-core|regions"
                  + "|retries|retries-spi|sdk-core|third-party-jackson-core|utils|utils-lite"
                  + "|netty-[a-z0-9-]+|eventstream|reactive-streams|httpclient|httpcore"
                  + "|commons-codec|commons-logging"
                  + "|jackson-annotations|jackson-core|jackson-databind"
                  + "|failsafe|slf4j-api|jspecify"
                  + ")-\\d.*\\.jar")
          .asMatchPredicate();

  /** What runs in the other JVM. */
  static final class Program {

    private static final Pattern OPTIONAL_PACKAGE =
        Pattern.compile("io\\.github\\.spotbatch\\.testing\\.(jupiter|assertj|wiremock)\\..*");

    private Program() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println("job: " + job().statusAsString());
      System.out.println("images: " + failureOfImages());
      System.out.println("builds: " + failureOfBuilds());
      Path classes =
          Path.of(FakeAws.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(classes)) {
        List<String> names =
            files
                .map(file -> classes.relativize(file).toString())
                .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
                .map(file -> file.replaceFirst("\\.class$", "").replace('/', '.'))
                .filter(name -> !OPTIONAL_PACKAGE.matcher(name).matches())
                .sorted()
                .toList();
        System.out.println("classes: " + (names.size() > 100 ? "many" : names));
        names.forEach(Program::look);
      }
    }

    /** Loads whatever the class names in a signature. */
    private static void look(String name) {
      try {
        Class<?> type = Class.forName(name);
        Stream.concat(
                Stream.of(type.getDeclaredMethods()), Stream.of(type.getDeclaredConstructors()))
            .forEach(Executable::toGenericString);
        Stream.of(type.getDeclaredFields()).forEach(field -> field.toGenericString());
      } catch (NoClassDefFoundError | TypeNotPresentException | ClassNotFoundException e) {
        System.out.println("needs more: " + name);
      }
    }

    private static String failureOfImages() {
      try (FakeAws aws = FakeAws.builder().speed(100).build()) {
        aws.jobs().image("*").runsImage();
        return "need nothing";
      } catch (SpotBatchException e) {
        return String.valueOf(e.getMessage());
      }
    }

    private static String failureOfBuilds() {
      ContainerImage image =
          ContainerImage.builder(BaseImage.empty()).putEnvironment("A", "1").command("run").build();
      StackSpec stack =
          StackSpec.builder("demo")
              .jobDefinition(JobDefinitionSpec.builder("work").image(image).memoryMiB(64).build())
              .build();
      try (FakeAws aws = FakeAws.create();
          SpotBatch spotBatch = aws.spotBatch()) {
        spotBatch.provisioner().plan(stack);
        return "need nothing";
      } catch (SpotBatchException e) {
        return String.valueOf(e.getMessage());
      }
    }

    private static JobDetail job() {
      try (FakeAws aws = FakeAws.create();
          BatchClient batch = aws.batch();
          Ec2Client ec2 = aws.client(Ec2Client.builder())) {
        batch.createComputeEnvironment(
            r ->
                r.computeEnvironmentName("spot")
                    .type("MANAGED")
                    .computeResources(
                        c ->
                            c.type("SPOT")
                                .allocationStrategy("SPOT_PRICE_CAPACITY_OPTIMIZED")
                                .minvCpus(0)
                                .maxvCpus(16)
                                .instanceTypes("c5.large")
                                .subnets(
                                    ec2.describeSubnets().subnets().stream()
                                        .map(Subnet::subnetId)
                                        .toList())
                                .securityGroupIds(
                                    ec2.describeSecurityGroups().securityGroups().stream()
                                        .map(SecurityGroup::groupId)
                                        .toList())
                                .instanceRole("ecsInstanceRole")));
        aws.advance(Duration.ofMinutes(1));
        batch.createJobQueue(
            r ->
                r.jobQueueName("jobs")
                    .priority(1)
                    .computeEnvironmentOrder(o -> o.order(1).computeEnvironment("spot")));
        batch.registerJobDefinition(
            r ->
                r.jobDefinitionName("work")
                    .type("container")
                    .containerProperties(c -> c.image("busybox").vcpus(1).memory(512)));
        aws.advance(Duration.ofMinutes(1));
        String id =
            batch.submitJob(r -> r.jobName("j").jobQueue("jobs").jobDefinition("work")).jobId();
        aws.advance(Duration.ofHours(1));
        return batch.describeJobs(r -> r.jobs(id)).jobs().get(0);
      }
    }
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void module_withoutOptionalLibraries_runsAJobAndNamesThemNowhereButInTheirServices()
      throws Exception {
    List<String> output =
        OtherJvm.run(Program.class, MANDATORY).stream()
            .filter(line -> !line.startsWith("SLF4J"))
            .toList();

    assertThat(output)
        .startsWith(
            "job: SUCCEEDED",
            "images: Running jobs from their images needs Apache Commons Compress: add"
                + " org.apache.commons:commons-compress to the class path.",
            "builds: Building an image needs com.google.cloud.tools:jib-core on the class path: add"
                + " it, for example in version 0.28.1.",
            "classes: many");
    assertThat(output.subList(4, output.size()))
        .isNotEmpty()
        .allMatch(
            line ->
                line.matches(
                    "needs more: io\\.github\\.spotbatch\\.testing\\.internal"
                        + "\\.((ecs|events|secrets)\\..*|image\\.LayerTar)"))
        .noneMatch(line -> line.endsWith("State"));
  }
}
