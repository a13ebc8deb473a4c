package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.FieldChange;
import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningEvent;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.OnDemandAllocationStrategy;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.RecordedRequest;
import io.github.spotbatch.testing.Rule;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.JobDefinition;

/** A stack that is there, whole and as its spec says or not. */
class ExistingStackTest {

  private static final String BOUNDARY = EveryOption.BOUNDARY;

  private final FakeStack fake = new FakeStack();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  @Nested
  class Unchanged {

    @Test
    void plan_keepsAllInOneLineEach() {
      apply(FakeStack.recipe("demo"));

      ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));

      assertThat(plan).changesNothing().createsResources(0);
      assertThat(plan.actions()).hasSize(11).allMatch(action -> action.requests().isEmpty());
      assertThat(plan.toString())
          .startsWith(
              "Plan for stack demo in us-east-1 of account 123456789012: nothing to do,"
                  + " 11 resources to keep\n= role demo-us-east-1-service\n= ")
          .contains("\n= compute environment demo-spot-1\n= job queue demo-jobs\n")
          .contains("\n= job definition demo-work:1\n")
          .doesNotContain("{");
    }

    @Test
    void apply_sendsNoWriteTellsNothingAndNamesEverything() {
      Deployment made = apply(FakeStack.recipe("demo"));
      fake.aws.journal().clear();
      List<ProvisioningEvent> events = new ArrayList<>();

      Deployment kept = provisioner.apply(provisioner.plan(FakeStack.recipe("demo")), events::add);

      assertThat(writes()).isEmpty();
      assertThat(fake.aws.journal().count("DescribeJobQueues")).isPositive();
      assertThat(events).isEmpty();
      assertThat(kept.toString()).isEqualTo(made.toString());
      assertThat(kept.jobDefinitionArn("work")).isEqualTo(made.jobDefinitionArn("work"));
    }

    @Test
    void apply_everyOptionOfAStack_sendsNoWrite() {
      fake.aws.addPolicy(BOUNDARY);
      apply(EveryOption.of("demo"));
      fake.aws.journal().clear();

      ProvisioningPlan plan = provisioner.plan(EveryOption.of("demo"));
      provisioner.apply(plan);

      assertThat(plan).changesNothing();
      assertThat(writes()).isEmpty();
    }

    @Test
    void apply_tagsOfOthers_areTheirs() {
      apply(FakeStack.recipe("demo"));
      fake.batch.tagResource(
          r ->
              r.resourceArn(fake.batch.describeJobQueues().jobQueues().get(0).jobQueueArn())
                  .tags(Map.of("Audit", "1")));
      fake.iam.tagRole(r -> r.roleName("demo-us-east-1-job").tags(t -> t.key("Audit").value("1")));
      fake.logs.tagResource(
          r ->
              r.resourceArn("arn:aws:logs:us-east-1:123456789012:log-group:/aws/batch/job/demo")
                  .tags(Map.of("Audit", "1")));

      assertThat(provisioner.plan(FakeStack.recipe("demo"))).changesNothing();
    }

    @Test
    @Rule("CE-44")
    void plan_desiredVcpusMovedByBatch_areNoDifference() {
      StackSpec stack =
          StackSpec.builder("demo")
              .computeEnvironment(
                  OnDemandComputeEnvironment.builder("steady")
                      .desiredVcpus(4)
                      .maxVcpus(8)
                      .instanceTypes("m5.large")
                      .build())
              .build();
      apply(stack);
      fake.aws.advance(Duration.ofHours(1));
      assertThat(environment().desiredvCpus()).isNotEqualTo(4);

      assertThat(provisioner.plan(stack)).changesNothing();
    }

    @Test
    void plan_typesInAnotherOrder_differOnlyWhereTheOrderCounts() {
      apply(everyOrder("m5.large", "c5.large", "m5", "c5"));

      assertThat(provisioner.plan(everyOrder("c5.large", "m5.large", "m5", "c5"))).changesNothing();
      assertThat(changed(everyOrder("m5.large", "c5.large", "c5", "m5")))
          .containsExactly(
              "compute environment demo-steady-1: computeResources.instanceTypes [m5, c5] -> [c5, m5]");
    }

    private StackSpec everyOrder(String spot1, String spot2, String steady1, String steady2) {
      return StackSpec.builder("demo")
          .computeEnvironment(
              SpotComputeEnvironment.builder("spot")
                  .maxVcpus(64)
                  .instanceTypes(spot1, spot2)
                  .build())
          .computeEnvironment(
              OnDemandComputeEnvironment.builder("steady")
                  .maxVcpus(32)
                  .instanceTypes(steady1, steady2)
                  .allocationStrategy(OnDemandAllocationStrategy.BEST_FIT_PROGRESSIVE_ORDERED)
                  .build())
          .build();
    }

    @Test
    void plan_newerRevisionOfSomebodyElse_isNotOurs() {
      apply(FakeStack.recipe("demo"));
      JobDefinition first = fake.batch.describeJobDefinitions().jobDefinitions().get(0);
      fake.batch.registerJobDefinition(
          r ->
              r.jobDefinitionName("demo-work")
                  .type("container")
                  .containerProperties(first.containerProperties()));

      assertThat(provisioner.plan(FakeStack.recipe("demo"))).changesNothing();
    }

    private ComputeResource environment() {
      return fake.batch
          .describeComputeEnvironments()
          .computeEnvironments()
          .get(0)
          .computeResources();
    }
  }

  @Nested
  class Definitions {

    @Test
    void plan_changedDefinition_showsTheRevisionAndWhatItChanges() {
      apply(stack(work("a", "secret-1", 512)));

      ProvisioningPlan plan = provisioner.plan(stack(work("b", "secret-2", 1024)));

      assertThat(plan).registersRevisionOf("work").keeps(ResourceKind.JOB_QUEUE, "jobs");
      assertThat(plan.toString())
          .contains("1 resource to get a new revision, ")
          .contains("~ new revision of job definition demo-work\n    changes containerProp")
          .contains("\n    RegisterJobDefinition {")
          .contains("changes containerProperties.command [a] -> [b]")
          .contains("changes containerProperties.environment[TOKEN].value *** -> ***")
          .contains(
              "changes containerProperties.resourceRequirements[MEMORY].value" + " 512 -> 1024")
          .doesNotContain("secret-");
    }

    @Test
    void apply_changedDefinition_registersOneRevisionAndNothingElse() {
      apply(stack(work("a", "x", 512)));
      fake.aws.journal().clear();

      Deployment deployment = apply(stack(work("b", "x", 512)));

      assertThat(writes()).containsExactly("RegisterJobDefinition");
      assertThat(deployment.jobDefinitionArn("work")).endsWith(":job-definition/demo-work:2");
      assertThat(provisioner.plan(stack(work("b", "x", 512)))).changesNothing();
    }

    @Test
    void apply_changedBackToAnOldRevision_isANewOne() {
      apply(stack(work("a", "x", 512)));
      apply(stack(work("b", "x", 512)));

      Deployment deployment = apply(stack(work("a", "x", 512)));

      assertThat(deployment.jobDefinitionArn("work")).endsWith(":3");
    }

    @Test
    void plan_everyOptionTakenBack_changesWhatGivingThemChanges() {
      RoleSpec mine = RoleSpec.existing("arn:aws:iam::123456789012:role/mine");
      JobDefinitionSpec every =
          EveryOption.of("demo").jobDefinitions().get(0).toBuilder()
              .jobRole(mine)
              .executionRole(mine)
              .build();
      JobDefinitionSpec plain =
          JobDefinitionSpec.builder("work")
              .image(ContainerImage.fromRegistry("app"))
              .memoryMiB(512)
              .build();

      List<String> takenBack = changes(stack(every), stack(plain));
      List<String> given = changes(stack(plain), stack(every));

      assertThat(takenBack)
          .contains("containerProperties.command [run, Ref::frame] -> none")
          .contains("containerProperties.environment [{name=MODE, value=***}] -> none")
          .contains("containerProperties.linuxParameters.maxSwap 128 -> none")
          .contains("parameters {frame=1} -> none")
          .contains("timeout.attemptDurationSeconds 600 -> none");
      assertThat(takenBack)
          .extracting(change -> change.replaceFirst(" .*", ""))
          .hasSizeGreaterThan(20)
          .containsExactlyElementsOf(
              given.stream().map(change -> change.replaceFirst(" .*", "")).toList());
    }

    private List<String> changes(StackSpec before, StackSpec after) {
      try (FakeStack world = new FakeStack();
          SpotBatch other = world.spotBatch()) {
        other.provisioner().apply(other.provisioner().plan(before));
        return other.provisioner().plan(after).actions().stream()
            .filter(action -> action.type() == PlannedAction.Type.NEW_REVISION)
            .flatMap(action -> action.changes().stream())
            .map(FieldChange::toString)
            .toList();
      }
    }

    @Test
    void apply_oneDefinitionMore_isCreatedBesideTheKept() {
      apply(stack(work("a", "x", 512)));
      JobDefinitionSpec more =
          JobDefinitionSpec.builder("more")
              .image(ContainerImage.fromRegistry("app"))
              .memoryMiB(64)
              .build();
      StackSpec both = stack(work("a", "x", 512)).toBuilder().jobDefinition(more).build();

      ProvisioningPlan plan = provisioner.plan(both);
      Deployment deployment = provisioner.apply(plan);

      assertThat(plan)
          .keeps(ResourceKind.JOB_DEFINITION, "work")
          .creates(ResourceKind.JOB_DEFINITION, "more")
          .createsResources(1);
      assertThat(deployment.jobDefinitionArn("more")).endsWith("demo-more:1");
      assertThat(deployment.jobDefinitionArn("work")).endsWith("demo-work:1");
    }

    private JobDefinitionSpec work(String command, String token, int memoryMiB) {
      return JobDefinitionSpec.builder("work")
          .image(ContainerImage.fromRegistry("app"))
          .command(command)
          .putEnvironment("TOKEN", token)
          .memoryMiB(memoryMiB)
          .build();
    }

    private StackSpec stack(JobDefinitionSpec work) {
      return FakeStack.onDemand("demo").toBuilder().jobDefinitions(List.of(work)).build();
    }
  }

  @Nested
  class Different {

    @BeforeEach
    void made() {
      apply(FakeStack.recipe("demo"));
      fake.aws.journal().clear();
    }

    @Test
    void plan_serviceRoleTakenBack_isADifference() {
      StackSpec other =
          FakeStack.recipe("demo").toBuilder()
              .computeEnvironments(
                  List.of(SpotComputeEnvironment.builder("spot").maxVcpus(100).build()))
              .build();

      assertThat(changed(other))
          .contains(
              "compute environment demo-spot-2: serviceRole"
                  + " arn:aws:iam::123456789012:role/spotbatch/demo-us-east-1-service -> none",
              "compute environment demo-spot-2: computeResources.bidPercentage 80 -> none");
    }

    @Test
    void plan_changedRole_namesPoliciesTrustAndBoundary() {
      fake.iam.attachRolePolicy(
          r ->
              r.roleName("demo-us-east-1-job")
                  .policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
      fake.iam.putRolePolicy(
          r ->
              r.roleName("demo-us-east-1-job")
                  .policyName("data")
                  .policyDocument(EveryOption.ALLOW_ALL));
      trustEc2("demo-us-east-1-execution");
      StackSpec bounded =
          FakeStack.recipe("demo").toBuilder().permissionsBoundary(BOUNDARY).build();

      assertThat(changed(bounded))
          .contains(
              "role demo-us-east-1-job: permissionsBoundary none -> " + BOUNDARY,
              "role demo-us-east-1-job: data.policyDocument.Statement.Action s3:* -> s3:GetObject",
              "role demo-us-east-1-job: policyArn arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
                  + " -> none",
              "role demo-us-east-1-execution: assumeRolePolicyDocument.Statement.Principal.Service"
                  + " ec2.amazonaws.com -> ecs-tasks.amazonaws.com",
              "role demo-us-east-1-execution: permissionsBoundary none -> " + BOUNDARY);
    }

    /** Has a role trust EC2 instead of ECS. */
    private void trustEc2(String roleName) {
      String document =
          fake.iam.getRole(r -> r.roleName(roleName)).role().assumeRolePolicyDocument();
      String changed =
          URLDecoder.decode(document, StandardCharsets.UTF_8)
              .replace("ecs-tasks.amazonaws.com", "ec2.amazonaws.com");
      fake.iam.updateAssumeRolePolicy(r -> r.roleName(roleName).policyDocument(changed));
    }

    @Test
    void plan_sameRoleWrittenOtherwise_isNoDifference() {
      fake.iam.putRolePolicy(
          r ->
              r.roleName("demo-us-east-1-job")
                  .policyName("data")
                  .policyDocument(
                      "{ \"Statement\": { \"Action\": [\"s3:GetObject\"], \"Effect\": \"Allow\","
                          + " \"Resource\": [\"*\"] }, \"Version\": \"2012-10-17\" }"));

      assertThat(provisioner.plan(FakeStack.recipe("demo"))).changesNothing();
    }

    @Test
    void plan_lostTag_isNamed() {
      fake.iam.untagRole(r -> r.roleName("demo-us-east-1-job").tagKeys("CostCenter"));

      assertThat(changed(FakeStack.recipe("demo")))
          .containsExactly(
              "role demo-us-east-1-job: tags[CostCenter]"
                  + " none -> {key=CostCenter, value=batch-processing}");
    }

    @Test
    void plan_disabledQueue_isNamed() {
      fake.batch.updateJobQueue(r -> r.jobQueue("demo-jobs").state("DISABLED"));
      fake.aws.advance(Duration.ofMinutes(1));

      assertThat(changed(FakeStack.recipe("demo")))
          .containsExactly("job queue demo-jobs: state DISABLED -> ENABLED");
    }

    @Test
    void plan_environmentInvalidForGood_differsInItsStatus() {
      invalidate();

      assertThat(changed(FakeStack.recipe("demo")))
          .hasSize(3)
          .anyMatch(
              change ->
                  change.startsWith(
                          "compute environment demo-spot-2: computeResources.securityGroupIds [")
                      && change.endsWith("] -> [<id of the security group>]"))
          .anyMatch(
              change ->
                  change.startsWith("compute environment demo-spot-2: status ENABLED/INVALID (")
                      && change.contains("does not exist (Service: AmazonEC2;")
                      && change.endsWith(") -> VALID"));
      assertThat(provisioner.plan(FakeStack.recipe("demo")))
          .creates(ResourceKind.COMPUTE_ENVIRONMENT, "spot")
          .creates(ResourceKind.SECURITY_GROUP, "security-group");
    }

    private void invalidate() {
      String group =
          fake.batch
              .describeComputeEnvironments()
              .computeEnvironments()
              .get(0)
              .computeResources()
              .securityGroupIds()
              .get(0);
      fake.ec2.deleteSecurityGroup(r -> r.groupId(group));
      fake.batch.updateComputeEnvironment(
          r -> r.computeEnvironment("demo-spot-1").state("ENABLED"));
      fake.aws.advance(Duration.ofMinutes(1));
      assertThat(fake.batch.describeComputeEnvironments().computeEnvironments().get(0).status())
          .isEqualTo(CEStatus.INVALID);
    }
  }

  @Nested
  class HalfMade {

    @Test
    void plan_roleWithoutItsPolicy_isCompleted() {
      apply(FakeStack.recipe("demo"));
      fake.iam.detachRolePolicy(
          r -> r.roleName("demo-us-east-1-instance").policyArn(INSTANCE_POLICY));
      fake.aws.journal().clear();

      ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));
      provisioner.apply(plan);

      assertThat(plan).completes(ResourceKind.ROLE, "instance").createsResources(0);
      assertThat(plan.toString())
          .contains(": 1 resource to complete, 10 resources to keep")
          .contains("+ role demo-us-east-1-instance\n    AttachRolePolicy {")
          .contains("note: it is there already, and is completed");
      assertThat(writes()).containsExactly("AttachRolePolicy");
      assertThat(provisioner.plan(FakeStack.recipe("demo"))).changesNothing();
    }

    @Test
    void plan_logGroupWithoutRetention_isCompleted() {
      fake.logs.createLogGroup(
          r ->
              r.logGroupName("/aws/batch/job/demo")
                  .tags(
                      Map.of(
                          "spotbatch:stack", "demo",
                          "spotbatch:name", "logs",
                          "spotbatch:region", "us-east-1")));

      ProvisioningPlan plan = provisioner.plan(FakeStack.onDemand("demo"));
      provisioner.apply(plan);

      assertThat(plan)
          .completes(ResourceKind.LOG_GROUP, "logs")
          .creates(ResourceKind.JOB_QUEUE, "jobs");
      assertThat(fake.logs.describeLogGroups().logGroups().get(0).retentionInDays()).isEqualTo(30);
    }

    @Test
    void plan_environmentStillCreating_isWaitedFor() {
      apply(FakeStack.recipe("demo"));
      fake.batch.updateComputeEnvironment(
          r -> r.computeEnvironment("demo-spot-1").state("ENABLED"));

      ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));
      fake.aws.journal().clear();
      provisioner.apply(plan);

      assertThat(plan.toString())
          .contains(
              "+ compute environment demo-spot-1\n    note: it is there already as"
                  + " ENABLED/UPDATING");
      assertThat(writes()).isEmpty();
      assertThat(fake.batch.describeComputeEnvironments().computeEnvironments().get(0).status())
          .isEqualTo(CEStatus.VALID);
    }

    @Test
    void plan_environmentInvalidForARoleThatCameLate_isRepaired() {
      apply(FakeStack.recipe("demo"));
      fake.iam.detachRolePolicy(
          r -> r.roleName("demo-us-east-1-service").policyArn(SERVICE_POLICY));
      fake.aws.advance(Duration.ofSeconds(10)); // Batch learns of it later
      fake.batch.updateComputeEnvironment(
          r -> r.computeEnvironment("demo-spot-1").state("ENABLED"));
      fake.aws.advance(Duration.ofMinutes(1));

      ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));
      fake.aws.journal().clear();
      provisioner.apply(plan);

      assertThat(plan)
          .completes(ResourceKind.ROLE, "service")
          .completes(ResourceKind.COMPUTE_ENVIRONMENT, "spot");
      assertThat(writes()).startsWith("AttachRolePolicy", "UpdateComputeEnvironment");
      assertThat(provisioner.plan(FakeStack.recipe("demo"))).changesNothing();
    }

    private static final String INSTANCE_POLICY =
        "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role";
    private static final String SERVICE_POLICY =
        "arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole";
  }

  @Nested
  class Moved {

    @Test
    void apply_keptResourceIsGone_saysSoAndChangesNothing() {
      apply(FakeStack.recipe("demo"));
      ProvisioningPlan plan = provisioner.plan(changedDefinition());
      fake.logs.deleteLogGroup(r -> r.logGroupName("/aws/batch/job/demo"));

      assertRefused(plan, "(log group /aws/batch/job/demo is gone)");
    }

    @Test
    void apply_nameTakenBySomebodyElse_saysSoAndChangesNothing() {
      ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));
      fake.logs.createLogGroup(r -> r.logGroupName("/aws/batch/job/demo"));

      assertRefused(plan, "(log group /aws/batch/job/demo is there now and somebody else's)");
    }

    @Test
    void apply_revisionRegisteredMeanwhile_saysSoAndChangesNothing() {
      apply(FakeStack.recipe("demo"));
      ProvisioningPlan plan = provisioner.plan(changedDefinition());
      provisioner.apply(provisioner.plan(changedDefinition()));

      assertRefused(
          plan, "(job definition demo-work:2 is there in the place of job definition demo-work:1)");
    }

    @Test
    void apply_keptResourceChanged_saysSoAndChangesNothing() {
      apply(FakeStack.recipe("demo"));
      ProvisioningPlan plan = provisioner.plan(changedDefinition());
      fake.batch.updateJobQueue(r -> r.jobQueue("demo-jobs").priority(9));
      fake.aws.advance(Duration.ofMinutes(1));

      assertRefused(plan, "(job queue demo-jobs has changed: priority 1 -> 9)");
    }

    private StackSpec changedDefinition() {
      JobDefinitionSpec work =
          FakeStack.recipe("demo").jobDefinitions().get(0).toBuilder().memoryMiB(64).build();
      return FakeStack.recipe("demo").toBuilder().jobDefinitions(List.of(work)).build();
    }

    private void assertRefused(ProvisioningPlan plan, String moved) {
      fake.aws.journal().clear();
      assertThatThrownBy(() -> provisioner.apply(plan))
          .isInstanceOf(ProvisioningException.class)
          .hasMessage(
              "The plan of stack demo no longer fits what is there "
                  + moved
                  + ". Nothing was changed: plan again.");
      assertThat(writes()).isEmpty();
    }
  }

  @Test
  void apply_failsBesideKeptResources_saysThatDestroyWouldTakeAll() {
    apply(FakeStack.onDemand("demo"));
    JobDefinitionSpec changed =
        FakeStack.onDemand("demo").jobDefinitions().get(0).toBuilder().memoryMiB(64).build();
    StackSpec stack =
        FakeStack.onDemand("demo").toBuilder().jobDefinitions(List.of(changed)).build();
    try (SpotBatch refused =
        fake.spotBatch(
            request -> {
              if (request.getClass().getSimpleName().equals("RegisterJobDefinitionRequest")) {
                throw new IllegalStateException("no definitions today");
              }
              return request;
            })) {
      assertThatThrownBy(() -> refused.provisioner().apply(refused.provisioner().plan(stack)))
          .isInstanceOf(ProvisioningException.class)
          .hasMessage(
              "Could not create job definition demo-work: no definitions today. Made so far:"
                  + " nothing; plan and apply again to go on, or destroy(\"demo\") removes the whole"
                  + " stack.");
    }
  }

  private Deployment apply(StackSpec stack) {
    return provisioner.apply(provisioner.plan(stack));
  }

  /** What a plan would change, field by field. */
  private List<String> changed(StackSpec stack) {
    return provisioner.plan(stack).actions().stream()
        .flatMap(
            action ->
                action.changes().stream()
                    .map(change -> action.kind().label() + " " + action.awsName() + ": " + change))
        .toList();
  }

  private List<String> writes() {
    return fake.aws.journal().all().stream()
        .map(RecordedRequest::operation)
        .filter(operation -> !operation.matches("(Get|List|Describe).*"))
        .toList();
  }
}
