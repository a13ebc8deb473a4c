package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.Adoption;
import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.ProvisioningEvent;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.spec.InvalidSpecException;
import io.github.spotbatch.spec.StackSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What others have made under the names of a stack, and what the stack does about it. */
class AdoptionTest extends StackFixture {

  private static final Adoption QUEUE = Adoption.of(ResourceKind.JOB_QUEUE, "jobs");
  private static final StackSpec STACK = FakeStack.recipe("demo");

  AdoptionTest() {
    super(FakeStack.typed());
  }

  private static void apply(FakeStack world, StackSpec stack) {
    try (SpotBatch maker = world.spotBatch()) {
      maker.provisioner().apply(maker.provisioner().plan(stack));
    }
  }

  /** The names that the spec and the plan have for all of the recipe's resources. */
  private static Adoption[] everything() {
    return new Adoption[] {
      Adoption.of(ResourceKind.ROLE, "service"),
      Adoption.of(ResourceKind.ROLE, "instance"),
      Adoption.of(ResourceKind.INSTANCE_PROFILE, "instance"),
      Adoption.of(ResourceKind.ROLE, "job"),
      Adoption.of(ResourceKind.ROLE, "execution"),
      Adoption.of(ResourceKind.REPOSITORY, "app"),
      Adoption.of(ResourceKind.LOG_GROUP, "logs"),
      Adoption.of(ResourceKind.SECURITY_GROUP, "security-group"),
      Adoption.of(ResourceKind.COMPUTE_ENVIRONMENT, "spot"),
      QUEUE,
      Adoption.of(ResourceKind.JOB_DEFINITION, "work")
    };
  }

  @Test
  void apply_everyKindAdopted_isTheStacksOwnAndGoesWithIt() {
    apply(STACK);
    new Disowned(fake).all();
    ProvisioningPlan refused = provisioner.plan(STACK);
    assertThat(refused.refused()).hasSize(11);

    ProvisioningPlan plan = provisioner.plan(STACK, everything());
    fake.aws.journal().clear();
    provisioner.apply(ProvisioningPlan.fromJson(plan.toJson()));

    assertThat(plan).refusesNothing().createsResources(0);
    assertThat(plan.actions()).hasSize(11).allMatch(action -> action.type() == Type.ADOPT);
    assertThat(writes())
        .hasSize(11)
        .allMatch(operation -> operation.matches("TagResource|TagRole|TagIns.*|CreateTags"));
    assertThat(provisioner.plan(STACK)).changesNothing();
    assertThat(provisioner.plan(STACK, everything())).changesNothing();
    assertThat(provisioner.destroy("demo").remaining()).isEmpty();
    assertThat(fake.iam.listRoles(r -> r.pathPrefix("/spotbatch/")).roles()).isEmpty();
    assertThat(fake.batch.describeJobQueues().jobQueues()).isEmpty();
    assertThat(fake.batch.describeComputeEnvironments().computeEnvironments()).isEmpty();
    assertThat(fake.ecr.describeRepositories().repositories()).isEmpty();
    assertThat(fake.logs.describeLogGroups().logGroups()).isEmpty();
  }

  @Test
  void plan_queueMadeByHand_showsItsTagsAndWhatWouldChange() {
    apply(STACK);
    new Disowned(fake).queue();
    fake.batch.updateJobQueue(r -> r.jobQueue("demo-jobs").priority(5));
    fake.aws.advance(Duration.ofMinutes(1));

    ProvisioningPlan plan = provisioner.plan(STACK, QUEUE);
    List<ProvisioningEvent> events = new ArrayList<>();
    fake.aws.journal().clear();
    provisioner.apply(plan, events::add);

    assertThat(plan).adopts(ResourceKind.JOB_QUEUE, "jobs").refusesNothing();
    assertThat(actions(plan)).containsExactly("ADOPT job queue demo-jobs");
    assertThat(plan.toString())
        .contains(": 1 resource to adopt, 10 resources to keep")
        .contains(
            """

            ~ adoption of job queue demo-jobs
                changes priority 5 -> 1
                changes tags.spotbatch:name none -> jobs
                changes tags.spotbatch:region none -> us-east-1
                changes tags.spotbatch:stack none -> demo
                TagResource {
            """);
    assertThat(writes()).containsExactly("TagResource", "UpdateJobQueue");
    assertThat(events)
        .extracting(ProvisioningEvent::toString)
        .startsWith("adopting job queue demo-jobs", "updated job queue demo-jobs")
        .endsWith("job queue demo-jobs is usable");
    assertThat(provisioner.plan(STACK)).changesNothing();
  }

