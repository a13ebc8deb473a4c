package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static io.github.spotbatch.testing.BatchWorld.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.assertj.SpotBatchAssertions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.batch.model.AssignPublicIp;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.iam.IamClient;

/** Jobs on Fargate, which have a place of their own and no instance. */
class FargateJobsTest {

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = new BatchWorld(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Running {

    @Test
    void report_hasNoPriceOfIt_andSaysSo() {
      ready("FARGATE_SPOT", 4);
      aws.spot().reclaim().hostOf("one").after(Duration.ofSeconds(10));
      aws.jobs().named("one").runsFor(Duration.ofHours(1));
      world.submit("one");
      aws.runUntilIdle();

      WorldReport report = aws.report();

      assertThat(report.hosts()).isEmpty();
      assertThat(report.unpricedAttempts()).isEqualTo(1);
      AttemptReport attempt = report.attempts("one").get(0);
      assertThat(attempt.hostId()).isEqualTo("Fargate");
      assertThat(attempt.vcpus()).isEqualTo(0.25);
      assertThat(attempt.instanceType()).isEmpty();
      assertThat(attempt.costUsd()).isEmpty();
      assertThat(attempt.outcome()).isEqualTo(AttemptOutcome.LOST_WITH_HOST);
      assertThatThrownBy(() -> SpotBatchAssertions.assertThat(report).costAtMost("1"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Expected a known cost, but 1 attempts have no price");
    }

    @Test
    @Rule("JOB-66")
    void job_runsWithoutAnInstance() {
      ready("FARGATE", 4);
      Instant submitted = aws.time().now();
      String id = world.submit("one");
      aws.runUntilIdle();

      JobDetail job = world.job(id);
      assertThat(job.status()).as(job.statusReason()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(job.platformCapabilities()).containsExactly(PlatformCapability.FARGATE);
      assertThat(job.container().containerInstanceArn()).isNull();
      assertThat(job.container().networkConfiguration().assignPublicIp())
          .isEqualTo(AssignPublicIp.ENABLED);
      assertThat(job.attempts())
          .singleElement()
          .satisfies(it -> assertThat(it.container().containerInstanceArn()).isNull())
          .satisfies(it -> assertThat(it.container().taskArn()).contains(":task/AWSBatch-spot-"))
          .satisfies(it -> assertThat(it.container().logStreamName()).startsWith("work/default/"));
      assertThat(world.ec2.describeInstances().reservations()).isEmpty();
      Timings timings = Timings.defaults();
      Duration before =
          timings
              .of(Step.JOB_SUBMITTED)
              .plus(timings.of(Step.SCHEDULING))
              .plus(timings.of(Step.FARGATE_STARTING));
      assertThat(Instant.ofEpochMilli(job.startedAt())).isEqualTo(submitted.plus(before));
    }

    @ParameterizedTest
    @CsvSource({"X86_64, amd64, 0", "X86_64, arm64, 1", "ARM64, arm64, 0", "ARM64, amd64, 1"})
    void image_runsOnTheProcessorThatItsDefinitionAsksFor(
        String processor, String architecture, int exitCode, @TempDir Path folder)
        throws Exception {
      ready("FARGATE", 4);
      JibImage image = new JibImage(folder).file("/run", "code").architectures(architecture);
      image.builder().setEntrypoint("/run");
      String reference = image.push(aws, "app", "1.0");
      ContainerProperties container = registered().containerProperties();
      world.register(
          d ->
              d.platformCapabilities(PlatformCapability.FARGATE)
                  .containerProperties(
                      container.toBuilder()
                          .image(reference)
                          .runtimePlatform(p -> p.cpuArchitecture(processor))
                          .build()));
      String id = world.submit("one");
      aws.runUntilIdle();

      assertThat(world.job(id).container().exitCode()).isEqualTo(exitCode);
    }

    private JobDefinition registered() {
      return world.batch.describeJobDefinitions(r -> r.status("ACTIVE")).jobDefinitions().get(0);
    }

    @Test
    void jobs_inFractions_fillTheMaximumAndNoMore() {
      aws.jobs().named("*").runsFor(Duration.ofMinutes(10));
      ready("FARGATE", 1);
      for (int i = 0; i < 5; i++) {
        world.submit("job" + i);
      }

      aws.advance(Duration.ofMinutes(5));

      assertThat(world.names(JobStatus.RUNNING))
          .containsExactlyInAnyOrder("job0", "job1", "job2", "job3");
      assertThat(world.names(JobStatus.RUNNABLE)).containsExactly("job4");
      aws.advance(Duration.ofMinutes(10));
      assertThat(world.names(JobStatus.RUNNING)).containsExactly("job4");
    }

    @Test
    @Rule("JOB-47")
    void job_largerThanTheMaximum_isBlockedForThat() {
      ready("FARGATE", 1);
      String id =
          world.submit(
              "large",
              r ->
                  r.containerOverrides(
                      c ->
                          c.resourceRequirements(
                              cpu -> cpu.type(ResourceType.VCPU).value("2"),
                              memory -> memory.type(ResourceType.MEMORY).value("4096"))));

      aws.advance(Duration.ofHours(1));

      assertThat(world.job(id).status()).isEqualTo(JobStatus.RUNNABLE);
      assertThat(world.job(id).statusReason())
          .startsWith("MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - ");
    }

    @Test
    @Rule("CE-85")
    void disabled_startsNothingNewAndLetsGoOn() {
      aws.jobs().named("*").runsFor(Duration.ofMinutes(10));
      ready("FARGATE", 4);
      world.submit("before");
      aws.advance(Duration.ofMinutes(2));
      disable();
      world.submit("after");
      aws.advance(Duration.ofMinutes(20));

      assertThat(world.names(JobStatus.SUCCEEDED)).containsExactly("before");
      assertThat(world.names(JobStatus.RUNNABLE)).containsExactly("after");
    }

    @ParameterizedTest
    @CsvSource({"FARGATE, EC2, false", "FARGATE, FARGATE, true"})
    @Rule("JOB-4")
    void submit_ofAnotherPlatform_isRefused(String type, String capability, boolean fits) {
      ready(type, 4);
      if (capability.equals("EC2")) {
        world.register(d -> {});
      }

      if (fits) {
        assertThat(world.submit("one")).isNotEmpty();
      } else {
        assertThat(Refusal.messageOf(() -> world.submit("one")))
            .isEqualTo(
                "Job Queue is attached to Compute Environment that can not run Jobs with"
                    + " capability "
                    + capability
                    + ".");
      }
    }
  }

  @Nested
  class Reclaims {

    @Test
    @Rule("JOB-46")
    void reclaim_onFargateSpot_interruptsTheTaskAndHostsPatternDoesNotCatchIt() {
      aws.spot().reclaim().hostOf("one").after(Duration.ofSeconds(10));
      aws.jobs().named("one").runsFor(Duration.ofHours(1));
      ready("FARGATE_SPOT", 4);
      String id =
          world.submit(
              "one",
              r ->
                  r.retryStrategy(
                      s ->
                          s.attempts(3)
                              .evaluateOnExit(
                                  e -> e.action("RETRY").onStatusReason("Host EC2*"),
                                  e -> e.action("EXIT").onReason("*"))));

      aws.advance(Duration.ofMinutes(10));

      JobDetail job = world.job(id);
      assertThat(job.status()).isEqualTo(JobStatus.FAILED);
      assertThat(job.statusReason()).isEqualTo("Your Spot Task was interrupted.");
      assertThat(job.attempts())
          .singleElement()
          .satisfies(it -> assertThat(it.container().exitCode()).isEqualTo(137));
      assertThat(aws.spot().unfired()).isEmpty();
    }

    @Test
    @Rule("JOB-46")
    void reclaim_onFargateSpot_isRetriedByItsOwnPattern() {
      aws.spot().reclaim().hostOf("one").after(Duration.ofSeconds(10));
      aws.jobs().named("one").runsFor(Duration.ofMinutes(5));
      ready("FARGATE_SPOT", 4);
      String id =
          world.submit(
              "one",
              r ->
                  r.retryStrategy(
                      s ->
                          s.attempts(2)
                              .evaluateOnExit(
                                  e -> e.action("RETRY").onStatusReason("Your Spot Task*"))));

      aws.runUntilIdle();

      assertThat(world.job(id).status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(world.job(id).attempts()).hasSize(2);
    }

    @Test
    @Rule("JOB-46")
    void reclaim_onPlainFargate_doesNotHappen() {
      aws.spot().reclaim().hostOf("one").after(Duration.ofSeconds(10));
      ready("FARGATE", 4);
      String id = world.submit("one");

      aws.runUntilIdle();

      assertThat(world.job(id).status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(aws.spot().unfired()).hasSize(1);
    }
  }

  @Nested
  class Deletion {

    @Test
    @Rule("CE-90")
    void delete_whileAJobRuns_turnsInvalid() {
      aws.jobs().named("*").runsFor(Duration.ofHours(1));
      ready("FARGATE", 4);
      world.submit("one");
      aws.advance(Duration.ofMinutes(2));
      leaveQueue();

      world.batch.deleteComputeEnvironment(r -> r.computeEnvironment(ENVIRONMENT));
      aws.advance(Duration.ofMinutes(1));

      assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);
      assertThat(world.names(JobStatus.RUNNING)).containsExactly("one");
    }

    @Test
    @Rule("CE-90")
    void delete_onceJobsHaveEnded_isGone() {
      ready("FARGATE", 4);
      world.submit("one");
      aws.runUntilIdle();
      leaveQueue();

      world.batch.deleteComputeEnvironment(r -> r.computeEnvironment(ENVIRONMENT));
      aws.advance(Duration.ofMinutes(1));

      assertThat(world.environments(ENVIRONMENT)).isEmpty();
    }

    private void leaveQueue() {
      create("other", "FARGATE", 4);
      disable();
      aws.advance(Duration.ofMinutes(1));
      world.batch.updateJobQueue(
          r ->
              r.jobQueue(QUEUE)
                  .computeEnvironmentOrder(o -> o.order(1).computeEnvironment("other")));
      aws.advance(Duration.ofMinutes(1));
    }
  }

  private void disable() {
    world.batch.updateComputeEnvironment(r -> r.computeEnvironment(ENVIRONMENT).state("DISABLED"));
  }

  private void ready(String type, int maxVcpus) {
    IamClient iam = aws.client(IamClient.builder());
    String role =
        iam.createRole(
                r ->
                    r.roleName("execution")
                        .assumeRolePolicyDocument(
                            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                                + "{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"))
            .role()
            .arn();
    create(ENVIRONMENT, type, maxVcpus);
    aws.advance(Duration.ofMinutes(1));
    world.createQueue();
    aws.advance(Duration.ofMinutes(1));
    world.register(
        d ->
            d.platformCapabilities(PlatformCapability.FARGATE)
                .containerProperties(
                    c ->
                        c.image("public.ecr.aws/docker/library/busybox:stable")
                            .executionRoleArn(role)
                            .networkConfiguration(n -> n.assignPublicIp(AssignPublicIp.ENABLED))
                            .resourceRequirements(
                                cpu -> cpu.type(ResourceType.VCPU).value("0.25"),
                                memory -> memory.type(ResourceType.MEMORY).value("512"))));
  }

  private void create(String name, String type, int maxVcpus) {
    world.batch.createComputeEnvironment(
        r ->
            r.computeEnvironmentName(name)
                .type(CEType.MANAGED)
                .computeResources(
                    c ->
                        c.type(type)
                            .maxvCpus(maxVcpus)
                            .subnets(
                                world.ec2.describeSubnets().subnets().stream()
                                    .map(Subnet::subnetId)
                                    .toList())
                            .securityGroupIds(
                                world.ec2.describeSecurityGroups().securityGroups().stream()
                                    .map(SecurityGroup::groupId)
                                    .toList())));
  }
}
