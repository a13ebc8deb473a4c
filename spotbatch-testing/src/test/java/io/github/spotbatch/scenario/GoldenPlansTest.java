package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.JobStateTimeLimit;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.QueueState;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.RunnableReason;
import io.github.spotbatch.spec.SpotAllocationStrategy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.internal.ecr.SmallImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.batch.model.CEState;

/**
 * How a plan looks for each kind of change, and that applying it leaves nothing to do. The files
 * are rewritten by {@code -Dgolden.update=true}.
 */
class GoldenPlansTest {

  private static final Path FILES =
      Path.of("src/test/resources/io/github/spotbatch/scenario/plans");

  private static final RoleSpec INSTANCE = RoleSpec.builder("instance").build();

  static Stream<PlannedChange> changes() {
    return Stream.of(environments(), instances(), swaps(), queues(), definitions(), parts())
        .flatMap(kinds -> kinds);
  }

  private static Stream<PlannedChange> environments() {
    StackSpec recipe = FakeStack.recipe("demo");
    return Stream.of(
        PlannedChange.of("max-vcpus", recipe, ownRole(e -> e.maxVcpus(16))),
        PlannedChange.of("min-vcpus", recipe, ownRole(e -> e.minVcpus(4))),
        PlannedChange.of("environment-tag", recipe, ownRole(e -> e.tag("Team", "render"))),
        PlannedChange.of(
            "other-own-service-role",
            recipe,
            ownRole(e -> e.serviceRole(RoleSpec.builder("batch").build()))),
        PlannedChange.drift(
            "environment-disabled",
            recipe,
            world ->
                world.batch.updateComputeEnvironment(
                    r -> r.computeEnvironment("demo-spot-1").state(CEState.DISABLED))));
  }

  private static Stream<PlannedChange> instances() {
    return Stream.of(
        PlannedChange.of("types", linked(e -> e), linked(e -> e.instanceTypes("c5.large"))),
        PlannedChange.of("bid-given", linked(e -> e), linked(e -> e.bidPercentage(60))),
        PlannedChange.of("bid-taken-back", linked(e -> e.bidPercentage(60)), linked(e -> e)),
        PlannedChange.of(
            "strategy",
            linked(e -> e),
            linked(e -> e.allocationStrategy(SpotAllocationStrategy.SPOT_CAPACITY_OPTIMIZED))),
        PlannedChange.of("spot-to-on-demand", linked(e -> e), onDemand()),
        PlannedChange.of("on-demand-to-spot", onDemand(), linked(e -> e)),
        PlannedChange.of(
            "image-given", linked(e -> e), linked(e -> e.imageId("ami-0123456789abcdef0"))),
        PlannedChange.of(
            "image-taken-back", linked(e -> e.imageId("ami-0123456789abcdef0")), linked(e -> e)),
        PlannedChange.of("key-pair-given", linked(e -> e), linked(e -> e.ec2KeyPair("ops"))),
        PlannedChange.of("key-pair-taken-back", linked(e -> e.ec2KeyPair("ops")), linked(e -> e)),
        PlannedChange.of(
            "placement-group-given", linked(e -> e), linked(e -> e.placementGroup("near"))),
        PlannedChange.of(
            "instance-role",
            linked(e -> e),
            linked(e -> e.instanceRole(RoleSpec.builder("hosts").build()))),
        PlannedChange.of(
            "instance-tag", linked(e -> e), linked(e -> e.instanceTag("Team", "render"))),
        PlannedChange.of(
            "types-and-limits",
            linked(e -> e),
            linked(e -> e.instanceTypes("c5.large").maxVcpus(2))));
  }

  private static Stream<PlannedChange> swaps() {
    RoleSpec fleet = RoleSpec.builder("fleet").build();
    StackSpec recipe = FakeStack.recipe("demo");
    StackSpec bestFit =
        linked(e -> e.allocationStrategy(SpotAllocationStrategy.BEST_FIT).spotFleetRole(fleet));
    return Stream.of(
        PlannedChange.of("types-under-own-role", recipe, ownRole(e -> e.instanceTypes("m5.large"))),
        PlannedChange.of(
            "service-role-given",
            linked(e -> e),
            linked(e -> e.serviceRole(RoleSpec.builder("service").build()))),
        PlannedChange.of(
            "service-role-taken-back",
            linked(e -> e.serviceRole(RoleSpec.builder("service").build())),
            linked(e -> e)),
        PlannedChange.of(
            "placement-group-taken-back", linked(e -> e.placementGroup("near")), linked(e -> e)),
        PlannedChange.of("from-best-fit", bestFit, linked(e -> e)),
        PlannedChange.of("to-best-fit", linked(e -> e), bestFit),
        PlannedChange.of(
            "spot-with-bid-to-on-demand", linked(e -> e.bidPercentage(60)), onDemand()),
        new PlannedChange(
            "types-under-own-role-with-a-job",
            recipe,
            GoldenPlansTest::startJob,
            ownRole(e -> e.instanceTypes("m5.large"))),
        PlannedChange.drift("environment-invalid", recipe, GoldenPlansTest::invalidate));
  }

