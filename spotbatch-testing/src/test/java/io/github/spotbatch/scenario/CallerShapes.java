package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.Provisioner;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.UnfinishedJobs;
import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.ImageTagMutability;
import io.github.spotbatch.spec.InstanceVolumeSpec;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.SpotAllocationStrategy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.internal.ecr.SmallImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.iam.IamClient;

/** All kinds of calls that spotbatch makes, by what callers do. */
final class CallerShapes {

  private static final String ALLOW_ALL =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
          + "\"Resource\":\"*\"}]}";

  private CallerShapes() {}

  /** Whoever makes stacks, changes them and removes them, from the quickest to the longest. */
  static List<CallerShape> stacks(Path folder) {
    return List.of(
        new CallerShape("fleet role", CallerShapes::fleetRole),
        new CallerShape("service-linked role", CallerShapes::serviceLinkedRole),
        new CallerShape("trimmed", CallerShapes::trimmed),
        new CallerShape("disk", CallerShapes::disk),
        new CallerShape("recipe", CallerShapes::recipe),
        new CallerShape("swap under a job", CallerShapes::swap),
        new CallerShape("parts changed", CallerShapes::partsChanged),
        new CallerShape("images", world -> images(world, folder)));
  }

  /** Whoever has jobs run in a stack that is there. */
  static List<CallerShape> jobs() {
    return List.of(new CallerShape("jobs", CallerShapes::jobs));
  }

  /** An image that nothing refers to, and a rule for others that is taken back. */
  private static void trimmed(FakeStack world) {
    StackSpec kept = keeping(RepositorySpec.builder("app").build());
    RepositorySpec expiring =
        RepositorySpec.builder("app").untaggedExpiry(Duration.ofDays(9)).build();
    String digest = SmallImage.digest(SmallImage.manifest("layer"));
    try (SpotBatch spotBatch = world.spotBatch()) {
      Provisioner provisioner = spotBatch.provisioner();
      apply(provisioner, keeping(expiring));
      SmallImage.push(world.others().ecr, "demo-app", digest.substring(7, 23), "layer");
      world.aws.advance(Duration.ofDays(2));
      apply(provisioner, kept);
      destroy(provisioner);
    }
  }

