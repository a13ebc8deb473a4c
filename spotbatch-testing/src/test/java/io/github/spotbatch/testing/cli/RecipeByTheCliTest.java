package io.github.spotbatch.testing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FakeAwsServer;
import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.cli.AwsCli.Result;
import io.github.spotbatch.testing.cli.AwsCli.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;

/**
 * The recipe's shell commands by a real AWS CLI: corrected, they do what the recipe promises; as
 * printed, they get what AWS answers.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Order(1) // takes longest: first, with all others beside it
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class RecipeByTheCliTest {

  private static final String NETWORK =
      """
      VPC_ID=$(aws ec2 describe-vpcs --filters Name=is-default,Values=true \
          --query 'Vpcs[0].VpcId' --output text)
      SUBNET_IDS=$(aws ec2 describe-subnets --filters Name=vpc-id,Values=$VPC_ID \
          --query 'Subnets[].SubnetId' --output text | tr '\\t' ',')
      """;

  /** As long as somebody who types takes to go on; what comes at once comes too early. */
  private static final Timings SLOW_TO_CHANGE =
      Timings.defaults()
          .with(Step.QUEUE_UPDATING, Duration.ofMinutes(1))
          .with(Step.ENVIRONMENT_UPDATING, Duration.ofMinutes(1))
          .with(Step.SCHEDULING, Duration.ofMillis(100))
          .with(Step.HOST_PENDING, Duration.ofMillis(100))
          .with(Step.HOST_JOINING, Duration.ofMillis(100));

  @TempDir private static Path directory;

  private static AwsProgram program;
  private static FakeAws fast;
  private static FakeAws slow;
  private static Running corrected;
  private static AwsCli cli;
  private static PrintedWorld printed;

  /** The corrected recipe runs while the commands as printed are tried on another world. */
  @BeforeAll
  static void start() throws Exception {
    program = AwsProgram.find(directory);
    fast = FakeAws.builder().speed(100).build();
    fast.jobs().named("test-batch-job-*").runsFor(Duration.ofMinutes(10)).exits(0);
    fast.jobs().named("batch-job-*").runsFor(Duration.ofHours(5));
    Path home = Files.createDirectory(directory.resolve("corrected"));
    corrected = AwsCli.at(fast.serve(0).endpoint(), program, home).start(resource("corrected.sh"));

    slow = FakeAws.builder().speed(1).timings(SLOW_TO_CHANGE).build();
    slow.jobs().named("*").runsFor(Duration.ofHours(1));
    printed = PrintedWorld.make(slow);
    home = Files.createDirectory(directory.resolve("printed"));
    cli = AwsCli.at(slow.serve(0).endpoint(), program, home);
  }

  @AfterAll
  static void close() {
    if (corrected != null) {
      corrected.process().destroy();
    }
    if (slow != null) {
      slow.close();
    }
    if (fast != null) {
      fast.close();
    }
    if (program != null) {
      program.close();
    }
  }

  @Nested
  @Order(1)
  class AsPrinted {

    @Test
    @Rule({"REC-1", "REC-24"})
    void wrongKeyAndMissingReason_areRefusedByTheCliItself() throws Exception {
      Result environment = cli.run(NETWORK, create("InstanceTypes", "EC2", "ECS_AL2", "80"));
      Result cancel = cli.run("echo some-id | xargs -r -n1 aws batch cancel-job --job-id");

      assertThat(environment.output())
          .contains("Unknown parameter in computeResources: \"InstanceTypes\", must be one of: ");
      assertThat(cancel.output()).contains("the following arguments are required: --reason");
      // A service's own refusal starts so.
      assertThat(environment.output() + cancel.output()).doesNotContain("An error occurred");
    }

    @Test
    @Rule({"REC-2", "REC-3"})
    void typeAndImage_areRefusedByBatch() throws Exception {
      Result result =
          cli.run(
              NETWORK,
              create("instanceTypes", "EC2", "ECS_AL2023", "80"),
              create("instanceTypes", "SPOT", "ECS_AL2", "80"));

      assertThat(result.output())
          .contains(
              "An error occurred (ClientException) when calling the CreateComputeEnvironment"
                  + " operation: Error executing request, Exception : Invalid compute resource"
                  + " allocation strategy SPOT_CAPACITY_OPTIMIZED for type EC2, RequestId: ")
          .contains("Amazon Linux 2 is end-of-life.");
    }

    @Test
    @Rule("REC-10")
    void instanceRole_thatTheConsoleMade_exists() throws Exception {
      Result result =
          cli.run(
              "aws iam create-role --role-name ecsInstanceRole --assume-role-policy-document"
                  + " '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                  + "{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'");

      assertThat(result.output())
          .contains(
              "An error occurred (EntityAlreadyExists) when calling the CreateRole operation");
    }

    @Test
    @Rule("REC-15")
    void vpc_whereThereIsNoDefault_isNone() throws Exception {
      try (FakeAws bare = FakeAws.builder().speed(1).build();
          FakeAwsServer server = bare.serve(0)) {
        bare.removeDefaultVpc();
        Path home = Files.createDirectory(directory.resolve("bare"));

        Result result =
            AwsCli.at(server.endpoint(), program, home).run(NETWORK, "echo VPC_ID=$VPC_ID");

        assertThat(result.output()).isEqualTo("VPC_ID=None\n");
      }
    }

    @Test
    @Rule("REC-8")
    void queue_rightAfterItsEnvironment_isRefused() throws Exception {
      Result result =
          cli.run(
              NETWORK,
              create("instanceTypes", "SPOT", "ECS_AL2023", "80"),
              "aws batch create-job-queue --job-queue-name early --state ENABLED --priority 1"
                  + " --compute-environment-order '[{\"order\":1,\"computeEnvironment\":\"early\"}]'");

      assertThat(result.output())
          .contains("computeEnvironmentArn")
          .contains(
              "Compute Environments must be created and valid before attaching them to a job"
                  + " queue");
    }

    @Test
    @Rule({"REC-20", "REC-23", "REC-25"})
    void job_cancelledWhileItRuns_runsOn() throws Exception {
      String id = printed.runningJob();

      Result result =
          cli.run(
              "aws batch describe-jobs --jobs "
                  + id
                  + " --output text"
                  + " --query 'jobs[0].{Def:jobDefinitionArn}'",
              "aws batch list-jobs --job-queue jobs --job-status RUNNING"
                  + " --query 'jobList[].jobId' --output text",
              "aws batch cancel-job --job-id " + id + " --reason cleanup; echo code $?",
              "aws batch describe-jobs --jobs " + id + " --query 'jobs[0].status' --output text");

      assertThat(result.output()).endsWith("None\nNone\ncode 0\nRUNNING\n");
    }

    @Test
    @Rule({"REC-26", "REC-27", "REC-28", "REC-29"})
    void cleanup_withoutWaiting_isRefused() throws Exception {
      printed.runningJob();

      Result result =
          cli.run(
              "aws batch update-job-queue --job-queue jobs --state DISABLED >/dev/null",
              "aws batch delete-job-queue --job-queue jobs",
              "aws batch update-compute-environment --compute-environment spot --state DISABLED"
                  + " >/dev/null",
              "aws batch delete-compute-environment --compute-environment spot",
              "aws batch deregister-job-definition --job-definition work",
              "aws ec2 delete-security-group --group-id " + printed.securityGroup());

      assertThat(result.output())
          .contains("DeleteJobQueue operation: Cannot delete, resource is being modified.")
          .contains("DeleteComputeEnvironment operation: Cannot delete, ")
          .contains(
              "calling the DeregisterJobDefinition operation", "give name:revision or the ARN")
          .contains("(DependencyViolation) when calling the DeleteSecurityGroup operation");
    }

    /** The recipe's own command, but for these, and for quotes without which a shell cuts it. */
    private static String create(String typesKey, String type, String image, String bid) {
      return """
      aws batch create-compute-environment --compute-environment-name early --type MANAGED \
          --state ENABLED --compute-resources '{
            "type": "%s", "minvCpus": 0, "maxvCpus": 100, "desiredvCpus": 0,
            "%s": ["c5.large", "c5.xlarge", "m5.large"],
            "allocationStrategy": "SPOT_CAPACITY_OPTIMIZED", "bidPercentage": %s,
            "ec2Configuration": [{"imageType": "%s"}],
            "subnets": ["'"$(echo $SUBNET_IDS | sed 's/,/", "/g')"'"],
            "securityGroupIds": ["%s"], "instanceRole": "ecsInstanceRole"}'
      """
          .formatted(type, typesKey, bid, image, printed.securityGroup());
    }
  }

  /** Last, since it has gone on beside the others. */
  @Nested
  @Order(2)
  class Corrected {

    @Test
    @Rule({
      "REC-1", "REC-2", "REC-3", "REC-8", "REC-10", "REC-15", "REC-16", "REC-20", "REC-23",
      "REC-24", "REC-25", "REC-26", "REC-27", "REC-28", "REC-29", "REC-31", "REC-34", "REC-35"
    })
    void corrected_allSteps_doWhatTheRecipeMeans() throws Exception {
      Result result = corrected.finish();

      assertThat(result.output()).endsWith("== Done\n").doesNotContain("An error occurred");
      assertThat(result.exitCode()).isZero();
      assertThat(result.output())
          .containsPattern("spot-compute-env-[a-z0-9]{6} *\\| *ENABLED *\\| *VALID")
          .containsPattern("\\| *i-[0-9a-f]{17} *\\| *[cm]5\\.[0-9x]*large *\\| *sir-")
          .containsPattern("arn:aws:batch:us-east-1:123456789012:job-definition/batch-job-def-")
          .contains("\n/aws/batch/job\n");
      assertThat(left(fast)).isEmpty();
    }
  }

  /** What is left of the recipe. */
  private static List<String> left(FakeAws aws) {
    BatchClient batch = aws.batch();
    List<String> left = new ArrayList<>();
    batch.describeComputeEnvironments().computeEnvironments().forEach(e -> left.add("" + e));
    batch.describeJobQueues().jobQueues().forEach(queue -> left.add("" + queue));
    batch.describeJobDefinitions(r -> r.status("ACTIVE")).jobDefinitions().stream()
        .map(JobDefinition::jobDefinitionName)
        .forEach(left::add);
    aws.client(IamClient.builder()).listRoles(r -> r.pathPrefix("/")).roles().stream()
        .map(Role::roleName)
        .filter(name -> name.contains("-"))
        .forEach(left::add);
    aws.client(IamClient.builder()).listInstanceProfiles().instanceProfiles().stream()
        .map(InstanceProfile::instanceProfileName)
        .filter(name -> name.contains("-"))
        .forEach(left::add);
    aws.client(EcrClient.builder())
        .describeRepositories()
        .repositories()
        .forEach(r -> left.add("" + r));
    aws.client(Ec2Client.builder()).describeSecurityGroups().securityGroups().stream()
        .map(SecurityGroup::groupName)
        .filter(name -> !name.equals("default"))
        .forEach(left::add);
    return left;
  }

  private static String resource(String name) throws IOException {
    try (var stream = RecipeByTheCliTest.class.getResourceAsStream("/recipe/" + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