  private static Stream<PlannedChange> queues() {
    JobStateTimeLimit limit =
        JobStateTimeLimit.of(RunnableReason.INSUFFICIENT_INSTANCE_CAPACITY, Duration.ofHours(1));
    String policy = "arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair";
    StackSpec one = queued(q -> q);
    return Stream.of(
        PlannedChange.of("queue-priority", one, queued(q -> q.priority(7))),
        PlannedChange.of("queue-disabled", one, queued(q -> q.state(QueueState.DISABLED))),
        PlannedChange.of("queue-tag", one, queued(q -> q.tag("Team", "render"))),
        PlannedChange.of("queue-limit-given", one, queued(q -> q.jobStateTimeLimit(limit))),
        PlannedChange.of("queue-limit-taken-back", queued(q -> q.jobStateTimeLimit(limit)), one),
        PlannedChange.of("queue-order", one, queued(q -> q.computeEnvironments("steady", "spot"))),
        PlannedChange.of("queue-one-less", one, queued(q -> q.computeEnvironments("spot"))),
        PlannedChange.of("queue-policy-given", one, queued(q -> q.schedulingPolicyArn(policy))),
        PlannedChange.of(
            "queue-removed",
            FakeStack.recipe("demo").toBuilder()
                .jobQueue(JobQueueSpec.builder("more").computeEnvironments("spot").build())
                .build(),
            FakeStack.recipe("demo")),
        new PlannedChange(
            "queue-with-a-job-removed",
            FakeStack.recipe("demo"),
            GoldenPlansTest::startJob,
            FakeStack.recipe("demo").toBuilder()
                .jobQueues(
                    List.of(JobQueueSpec.builder("others").computeEnvironments("spot").build()))
                .build()));
  }

  private static Stream<PlannedChange> definitions() {
    StackSpec recipe = FakeStack.recipe("demo");
    JobDefinitionSpec work = recipe.jobDefinitions().get(0);
    JobDefinitionSpec more =
        JobDefinitionSpec.builder("more")
            .image(ContainerImage.fromRegistry("app"))
            .memoryMiB(64)
            .build();
    return Stream.of(
        PlannedChange.of(
            "definition-memory", recipe, defined(work.toBuilder().memoryMiB(64).build())),
        PlannedChange.of(
            "definition-tag", recipe, defined(work.toBuilder().tag("Team", "render").build())),
        PlannedChange.of(
            "definition-revisions-trimmed",
            kept(1, recipe),
            kept(1, defined(work.toBuilder().memoryMiB(64).build()))),
        PlannedChange.of("definition-added", recipe, defined(work, more)),
        PlannedChange.of("definition-removed", defined(work, more), recipe));
  }

  private static Stream<PlannedChange> parts() {
    StackSpec recipe = FakeStack.recipe("demo");
    String role = "demo-us-east-1-job";
    String document =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
    StackSpec held = recipe.toBuilder().deletionProtection(true).build();
    return Stream.of(
        PlannedChange.of("protected", recipe, held),
        PlannedChange.of("protected-no-more", held, recipe),
        PlannedChange.drift(
            "policy-attached-by-others",
            recipe,
            world ->
                world.iam.attachRolePolicy(
                    r ->
                        r.roleName(role)
                            .policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"))),
        PlannedChange.drift(
            "policy-changed-by-others",
            recipe,
            world ->
                world.iam.putRolePolicy(
                    r -> r.roleName(role).policyName("data").policyDocument(document))),
        PlannedChange.drift(
            "policy-deleted-by-others",
            recipe,
            world -> world.iam.deleteRolePolicy(r -> r.roleName(role).policyName("data"))),
        PlannedChange.drift(
            "tag-lost",
            recipe,
            world -> world.iam.untagRole(r -> r.roleName(role).tagKeys("CostCenter"))),
        PlannedChange.of(
            "retention", recipe, recipe.toBuilder().logRetention(Duration.ofDays(7)).build()),
        PlannedChange.of(
            "stack-tag", recipe, recipe.toBuilder().tag("Environment", "production").build()),
        PlannedChange.of(
            "repository-added",
            recipe,
            recipe.toBuilder().repository(RepositorySpec.builder("base").build()).build()),
        PlannedChange.of(
            "repository-removed", recipe, recipe.toBuilder().repositories(List.of()).build()),
        PlannedChange.of("repository-expiry-given", recipe, expiring(14)),
        PlannedChange.of("repository-expiry", expiring(14), expiring(30)),
        PlannedChange.of("repository-expiry-taken-back", expiring(14), recipe),
        PlannedChange.drift("image-trimmed", recipe, GoldenPlansTest::pushUnused),
        PlannedChange.of("nothing", recipe, recipe));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void plan_looksAsInItsFile_andLeavesNothingToDo(PlannedChange change) throws IOException {
    try (FakeStack world = FakeStack.typed();
        SpotBatch spotBatch = world.spotBatch()) {
      Provisioner provisioner = spotBatch.provisioner();
      provisioner.apply(provisioner.plan(change.before()));
      change.meanwhile().accept(world);
      world.aws.advance(Duration.ofMinutes(30));

      ProvisioningPlan plan = provisioner.plan(change.after());

      assertMatches(changing(plan), change.name() + ".txt");
      if (plan.refused().isEmpty()) {
        provisioner.apply(plan);
        assertThat(provisioner.plan(change.after()).toString()).contains(": nothing to do, ");
      }
    }
  }

  @Test
  void files_areThoseOfTheChanges() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              changes().map(change -> change.name() + ".txt").toList())
          .hasSizeGreaterThan(30);
    }
  }