  /** One disk and then another, and a group whose rules others have changed. */
  private static void disk(FakeStack world) {
    try (SpotBatch spotBatch = world.spotBatch()) {
      Provisioner provisioner = spotBatch.provisioner();
      apply(provisioner, ofDisk(100));
      Ec2Client ec2 = world.others().ec2;
      String group =
          ec2.describeSecurityGroups(r -> r.filters(f -> f.name("group-name").values("demo")))
              .securityGroups()
              .get(0)
              .groupId();
      IpPermission anything =
          IpPermission.builder().ipProtocol("-1").ipRanges(r -> r.cidrIp("0.0.0.0/0")).build();
      ec2.authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(anything));
      ec2.revokeSecurityGroupEgress(r -> r.groupId(group).ipPermissions(anything));
      apply(provisioner, ofDisk(200));
      destroy(provisioner);
    }
  }

  private static StackSpec ofDisk(int gibibytes) {
    return StackSpec.builder("demo")
        .computeEnvironment(
            OnDemandComputeEnvironment.builder("steady")
                .maxVcpus(8)
                .instanceTypes("m5.large")
                .instanceVolume(InstanceVolumeSpec.builder().sizeGiB(gibibytes).build())
                .build())
        .build();
  }

  private static StackSpec keeping(RepositorySpec repository) {
    return StackSpec.builder("demo").repository(repository).build();
  }

  private static void recipe(FakeStack world) {
    try (SpotBatch spotBatch = world.spotBatch()) {
      Provisioner provisioner = spotBatch.provisioner();
      apply(provisioner, FakeStack.recipe("demo"));
      apply(provisioner, FakeStack.recipe("demo"));
      assertThat(provisioner.stacks()).hasSize(1);
      destroy(provisioner);
    }
  }

  /** What others have changed, and then what the spec says. */
  private static void partsChanged(FakeStack world) {
    String boundary = "arn:aws:iam::123456789012:policy/boundary";
    world.aws.addPolicy(boundary);
    StackSpec recipe = FakeStack.recipe("demo");
    StackSpec changed =
        recipe.toBuilder()
            .permissionsBoundary(boundary)
            .deletionProtection(true)
            .tag("Team", "render")
            .logRetention(Duration.ofDays(7))
            .repositories(
                List.of(
                    RepositorySpec.builder("app")
                        .imageTagMutability(ImageTagMutability.MUTABLE)
                        .scanOnPush(false)
                        .untaggedExpiry(Duration.ofDays(14))
                        .build()))
            .jobQueues(
                List.of(
                    JobQueueSpec.builder("jobs").priority(7).computeEnvironments("spot").build(),
                    JobQueueSpec.builder("more").computeEnvironments("spot").build()))
            .build();
    try (SpotBatch spotBatch = world.spotBatch()) {
      Provisioner provisioner = spotBatch.provisioner();
      apply(provisioner, recipe);
      changeByOthers(world.others().iam);
      apply(provisioner, changed);
      apply(provisioner, recipe);
      apply(provisioner, FakeStack.onDemand("demo"));
      destroy(provisioner);
    }
  }

  private static void changeByOthers(IamClient iam) {
    String job = "demo-us-east-1-job";
    String instance = "demo-us-east-1-instance";
    iam.updateAssumeRolePolicy(
        r ->
            r.roleName(job)
                .policyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                        + "\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},"
                        + "\"Action\":\"sts:AssumeRole\"}]}"));
    iam.attachRolePolicy(
        r -> r.roleName(job).policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
    iam.putRolePolicy(r -> r.roleName(job).policyName("more").policyDocument(ALLOW_ALL));
    iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(instance).roleName(instance));
    iam.addRoleToInstanceProfile(r -> r.instanceProfileName(instance).roleName(job));
  }

  private static void swap(FakeStack world) {
    StackSpec recipe = FakeStack.recipe("demo");
    SpotComputeEnvironment spot = (SpotComputeEnvironment) recipe.computeEnvironments().get(0);
    world.aws.jobs().image("app").runsFor(Duration.ofHours(30)).exits(0);
    try (SpotBatch others = world.others().spotBatch();
        SpotBatch spotBatch = world.spotBatch()) {
      Provisioner provisioner = spotBatch.provisioner();
      apply(provisioner, recipe);
      others.deployment("demo").queue("jobs").submit(JobRequest.builder("work").build());
      world.aws.advance(Duration.ofMinutes(30));
      apply(
          provisioner,
          recipe.toBuilder()
              .computeEnvironments(List.of(spot.toBuilder().instanceTypes("m5.large").build()))
              .build());
      destroy(provisioner);
    }
  }

  private static void serviceLinkedRole(FakeStack world) {
    String policy =
        world
            .others()
            .batch
            .createSchedulingPolicy(it -> it.name("fair").fairsharePolicy(f -> {}))
            .arn();
    StackSpec steady =
        FakeStack.onDemand("demo").toBuilder()
            .jobQueues(
                List.of(
                    JobQueueSpec.builder("jobs")
                        .computeEnvironments("steady")
                        .schedulingPolicyArn(policy)
                        .build()))
            .build();
    OnDemandComputeEnvironment environment =
        (OnDemandComputeEnvironment) steady.computeEnvironments().get(0);
    try (SpotBatch spotBatch = world.spotBatch()) {
      Provisioner provisioner = spotBatch.provisioner();
      apply(provisioner, steady);
      apply(
          provisioner,
          steady.toBuilder()
              .computeEnvironments(
                  List.of(
                      environment.toBuilder()
                          .instanceTypes("c5.large")
                          .instanceRole(RoleSpec.builder("hosts").build())
                          .build()))
              .build());
      destroy(provisioner);
    }
  }

  private static void fleetRole(FakeStack world) {
    StackSpec stack =
        StackSpec.builder("demo")
            .computeEnvironment(
                SpotComputeEnvironment.builder("spot")
                    .maxVcpus(8)
                    .instanceTypes("m5.large")
                    .allocationStrategy(SpotAllocationStrategy.BEST_FIT)
                    .spotFleetRole(RoleSpec.builder("fleet").build())
                    .build())
            .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
            .build();
    try (SpotBatch spotBatch = world.spotBatch()) {
      apply(spotBatch.provisioner(), stack);
      destroy(spotBatch.provisioner());
    }
  }

  /** An image that is built here, and then one that has changed, so that the first one goes. */
  private static void images(FakeStack world, Path folder) throws IOException {
    try (SpotBatch spotBatch =
        world.aws.spotBatchBuilder().imageCache(folder.resolve("cache")).build()) {
      Provisioner provisioner = spotBatch.provisioner();
      apply(provisioner, stack(image(folder, "hello")));
      apply(provisioner, stack(image(folder, "hello")));
      world.aws.advance(Duration.ofDays(30));
      apply(provisioner, stack(image(folder, "good-bye")));
      apply(provisioner, stack(image(folder, "good-bye")));
      destroy(provisioner);
    }
  }

  private static StackSpec stack(ContainerImage image) {
    return StackSpec.builder("demo")
        .jobDefinition(JobDefinitionSpec.builder("work").image(image).memoryMiB(512).build())
        .keptRevisions(1)
        .build();
  }

  private static ContainerImage image(Path folder, String content) throws IOException {
    Path file = folder.resolve(content + ".txt");
    Files.writeString(file, content);
    return ContainerImage.builder(BaseImage.empty())
        .workingDirectory("/app")
        .copy(file, ".")
        .command("cat", content + ".txt")
        .build();
  }

  private static void jobs(FakeStack world) {
    world.aws.jobs().named("quick").runsFor(Duration.ofMinutes(10)).logs("done").exits(0);
    world.aws.jobs().named("long").runsFor(Duration.ofHours(30)).exits(0);
    world.aws.jobs().named("lost").runsFor(Duration.ofMinutes(10)).exits(0);
    world.aws.spot().reclaim().hostOf("lost").after(Duration.ofMinutes(5));
    try (SpotBatch others = world.others().spotBatch();
        SpotBatch spotBatch = world.spotBatch()) {
      Provisioner provisioner = others.provisioner();
      provisioner.apply(provisioner.plan(FakeStack.recipe("demo")));
      var queue = spotBatch.deployment("demo").queue("jobs");
      JobHandle quick =
          queue.submit(JobRequest.builder("work").jobName("quick").tag("Team", "render").build());
      world.aws.faults().on("SubmitJob").loseResponse().times(1);
      JobHandle endless = queue.submit(JobRequest.builder("work").jobName("long").build());
      assertThat(quick.await(Duration.ofHours(3)).succeeded()).isTrue();
      assertThat(quick.logs()).hasSize(1);
      assertThat(quick.host()).isPresent();
      endless.terminate("enough");
      assertThat(endless.await(Duration.ofHours(3)).succeeded()).isFalse();
      JobHandle hasty = queue.submit(JobRequest.builder("work").jobName("hasty").build());
      hasty.stop("too soon");
      assertThat(hasty.await(Duration.ofHours(3)).succeeded()).isFalse();
      JobHandle lost = queue.submit(JobRequest.builder("work").jobName("lost").build());
      lost.await(Duration.ofHours(3));
      assertThat(lost.investigate().attempts().get(0).cause())
          .as("refused: %s", world.aws.journal().refused())
          .containsInstanceOf(AttemptCause.SpotInterruption.class);
      provisioner.destroy("demo");
    }
  }

  private static void apply(Provisioner provisioner, StackSpec stack) {
    provisioner.apply(provisioner.plan(stack));
  }

  private static void destroy(Provisioner provisioner) {
    assertThat(provisioner.destroy("demo", UnfinishedJobs.TERMINATE).remaining()).isEmpty();
  }
}
