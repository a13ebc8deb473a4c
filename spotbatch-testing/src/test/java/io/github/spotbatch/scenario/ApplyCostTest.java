package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.RecordedRequest;
import io.github.spotbatch.testing.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;

/** What an apply costs: in calls where nothing is to do, and in time. */
class ApplyCostTest {

  private static final Duration LATENCY = Duration.ofMillis(20);

  private static final int FOREIGN = 200;

  /** How things of a kind are read; a role's inline policies are read one by one besides. */
  private static final Map<ResourceKind, String> READS =
      Map.of(
          ResourceKind.ROLE, "iam:(GetRole|List(Attached)?RolePolicies)",
          ResourceKind.INSTANCE_PROFILE, "iam:GetInstanceProfile",
          ResourceKind.SECURITY_GROUP, "ec2:DescribeSecurityGroups",
          ResourceKind.REPOSITORY, "ecr:(DescribeRepositories|ListTags.*|GetLifecyclePolicy)",
          ResourceKind.LOG_GROUP, "logs:DescribeLogGroups",
          ResourceKind.COMPUTE_ENVIRONMENT, "batch:DescribeComputeEnvironments",
          ResourceKind.JOB_QUEUE, "batch:DescribeJobQueues",
          ResourceKind.JOB_DEFINITION, "batch:DescribeJobDefinitions");

  /** How many reads a thing takes at the most; others take one. */
  private static final Map<ResourceKind, Integer> MOST =
      Map.of(ResourceKind.ROLE, 3, ResourceKind.REPOSITORY, 3);

  /** AWS allows 50 of them. */
  private static final int FOREIGN_IN_BATCH = 45;

