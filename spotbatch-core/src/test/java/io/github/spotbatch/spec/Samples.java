package io.github.spotbatch.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Values that are legal, and differ from the default in every attribute where they are called full.
 */
final class Samples {
  static final String ROLE_ARN = "arn:aws:iam::123456789012:role/path/name";
  static final String PROFILE_ARN = "arn:aws:iam::123456789012:instance-profile/name";
  static final String POLICY_ARN = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
  static final String SECRET_ARN =
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:key-AbCdEf";
  static final String SCHEDULING_ARN =
      "arn:aws:batch:eu-west-1:123456789012:scheduling-policy/fair";

  private Samples() {}

  static SpotComputeEnvironment.Builder spot() {
    return SpotComputeEnvironment.builder("spot").maxVcpus(100);
  }

  static OnDemandComputeEnvironment.Builder onDemand() {
    return OnDemandComputeEnvironment.builder("steady").maxVcpus(100);
  }

  static JobQueueSpec.Builder queue() {
    return JobQueueSpec.builder("jobs").computeEnvironments("spot");
  }

  static JobDefinitionSpec.Builder definition() {
    return JobDefinitionSpec.builder("work")
        .image(ContainerImage.fromRegistry("busybox"))
        .memoryMiB(512)
        .retryPolicy(RetryPolicy.spotInterruptions());
  }

  static StackSpec.Builder stack() {
    return StackSpec.builder("demo")
        .computeEnvironment(spot().build())
        .jobQueue(queue().build())
        .jobDefinition(definition().build());
  }

  static SpotComputeEnvironment fullSpot() {
    return SpotComputeEnvironment.builder("spot")
        .minVcpus(4)
        .maxVcpus(64)
        .desiredVcpus(8)
        .instanceTypes("c5.large", "m5")
        .imageType(ImageType.ECS_AL2023_NVIDIA)
        .imageId("ami-0123456789abcdef0")
        .instanceVolume(fullVolume())
        .serviceRole(RoleSpec.existing(ROLE_ARN))
        .instanceRole(RoleSpec.existing(PROFILE_ARN))
        .ec2KeyPair("key")
        .placementGroup("group")
        .instanceTag("Environment", "test")
        .tag("CostCenter", "batch")
        .allocationStrategy(SpotAllocationStrategy.BEST_FIT)
        .bidPercentage(80)
        .spotFleetRole(RoleSpec.builder("fleet").build())
        .build();
  }

  static OnDemandComputeEnvironment fullOnDemand() {
    return OnDemandComputeEnvironment.builder("steady")
        .minVcpus(4)
        .maxVcpus(64)
        .desiredVcpus(8)
        .instanceTypes(List.of("c6g"))
        .imageType(ImageType.ECS_AL2023_NVIDIA)
        .imageId("ami-0123456789abcdef0")
        .instanceVolume(fullVolume())
        .serviceRole(RoleSpec.builder("service").build())
        .instanceRole(RoleSpec.builder("host").build())
        .ec2KeyPair("key")
        .placementGroup("group")
        .instanceTags(Map.of("Environment", "test"))
        .tags(Map.of("CostCenter", "batch"))
        .allocationStrategy(OnDemandAllocationStrategy.BEST_FIT_PROGRESSIVE_ORDERED)
        .build();
  }

  static InstanceVolumeSpec fullVolume() {
    return InstanceVolumeSpec.builder()
        .sizeGiB(100)
        .encrypted(true)
        .kmsKeyId("alias/batch")
        .deviceName("/dev/sda1")
        .build();
  }

  static JobQueueSpec fullQueue() {
    return JobQueueSpec.builder("jobs")
        .priority(7)
        .computeEnvironments(fullSpot(), fullOnDemand())
        .state(QueueState.DISABLED)
        .jobStateTimeLimit(limit(RunnableReason.INSUFFICIENT_INSTANCE_CAPACITY))
        .schedulingPolicyArn(SCHEDULING_ARN)
        .tag("CostCenter", "batch")
        .build();
  }

  static JobStateTimeLimit limit(RunnableReason reason) {
    return JobStateTimeLimit.of(reason, Duration.ofMinutes(15));
  }

