package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.ContainerDetail;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JQState;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.SubmitJobResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** What can be submitted where, under which name, and what comes back. */
class SubmittedJobsTest {

  private static final String ARN = "arn:aws:batch:us-east-1:123456789012:";

  private static FakeAws aws;
  private static BatchWorld world;

  @BeforeAll
  static void open() {
    aws = FakeAws.create();
    world = BatchWorld.ready(aws);
    world.createQueue("closed", 1, BatchWorld.ENVIRONMENT);
    world.batch.createComputeEnvironment(
        r ->
            r.computeEnvironmentName("fargate")
                .type(CEType.MANAGED)
                .computeResources(
                    c ->
                        c.type("FARGATE")
                            .maxvCpus(4)
                            .subnets(
                                world.ec2.describeSubnets().subnets().stream()
                                    .map(Subnet::subnetId)
                                    .toList())
                            .securityGroupIds(
                                world.ec2.describeSecurityGroups().securityGroups().stream()
                                    .map(SecurityGroup::groupId)
                                    .toList())));
    aws.advance(Duration.ofMinutes(1));
    world.createQueue("on-fargate", 1, "fargate");
    world.batch.registerJobDefinition(
        DefinitionParts.fargate().jobDefinitionName("for-fargate").build());
    aws.advance(Duration.ofMinutes(1));
  }

  @AfterAll
  static void close() {
    aws.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-dash", "_underscore", "no spaces", "", "dot.dot"})
  @Rule("JOB-1")
  void name_thatBatchDoesNotTake_isRefused(String name) {
    Refusal.wrapped("Job name should match valid pattern", any -> {})
        .check(() -> world.submit(name));
  }

  @Test
  @Rule("JOB-1")
  void name_of128Characters_isTaken_oneMoreIsNot() {
    assertThat(world.job(world.submit("x".repeat(128))).jobName()).hasSize(128);
    Refusal.wrapped("Job name should match valid pattern", any -> {})
        .check(() -> world.submit("x".repeat(129)));
  }

  @Test
  @Rule("JOB-1")
  void name_thatIsTaken_isTakenAgain() {
    assertThat(world.submit("9_a-B")).isNotEqualTo(world.submit("9_a-B"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"work", "work:1", ARN + "job-definition/work", ARN + "job-definition/work:1"})
  @Rule({"JOB-2", "JOB-3", "JOB-65"})
  void definition_byNameOrArn_isFound(String definition) {
    String id = world.submit("job", r -> r.jobDefinition(definition));

    assertThat(world.job(id).jobDefinition()).isEqualTo(ARN + "job-definition/work:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "work:x", "work!", ":1"})
  @Rule("JOB-3")
  void definition_thatIsNoneByItsForm_isRefused(String definition) {
    Refusal.wrapped(
            "Provided name " + definition + " is not supported pattern[a-zA-Z_0-9-]{1,128}",
            any -> {})
        .check(() -> world.submit("job", r -> r.jobDefinition(definition)));
  }

  @ParameterizedTest
  @MethodSource
  @Rule("JOB-4")
  void platform_thatTheQueueHasNot_isRefused(Platform platform) {
    Refusal.bare(
            "Job Queue is attached to Compute Environment that can not run Jobs with capability "
                + platform.name
                + ".",
            any -> {})
        .check(
            () ->
                world.submit(
                    "job", r -> r.jobQueue(platform.queue).jobDefinition(platform.definition)));
  }

  private record Platform(String name, String queue, String definition) {}

  static Stream<Platform> platform_thatTheQueueHasNot_isRefused() {
    return Stream.of(
        new Platform("EC2", "on-fargate", "work"), new Platform("FARGATE", QUEUE, "for-fargate"));
  }

  @Test
  @Rule("JOB-4")
  void platform_thatTheQueueHas_isTaken() {
    assertThat(world.job(world.submit("job")).platformCapabilitiesAsStrings())
        .containsExactly("EC2");
  }

  @Test
  @Rule("JOB-10")
  void response_hasIdNameAndArn() {
    SubmitJobResponse response =
        world.batch.submitJob(r -> r.jobName("job").jobQueue(QUEUE).jobDefinition("work"));

    assertThat(response.jobId()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(response.jobName()).isEqualTo("job");
    assertThat(response.jobArn()).isEqualTo(ARN + "job/" + response.jobId());
    assertThat(world.job(response.jobArn()).jobId()).isEqualTo(response.jobId());
  }

  @Test
  @Rule("JOB-65")
  void container_isShownAsItWasDefined() {
    ContainerProperties given =
        BatchWorld.definition().build().containerProperties().toBuilder()
            .command("a", "b")
            .environment(e -> e.name("A").value("1"))
            .secrets(s -> s.name("B").valueFrom("arn:aws:ssm:us-east-1:123456789012:parameter/b"))
            .jobRoleArn("arn:aws:iam::123456789012:role/job")
            .executionRoleArn("arn:aws:iam::123456789012:role/execution")
            .volumes(v -> v.name("v").host(h -> h.sourcePath("/data")))
            .mountPoints(m -> m.sourceVolume("v").containerPath("/v"))
            .ulimits(u -> u.name("nofile").softLimit(1).hardLimit(2))
            .linuxParameters(l -> l.sharedMemorySize(64))
            .logConfiguration(l -> l.logDriver("json-file"))
            .privileged(true)
            .readonlyRootFilesystem(true)
            .user("nobody")
            .enableExecuteCommand(true)
            .repositoryCredentials(c -> c.credentialsParameter("arn"))
            .build();
    world.batch.registerJobDefinition(
        BatchWorld.definition().jobDefinitionName("full").containerProperties(given).build());

    ContainerDetail shown =
        world.job(world.submit("job", r -> r.jobDefinition("full"))).container();

    assertThat(given.sdkFields())
        .allSatisfy(
            field ->
                assertThat(shown.getValueForField(field.memberName(), Object.class))
                    .isEqualTo(given.getValueForField(field.memberName(), Object.class)));
  }

  @Test
  @Rule({"JOB-12", "JQ-3"})
  void queue_disabled_takesNoJobsButFinishesThoseThatItHas() {
    String earlier = world.submit("job", r -> r.jobQueue("closed"));
    world.batch.updateJobQueue(r -> r.jobQueue("closed").state(JQState.DISABLED));
    aws.advance(Duration.ofMinutes(1));

    assertThat(Refusal.messageOf(() -> world.submit("job", r -> r.jobQueue("closed"))))
        .contains("not ENABLED");
    aws.runUntilIdle();
    assertThat(world.job(earlier).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  @Rule("JOB-24")
  void times_areEpochMilliseconds() {
    long before = aws.time().now().toEpochMilli();

    String id = world.submit("job");

    assertThat(world.job(id).createdAt()).isEqualTo(before);
    assertThat(world.job(id).startedAt()).isNull();
    assertThat(world.job(id).stoppedAt()).isNull();
    aws.runUntilIdle();
    JobDetail done = world.job(id);
    assertThat(done.startedAt()).isGreaterThan(before);
    assertThat(done.stoppedAt()).isEqualTo(done.startedAt() + Duration.ofMinutes(1).toMillis());
  }

  @Test
  void tags_comeBackInTheOrderTheyWereGivenIn() {
    Map<String, String> tags = new LinkedHashMap<>();
    "jihgfedcba".chars().forEach(c -> tags.put(Character.toString(c), "x"));

    String id = world.submit("job", r -> r.tags(tags));

    assertThat(world.job(id).tags().keySet())
        .containsExactly("j", "i", "h", "g", "f", "e", "d", "c", "b", "a");
  }
}