  static Stream<StackSpec> stacks() {
    return Stream.of(FakeStack.recipe("demo"), EveryOption.of("demo"));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void apply_nothingToDoInAFullAccount_readsEachThingByItsName(StackSpec stack) {
    try (FakeStack fake = FakeStack.typed();
        SpotBatch spotBatch = fake.spotBatch()) {
      ProvisioningPlan plan = planOfTheSame(fake, spotBatch.provisioner(), stack);
      List<String> alone = calls(fake, spotBatch, plan);
      fill(fake);
      List<String> calls = calls(fake, spotBatch, plan);

      assertThat(calls).containsExactlyInAnyOrderElementsOf(alone);
      Map<ResourceKind, Long> things =
          plan.actions().stream().collect(groupingBy(PlannedAction::kind, counting()));
      things.forEach(
          (kind, number) ->
              assertThat(calls)
                  .filteredOn(call -> call.matches(READS.get(kind)))
                  .as(kind.label())
                  .hasSizeBetween(1, (int) (MOST.getOrDefault(kind, 1) * number)));
      assertThat(calls)
          .filteredOn(call -> READS.values().stream().noneMatch(call::matches))
          .containsExactlyInAnyOrder("sts:GetCallerIdentity", "iam:GetRolePolicy");
    }
  }

  private static List<String> calls(FakeStack fake, SpotBatch spotBatch, ProvisioningPlan plan) {
    fake.aws.journal().clear();
    spotBatch.provisioner().apply(plan);
    return fake.aws.journal().all().stream().map(ApplyCostTest::name).toList();
  }

  private static String name(RecordedRequest request) {
    return request.service() + ":" + request.operation();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void apply_nothingToDo_takesFourRoundTrips(StackSpec stack) {
    try (FakeStack fake = FakeStack.typed();
        SpotBatch spotBatch = fake.spotBatch()) {
      ProvisioningPlan plan = planOfTheSame(fake, spotBatch.provisioner(), stack);

      assertThat(timeOf(fake, spotBatch, plan)).isLessThanOrEqualTo(LATENCY.multipliedBy(4));
    }
  }

  /**
   * The longest chain of what AWS itself imposes: CreateRole, AddRoleToInstanceProfile,
   * CreateComputeEnvironment, 800 ms, a look, CreateJobQueue, 200 ms, a look.
   */
  @Test
  void apply_recipe_takesLittleMoreThanAwsItselfDoes() {
    Duration imposed = LATENCY.multipliedBy(6).plusMillis(800 + 200);
    Timings timings =
        Timings.defaults()
            .with(Timings.Step.IAM_PROPAGATION, Duration.ZERO)
            .with(Timings.Step.ENVIRONMENT_CREATING, Duration.ofMillis(800))
            .with(Timings.Step.QUEUE_CREATING, Duration.ofMillis(200));
    try (FakeStack fake = FakeStack.typed(FakeAws.builder().timings(timings).build());
        SpotBatch spotBatch = fake.spotBatch()) {
      ProvisioningPlan plan = spotBatch.provisioner().plan(FakeStack.recipe("demo"));

      assertThat(timeOf(fake, spotBatch, plan))
          .isLessThanOrEqualTo(imposed.multipliedBy(115).dividedBy(100));
      assertThat(spotBatch.provisioner().plan(FakeStack.recipe("demo"))).changesNothing();
    }
  }

  private static Duration timeOf(FakeStack fake, SpotBatch spotBatch, ProvisioningPlan plan) {
    fake.aws.faults().on("*").delay(LATENCY);
    Instant start = fake.aws.time().now();
    spotBatch.provisioner().apply(plan);
    Duration time = Duration.between(start, fake.aws.time().now());
    fake.aws.faults().clear();
    return time;
  }

  private static ProvisioningPlan planOfTheSame(
      FakeStack fake, Provisioner provisioner, StackSpec stack) {
    fake.aws.addPolicy(EveryOption.BOUNDARY);
    provisioner.apply(provisioner.plan(stack));
    ProvisioningPlan plan = provisioner.plan(stack);
    assertThat(plan).changesNothing();
    return plan;
  }

  /** Things of others, whose names begin as the stack's do. */
  private static void fill(FakeStack fake) {
    JobQueueDetail queue = fake.batch.describeJobQueues().jobQueues().get(0);
    String environment = queue.computeEnvironmentOrder().get(0).computeEnvironment();
    ComputeEnvironmentDetail detail =
        fake.batch
            .describeComputeEnvironments(r -> r.computeEnvironments(environment))
            .computeEnvironments()
            .get(0);
    String vpc = fake.ec2.describeVpcs().vpcs().get(0).vpcId();
    for (int i = 0; i < FOREIGN; i++) {
      String name = "demo-" + i;
      fake.iam.createRole(
          r -> r.roleName(name).path("/spotbatch/").assumeRolePolicyDocument(TRUST));
      fake.iam.createInstanceProfile(r -> r.instanceProfileName(name).path("/spotbatch/"));
      fake.ec2.createSecurityGroup(r -> r.groupName(name).description("theirs").vpcId(vpc));
      fake.ecr.createRepository(r -> r.repositoryName(name));
      fake.logs.createLogGroup(r -> r.logGroupName("/aws/batch/job/" + name));
      fake.batch.registerJobDefinition(definition(name));
    }
    for (int i = 0; i < FOREIGN_IN_BATCH; i++) {
      String name = "demo-" + i;
      fake.batch.createComputeEnvironment(
          r ->
              r.computeEnvironmentName(name)
                  .type(detail.type())
                  .computeResources(detail.computeResources()));
      fake.batch.createJobQueue(
          r ->
              r.jobQueueName(name)
                  .priority(1)
                  .computeEnvironmentOrder(e -> e.order(1).computeEnvironment(environment)));
    }
  }

  private static RegisterJobDefinitionRequest definition(String name) {
    return RegisterJobDefinitionRequest.builder()
        .jobDefinitionName(name)
        .type("container")
        .containerProperties(
            c ->
                c.image("app")
                    .resourceRequirements(
                        r -> r.type("VCPU").value("1"), r -> r.type("MEMORY").value("64")))
        .build();
  }

  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
          + "\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
}