  @Test
  void plan_onlyWhatIsNamed_isAdopted() {
    apply(STACK);
    new Disowned(fake).queue();
    new Disowned(fake).logGroup();

    ProvisioningPlan plan = provisioner.plan(STACK, QUEUE);

    assertThat(plan).adopts(ResourceKind.JOB_QUEUE, "jobs").refuses(ResourceKind.LOG_GROUP, "logs");
    assertThat(plan.refused().get(0).reason())
        .isEqualTo(
            "its name is in use for something that is not the stack's own; choose another name for"
                + " the stack, or take it over by plan(stack, Adoption.of(ResourceKind.LOG_GROUP,"
                + " \"logs\"))");
    assertThatThrownBy(() -> provisioner.apply(plan)).isInstanceOf(ProvisioningException.class);
    assertThat(fake.batch.describeJobQueues().jobQueues().get(0).tags())
        .doesNotContainKey("spotbatch:stack");
  }

  @Test
  void plan_whatAnotherStackOwns_isNeverAdopted() {
    apply(STACK);
    fake.batch.tagResource(
        r ->
            r.resourceArn(fake.batch.describeJobQueues().jobQueues().get(0).jobQueueArn())
                .tags(Map.of("spotbatch:stack", "render-farm")));

    ProvisioningPlan plan = provisioner.plan(STACK, QUEUE);

    assertThat(plan.refused())
        .singleElement()
        .satisfies(
            action ->
                assertThat(action.reason())
                    .isEqualTo(
                        "its name is in use for something of stack render-farm in us-east-1, which"
                            + " keeps it; choose another name for the stack"));
  }

  @Test
  void plan_whereNothingIsToBeAdopted_refusesToMakeIt() {
    ProvisioningPlan plan = provisioner.plan(STACK, QUEUE);

    assertThat(plan).refuses(ResourceKind.JOB_QUEUE, "jobs").creates(ResourceKind.ROLE, "job");
    assertThat(plan.refused().get(0).reason())
        .isEqualTo(
            "it is to be adopted, and there is none; leave its adoption out to have it made");
  }

  @Test
  void plan_adoptionOfWhatTheStackDoesNotHave_namesWhatItHas() {
    assertThatThrownBy(
            () -> provisioner.plan(STACK, Adoption.of(ResourceKind.JOB_QUEUE, "demo-jobs")))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("adoption: name one of role service, ")
        .hasMessageEndingWith("job queue jobs, job definition work, was job queue demo-jobs");
  }

  @Test
  void apply_definitionOfOtherContent_isAdoptedAndGetsASuccessor() {
    fake.batch.registerJobDefinition(
        r ->
            r.jobDefinitionName("demo-work")
                .type("container")
                .containerProperties(c -> c.image("app").vcpus(1).memory(64)));

    ProvisioningPlan plan =
        provisioner.plan(STACK, Adoption.of(ResourceKind.JOB_DEFINITION, "work"));
    fake.aws.journal().clear();
    provisioner.apply(plan);

    assertThat(actions(plan)).contains("ADOPT (new revision) job definition demo-work:1");
    assertThat(writes()).containsSubsequence("TagResource", "RegisterJobDefinition");
    assertThat(provisioner.plan(STACK)).changesNothing();
    provisioner.destroy("demo");
    assertThat(fake.batch.describeJobDefinitions(r -> r.status("ACTIVE")).jobDefinitions())
        .isEmpty();
  }

  @Test
  void apply_logGroupWithoutRetention_getsIt() {
    fake.logs.createLogGroup(r -> r.logGroupName("/aws/batch/job/demo"));

    provisioner.apply(provisioner.plan(STACK, Adoption.of(ResourceKind.LOG_GROUP, "logs")));

    assertThat(fake.logs.describeLogGroups().logGroups().get(0).retentionInDays()).isEqualTo(30);
    assertThat(provisioner.plan(STACK)).changesNothing();
  }

