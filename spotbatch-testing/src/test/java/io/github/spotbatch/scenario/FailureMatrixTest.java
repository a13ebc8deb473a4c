package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.FailedApply;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningListener;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.InstanceVolumeSpec;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.spec.UpdatePolicy;
import io.github.spotbatch.testing.FaultCounts;
import io.github.spotbatch.testing.FaultKind;
import io.github.spotbatch.testing.Invariant;
import io.github.spotbatch.testing.internal.ecr.SmallImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * A call fails for good, loses its answer, or is the last one of its process: the next apply makes
 * the stack what an undisturbed one makes it, with nothing doubled, and destroy leaves nothing.
 *
 * <p>Only some of the calls are tried by default, other ones of each row. All of them:
 *
 * <pre>{@code
 * ./mvnw -pl spotbatch-testing -am test -Dtest=FailureMatrixTest -Dmatrix.every=1 \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 */
class FailureMatrixTest {

  private static final int EVERY = Integer.getInteger("matrix.every", 48);

  private enum Kind {
    FAILS,
    ANSWER_LOST,
    DIES_AFTERWARDS,
    /** Fails, and what was made until then is removed. */
    ROLLED_BACK
  }

  /** What is there before, and what is wanted; nothing is wanted where a stack is destroyed. */
  private record Work(
      String name, List<StackSpec> before, Consumer<FakeStack> meanwhile, List<StackSpec> wanted) {

    Work(String name, List<StackSpec> before, List<StackSpec> wanted) {
      this(name, before, fake -> {}, wanted);
    }

    void prepare(FakeStack fake) {
      before.forEach(stack -> apply(fake, stack));
      meanwhile.accept(fake);
    }

    /** Whether a rollback leaves all as it was; what is changed in place stays changed. */
    boolean comesBack() {
      return !wanted.isEmpty() && (before.isEmpty() || name.startsWith("swap"));
    }
  }

  /** As if the process were gone. */
  private static final class Dead extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Counts the calls, and lets none through after some. */
  private static final class Counting implements RequestCustomizer {

    private final int last;
    private int calls;
    private boolean stopped;

    Counting(int last) {
      this.last = last;
    }

    @Override
    public synchronized AwsRequest customize(AwsRequest request) {
      if (calls >= last) {
        stopped = true;
        throw new Dead();
      }
      calls++;
      return request;
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCall_failsOrIsUnansweredOrTheLast_theNextApplyMendsIt() {
    List<DynamicTest> tests = new ArrayList<>();
    int[] size = {0, 0};
    for (Work work : works()) {
      tests.add(DynamicTest.dynamicTest(work.name(), () -> all(work, size)));
    }
    return Stream.concat(
        tests.stream(),
        Stream.of(
            DynamicTest.dynamicTest(
                "size",
                () -> {
                  System.out.printf(
                      "failure matrix: %d of %d cases (%d works x %d kinds x calls)%n",
                      size[0], size[1], tests.size(), Kind.values().length);
                  assertThat(size[0]).isGreaterThan(100);
                })));
  }

  private static List<Work> works() {
    StackSpec recipe = FakeStack.recipe("demo");
    StackSpec steady = FakeStack.onDemand("demo");
    StackSpec both =
        recipe.toBuilder()
            .computeEnvironment(
                OnDemandComputeEnvironment.builder("steady")
                    .maxVcpus(8)
                    .instanceTypes("m5.large")
                    .instanceVolume(InstanceVolumeSpec.builder().sizeGiB(50).build())
                    .build())
            .updatePolicy(UpdatePolicy.drain(Duration.ofHours(1)))
            .jobQueue(JobQueueSpec.builder("more").computeEnvironments("steady", "spot").build())
            .build();
    List<Work> works = new ArrayList<>();
    List<StackSpec> stacks = List.of(recipe, steady, both);
    List<String> names = List.of("recipe", "on demand", "both");
    for (int i = 0; i < stacks.size(); i++) {
      StackSpec stack = stacks.get(i);
      works.add(new Work("apply of " + names.get(i), List.of(), List.of(stack)));
      works.add(
          new Work("update of " + names.get(i), List.of(stack), List.of(changed(stack, false))));
      works.add(new Work("destroy of " + names.get(i), List.of(stack), List.of()));
    }
    works.add(trimming());
    works.add(new Work("swap in recipe", List.of(recipe), List.of(changed(recipe, true))));
    works.add(new Work("swap in both", List.of(both), List.of(changed(both, true))));
    return works;
  }

  /** A new revision that puts an end to the only one before, and to its image. */
  private static Work trimming() {
    String image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/demo-app@";
    String manifest = SmallImage.manifest("layer");
    String digest = SmallImage.digest(manifest);
    return new Work(
        "trim of revisions and images",
        List.of(pinning(image + digest)),
        fake -> {
          SmallImage.push(fake.ecr, "demo-app", digest.substring(7, 23), "layer");
          fake.aws.advance(Duration.ofDays(2));
        },
        List.of(pinning("busybox")));
  }

  private static StackSpec pinning(String image) {
    return FakeStack.onDemand("demo").toBuilder()
        .repository(RepositorySpec.builder("app").untaggedExpiry(Duration.ofDays(9)).build())
        .keptRevisions(1)
        .jobDefinitions(
            List.of(
                JobDefinitionSpec.builder("work")
                    .image(
                        ContainerImage.fromRegistry(image).toBuilder().digestPinned(false).build())
                    .memoryMiB(64)
                    .build()))
        .build();
  }

  /**
   * Other limits or, under the recipe's own service role, other types, for which AWS has to swap.
   */
  private static StackSpec changed(StackSpec stack, boolean swap) {
    StackSpec.Builder builder = stack.toBuilder();
    builder.computeEnvironments(
        stack.computeEnvironments().stream()
            .map(
                environment -> {
                  if (environment instanceof SpotComputeEnvironment spot) {
                    return swap
                        ? spot.toBuilder().instanceTypes("m5.large").build()
                        : spot.toBuilder().maxVcpus(16).build();
                  }
                  return swap ? environment : changed((OnDemandComputeEnvironment) environment);
                })
            .toList());
    if (!swap) {
      JobQueueSpec queue = stack.jobQueues().get(0);
      List<JobQueueSpec> queues = new ArrayList<>(stack.jobQueues());
      queues.set(0, queue.toBuilder().priority(7).build());
      JobDefinitionSpec definition = stack.jobDefinitions().get(0);
      builder.jobQueues(queues);
      builder.jobDefinitions(List.of(definition.toBuilder().memoryMiB(1024).build()));
    }
    return builder.build();
  }

  private static OnDemandComputeEnvironment changed(OnDemandComputeEnvironment steady) {
    OnDemandComputeEnvironment.Builder builder = steady.toBuilder().maxVcpus(16);
    steady
        .instanceVolume()
        .ifPresent(volume -> builder.instanceVolume(volume.toBuilder().sizeGiB(80).build()));
    return builder.build();
  }

  private static void all(Work work, int[] size) {
    List<String> wrong = new ArrayList<>();
    int calls;
    List<String> undisturbed;
    try (FakeStack fake = FakeStack.typed()) {
      work.prepare(fake);
      Counting counting = new Counting(Integer.MAX_VALUE);
      run(fake, work, counting);
      calls = counting.calls;
      undisturbed = world(fake);
    }
    assertThat(calls).isGreaterThan(20);
    for (int call = 0; call < calls; call++) {
      for (Kind kind : Kind.values()) {
        if (kind == Kind.DIES_AFTERWARDS && call == calls - 1) {
          continue; // It has done all that it came for.
        }
        if (kind == Kind.ROLLED_BACK && !work.comesBack()) {
          continue;
        }
        size[1]++;
        if ((call + kind.ordinal()) % EVERY == 0) {
          size[0]++;
          check(work, kind, call, undisturbed, wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void check(
      Work work, Kind kind, int call, List<String> undisturbed, List<String> wrong) {
    String where = "%s, call %d %s: ".formatted(work.name(), call, kind);
    try (FakeStack fake = FakeStack.typed()) {
      work.prepare(fake);
      Counting counting = new Counting(kind == Kind.DIES_AFTERWARDS ? call + 1 : Integer.MAX_VALUE);
      List<String> before = active(world(fake));
      try {
        disturb(fake, kind, call);
        run(fake, work, counting, kind == Kind.ROLLED_BACK);
      } catch (Dead | RuntimeException e) {
        where += "after " + e.getMessage() + ": ";
        // All that is wanted is there when the rest is deleted.
        boolean deleting = String.valueOf(e.getMessage()).startsWith("Could not delete");
        if (kind == Kind.ROLLED_BACK && !deleting && !active(world(fake)).equals(before)) {
          wrong.add(where + active(world(fake)) + " instead of " + before);
        }
      }
      assertThat(met(fake, kind, counting)).as("the fault came to pass").isTrue();
      fake.aws.faults().clear();
      run(fake, work, RequestCustomizer.none());
      List<String> now = world(fake);
      // A revision that was taken back has used up its number.
      if (kind != Kind.ROLLED_BACK && !now.equals(undisturbed)) {
        wrong.add(where + now + " instead of " + undisturbed);
      }
      requireNothingToDo(fake, work);
      run(fake, new Work("", List.of(), List.of()), RequestCustomizer.none());
      fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
    } catch (RuntimeException | AssertionError e) {
      wrong.add(where + e);
    }
  }

  private static boolean met(FakeStack fake, Kind kind, Counting counting) {
    FaultCounts injected = fake.aws.faults().injected();
    return switch (kind) {
      case FAILS, ROLLED_BACK -> injected.count(FaultKind.FAILED) == 1;
      case ANSWER_LOST -> injected.count(FaultKind.RESPONSE_LOST) == 1;
      case DIES_AFTERWARDS -> counting.stopped;
    };
  }

  private static void requireNothingToDo(FakeStack fake, Work work) {
    try (SpotBatch spotBatch = fake.spotBatch()) {
      work.wanted()
          .forEach(stack -> assertThat(spotBatch.provisioner().plan(stack)).changesNothing());
    }
  }

  private static void disturb(FakeStack fake, Kind kind, int call) {
    switch (kind) {
      case FAILS, ROLLED_BACK -> fake.aws.faults().on("*").fail().skip(call).times(1);
      case ANSWER_LOST -> fake.aws.faults().on("*").loseResponse().skip(call).times(1);
      case DIES_AFTERWARDS -> {}
    }
  }

  private static void apply(FakeStack fake, StackSpec stack) {
    run(fake, new Work("", List.of(), List.of(stack)), RequestCustomizer.none());
  }

  private static void run(FakeStack fake, Work work, RequestCustomizer customizer) {
    run(fake, work, customizer, false);
  }

  private static void run(
      FakeStack fake, Work work, RequestCustomizer customizer, boolean rollback) {
    try (SpotBatch spotBatch = fake.spotBatch(customizer)) {
      Provisioner provisioner = spotBatch.provisioner();
      FailedApply onFailure = rollback ? FailedApply.ROLL_BACK : FailedApply.KEEP;
      Consumer<StackSpec> apply =
          stack ->
              provisioner.apply(provisioner.plan(stack), onFailure, ProvisioningListener.none());
      work.wanted().forEach(apply);
      if (work.wanted().isEmpty()) {
        assertThat(provisioner.destroy("demo").remaining()).isEmpty();
      }
    }
  }

  /** All that there is, without what AWS draws by lot and without the numbers of generations. */
  static List<String> world(FakeStack fake) {
    BatchClient batch = fake.batch;
    List<String> world = new ArrayList<>();
    batch
        .describeComputeEnvironments()
        .computeEnvironments()
        .forEach(
            it ->
                world.add(
                    bare(it.computeEnvironmentName())
                        + it.stateAsString()
                        + it.statusAsString()
                        + it.computeResources().launchTemplate()
                        + it.updatePolicy()
                        + it.computeResources().maxvCpus()
                        + it.computeResources().instanceTypes()));
    batch
        .describeJobQueues()
        .jobQueues()
        .forEach(
            it ->
                world.add(
                    it.jobQueueName()
                        + it.stateAsString()
                        + it.statusAsString()
                        + it.priority()
                        + it.computeEnvironmentOrder().stream()
                            .map(order -> bare(order.computeEnvironment()))
                            .toList()));
    batch
        .describeJobDefinitions()
        .jobDefinitions()
        .forEach(
            it ->
                world.add(
                    it.jobDefinitionName()
                        + it.revision()
                        + it.status()
                        + it.containerProperties().resourceRequirements()));
    IamClient iam = fake.iam;
    iam.listRoles(r -> r.pathPrefix("/spotbatch/"))
        .roles()
        .forEach(
            it ->
                world.add(
                    it.roleName()
                        + iam.listAttachedRolePolicies(r -> r.roleName(it.roleName()))
                            .attachedPolicies()
                        + iam.listRolePolicies(r -> r.roleName(it.roleName())).policyNames()));
    iam.listInstanceProfiles()
        .instanceProfiles()
        .forEach(
            it ->
                world.add(
                    it.instanceProfileName()
                        + it.roles().stream().map(role -> role.roleName()).toList()));
    fake.ec2
        .describeSecurityGroups()
        .securityGroups()
        .forEach(it -> world.add("group " + it.groupName()));
    fake.ec2
        .describeLaunchTemplates()
        .launchTemplates()
        .forEach(it -> world.add("template " + it.launchTemplateName() + it.latestVersionNumber()));
    fake.ecr
        .describeRepositories()
        .repositories()
        .forEach(
            it ->
                world.add(
                    "repository "
                        + it.repositoryName()
                        + fake.ecr
                            .listImages(r -> r.repositoryName(it.repositoryName()))
                            .imageIds()));
    fake.logs
        .describeLogGroups()
        .logGroups()
        .forEach(it -> world.add(it.logGroupName() + it.retentionInDays()));
    return world.stream().sorted().toList();
  }

  private static List<String> active(List<String> world) {
    return world.stream().filter(it -> !it.contains("INACTIVE")).toList();
  }

  private static String bare(String environment) {
    return environment.replaceFirst("-\\d+$", "");
  }
}