  /** Without what is kept, and without what is unwise of the stacks themselves. */
  private static String changing(ProvisioningPlan plan) {
    StringBuilder text = new StringBuilder();
    plan.toString()
        .lines()
        .filter(line -> !line.startsWith("= ") && !line.startsWith("warning: "))
        .filter(line -> !line.isEmpty())
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static void assertMatches(String actual, String file) throws IOException {
    Path path = FILES.resolve(file);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(FILES);
      Files.writeString(path, actual);
    }
    assertThat(actual).as("rewritten by -Dgolden.update=true").isEqualTo(Files.readString(path));
  }

  private static void startJob(FakeStack world) {
    world.aws.jobs().image("app").runsFor(Duration.ofHours(3)).exits(0);
    try (SpotBatch spotBatch = world.spotBatch()) {
      spotBatch.deployment("demo").queue("jobs").submit(JobRequest.builder("work").build());
    }
  }

  /** As a build does whose definition has never been registered. */
  private static void pushUnused(FakeStack world) {
    String digest = SmallImage.push(world.ecr, "demo-app", "new", "layer");
    String manifest =
        world
            .ecr
            .batchGetImage(r -> r.repositoryName("demo-app").imageIds(id -> id.imageTag("new")))
            .images()
            .get(0)
            .imageManifest();
    world.ecr.putImage(
        r ->
            r.repositoryName("demo-app").imageManifest(manifest).imageTag(digest.substring(7, 23)));
    world.ecr.batchDeleteImage(
        r -> r.repositoryName("demo-app").imageIds(id -> id.imageTag("new")));
    world.aws.advance(Duration.ofDays(2));
  }

  /** Takes the security group away, and has Batch notice. */
  private static void invalidate(FakeStack world) {
    String group =
        world
            .batch
            .describeComputeEnvironments()
            .computeEnvironments()
            .get(0)
            .computeResources()
            .securityGroupIds()
            .get(0);
    world.ec2.deleteSecurityGroup(r -> r.groupId(group));
    world.batch.updateComputeEnvironment(
        r -> r.computeEnvironment("demo-spot-1").state(CEState.ENABLED));
  }

  private static StackSpec ownRole(UnaryOperator<SpotComputeEnvironment.Builder> change) {
    StackSpec recipe = FakeStack.recipe("demo");
    SpotComputeEnvironment spot = (SpotComputeEnvironment) recipe.computeEnvironments().get(0);
    return recipe.toBuilder()
        .computeEnvironments(List.of(change.apply(spot.toBuilder()).build()))
        .build();
  }

  /** A stack whose environment has the service-linked role, so that its instances can change. */
  private static StackSpec linked(UnaryOperator<SpotComputeEnvironment.Builder> change) {
    SpotComputeEnvironment.Builder spot =
        SpotComputeEnvironment.builder("spot")
            .maxVcpus(8)
            .instanceTypes("m5.large")
            .instanceRole(INSTANCE);
    return StackSpec.builder("demo")
        .computeEnvironment(change.apply(spot).build())
        .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
        .build();
  }

  private static StackSpec onDemand() {
    return StackSpec.builder("demo")
        .computeEnvironment(
            OnDemandComputeEnvironment.builder("spot")
                .maxVcpus(8)
                .instanceTypes("m5.large")
                .instanceRole(INSTANCE)
                .build())
        .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
        .build();
  }

  /** A stack with two environments and one queue. */
  private static StackSpec queued(UnaryOperator<JobQueueSpec.Builder> change) {
    JobQueueSpec.Builder queue = JobQueueSpec.builder("jobs").computeEnvironments("spot", "steady");
    return StackSpec.builder("demo")
        .computeEnvironment(
            SpotComputeEnvironment.builder("spot").maxVcpus(8).instanceTypes("m5.large").build())
        .computeEnvironment(
            OnDemandComputeEnvironment.builder("steady")
                .maxVcpus(8)
                .instanceTypes("m5.large")
                .build())
        .jobQueue(change.apply(queue).build())
        .build();
  }

  private static StackSpec defined(JobDefinitionSpec... definitions) {
    return FakeStack.recipe("demo").toBuilder().jobDefinitions(List.of(definitions)).build();
  }

  private static StackSpec kept(int revisions, StackSpec stack) {
    return stack.toBuilder().keptRevisions(revisions).build();
  }

  private static StackSpec expiring(int days) {
    RepositorySpec app =
        RepositorySpec.builder("app").untaggedExpiry(Duration.ofDays(days)).build();
    return FakeStack.recipe("demo").toBuilder().repositories(List.of(app)).build();
  }
}