  @Test
  void plan_roleOfAnotherPath_cannotBeAdopted() {
    fake.iam.createRole(
        r ->
            r.roleName("demo-us-east-1-job")
                .assumeRolePolicyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                        + "\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},"
                        + "\"Action\":\"sts:AssumeRole\"}]}"));

    ProvisioningPlan plan = provisioner.plan(STACK, Adoption.of(ResourceKind.ROLE, "job"));

    assertThat(plan.refused().get(0).reason())
        .isEqualTo("AWS cannot change its path; delete the role and plan again");
  }

  @Test
  void apply_environmentThatMustBeReplaced_isTaggedFirstAndReplacedByTheNextPlan() {
    StackSpec before = recipe(spot -> spot.instanceTypes("m5.large"));
    apply(before);
    new Disowned(fake).environment();
    Adoption spot = Adoption.of(ResourceKind.COMPUTE_ENVIRONMENT, "spot");

    ProvisioningPlan plan = provisioner.plan(STACK, spot);
    provisioner.apply(plan);
    ProvisioningPlan next = provisioner.plan(STACK, spot);
    provisioner.apply(next);

    assertThat(actions(plan)).containsExactly("ADOPT compute environment demo-spot-1");
    assertThat(plan.toString())
        .contains(
            "reason: AWS replaces no instances in place under a service role of its own, so it only"
                + " gets its tags now; plan again, and another takes its place");
    assertThat(actions(next))
        .contains(
            "CREATE (blue/green) compute environment demo-spot-2",
            "DELETE compute environment demo-spot-1");
    assertThat(provisioner.plan(STACK)).changesNothing();
  }

  @Test
  void apply_groupMadeByHandWithOtherWords_isAdopted() {
    String vpc = fake.ec2.describeVpcs().vpcs().get(0).vpcId();
    String made =
        fake.ec2
            .createSecurityGroup(r -> r.groupName("demo").description("by hand").vpcId(vpc))
            .groupId();

    provisioner.apply(
        provisioner.plan(STACK, Adoption.of(ResourceKind.SECURITY_GROUP, "security-group")));

    assertThat(provisioner.plan(STACK)).changesNothing();
    assertThat(
            fake.batch
                .describeComputeEnvironments()
                .computeEnvironments()
                .get(0)
                .computeResources()
                .securityGroupIds())
        .containsExactly(made);
  }

  @Test
  void apply_adoptedAndGoneSinceThePlan_changesNothing() {
    apply(STACK);
    new Disowned(fake).logGroup();
    ProvisioningPlan plan = provisioner.plan(STACK, Adoption.of(ResourceKind.LOG_GROUP, "logs"));
    fake.logs.deleteLogGroup(r -> r.logGroupName("/aws/batch/job/demo"));

    assertThatThrownBy(() -> provisioner.apply(plan))
        .hasMessageContaining("(log group /aws/batch/job/demo is gone). Nothing was changed");
  }

  @Test
  void apply_afterAnAdoptionThatDiedAtAnyWrite_endsInTheSameStack() {
    List<String> wrong = new ArrayList<>();
    int writes = 0;
    for (boolean done = false; !done; writes++) {
      try (FakeStack world = FakeStack.typed()) {
        apply(world, STACK);
        new Disowned(world).all();
        world.batch.updateJobQueue(r -> r.jobQueue("demo-jobs").priority(5));
        world.aws.advance(Duration.ofMinutes(1));
        done = adopted(world, writes);
        try (SpotBatch again = world.spotBatch()) {
          again.provisioner().apply(again.provisioner().plan(STACK, everything()));
          String last = again.provisioner().plan(STACK).toString();
          if (!last.contains(": nothing to do, 11 ")) {
            wrong.add("after write " + writes + ": " + last);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(writes).isEqualTo(13);
  }

  private static boolean adopted(FakeStack world, int writes) {
    try (SpotBatch dying = world.spotBatch(new HalfMadeStackTest.Dying(writes))) {
      dying.provisioner().apply(dying.provisioner().plan(STACK, everything()));
      return true;
    } catch (ProvisioningException e) {
      return false;
    }
  }
}