  static JobDefinitionSpec fullDefinition() {
    return JobDefinitionSpec.builder("work")
        .image(ContainerImage.fromRegistry("busybox"))
        .command("echo", "Ref::word")
        .environment(Map.of("LEVEL", "info"))
        .parameters(Map.of("word", "hello"))
        .vcpus(2)
        .memoryMiB(2048)
        .gpus(1)
        .jobRole(RoleSpec.builder("job").build())
        .executionRole(RoleSpec.builder("execution").build())
        .retryPolicy(RetryPolicy.spotInterruptions())
        .timeout(Duration.ofHours(1))
        .secrets(Map.of("KEY", SECRET_ARN))
        .volumes(HostVolume.of("scratch"))
        .mountPoints(MountPointSpec.readWrite("scratch", "/scratch"))
        .ulimits(UlimitSpec.of("nofile", 1024, 4096))
        .logConfiguration(LogConfigurationSpec.builder(LogDriver.JOURNALD).build())
        .user("worker:workers")
        .privileged(true)
        .readonlyRootFilesystem(true)
        .initProcess(true)
        .sharedMemoryMiB(64)
        .maxSwapMiB(128)
        .swappiness(10)
        .schedulingPriority(5)
        .propagateTags(true)
        .tag("CostCenter", "batch")
        .build();
  }

  static JobRequest fullRequest() {
    return JobRequest.builder("work")
        .jobName("frame-12")
        .parameters(Map.of("word", "bye"))
        .command("echo", "Ref::word")
        .environment(Map.of("LEVEL", "debug"))
        .vcpus(4)
        .memoryMiB(4096)
        .gpus(1)
        .retryPolicy(RetryPolicy.attempts(2))
        .timeout(Duration.ofMinutes(5))
        .dependsOn("0f0e0d0c-1111-2222-3333-444455556666")
        .dependencies(JobDependency.nToN("0f0e0d0c-1111-2222-3333-444455556667"))
        .arraySize(10)
        .shareIdentifier("team")
        .schedulingPriority(5)
        .propagateTags(true)
        .tag("Frame", "12")
        .build();
  }

  static PipelineStep fullStep() {
    return PipelineStep.builder("check", fullRequest())
        .after("split")
        .nToN("render")
        .queue("others")
        .build();
  }

  static JobPipeline fullPipeline() {
    return JobPipeline.builder("nightly")
        .step("split", fullRequest())
        .step("render", fullRequest(), "split")
        .step(fullStep())
        .build();
  }

  static StackSpec fullStack() {
    return stack()
        .repository(fullRepository())
        .network(fullNetwork())
        .logRetention(Duration.ofDays(7))
        .updatePolicy(UpdatePolicy.drain(Duration.ofHours(2)))
        .keptRevisions(3)
        .permissionsBoundary(POLICY_ARN)
        .tag("CostCenter", "batch")
        .build();
  }

  static RepositorySpec fullRepository() {
    return RepositorySpec.builder("app")
        .imageTagMutability(ImageTagMutability.MUTABLE)
        .scanOnPush(false)
        .untaggedExpiry(Duration.ofDays(14))
        .tag("CostCenter", "batch")
        .build();
  }

  static NetworkSpec fullNetwork() {
    return NetworkSpec.builder()
        .vpcId("vpc-0123456789abcdef0")
        .subnetIds("subnet-0123456789abcdef0", "subnet-0123456789abcdef1")
        .securityGroupIds("sg-0123456789abcdef0")
        .build();
  }

  static RoleSpec fullRole() {
    return RoleSpec.builder("job")
        .managedPolicyArns(POLICY_ARN)
        .grant(GrantSpec.of("s3:GetObject", "arn:aws:s3:::frames/*"))
        .inlinePolicy("read", "{\"Version\": \"2012-10-17\", \"Statement\": []}")
        .permissionsBoundary(POLICY_ARN)
        .build();
  }

  static EfsVolume fullEfs() {
    return EfsVolume.builder("shared", "fs-0123456789abcdef0")
        .rootDirectory("/")
        .accessPointId("fsap-0123456789abcdef0")
        .transitEncryption(true)
        .iamAuthorization(true)
        .build();
  }

  /** As many tags as asked for, all legal. */
  static Map<String, String> tags(String prefix, int count) {
    return IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(number -> prefix + number, number -> "value"));
  }
}
