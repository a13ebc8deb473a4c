package io.github.spotbatch.internal.compile;

import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.EfsVolume;
import io.github.spotbatch.spec.HostVolume;
import io.github.spotbatch.spec.ImageTagMutability;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobStateTimeLimit;
import io.github.spotbatch.spec.LogConfigurationSpec;
import io.github.spotbatch.spec.LogDriver;
import io.github.spotbatch.spec.MountPointSpec;
import io.github.spotbatch.spec.NetworkSpec;
import io.github.spotbatch.spec.OnDemandAllocationStrategy;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.QueueState;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.RetryCause;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.RunnableReason;
import io.github.spotbatch.spec.SpotAllocationStrategy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.spec.UlimitSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Stacks of different shapes, and where they go. */
final class SampleStacks {

  static final Target TARGET =
      new Target(
          "123456789012",
          "eu-central-1",
          "aws",
          "vpc-0123456789abcdef0",
          List.of("subnet-a", "subnet-b", "subnet-c"),
          List.of());

  private SampleStacks() {}

  static StackSpec recipe() {
    return StackSpec.builder("batch-demo-x7k2p9")
        .repository(RepositorySpec.builder("app").build())
        .computeEnvironment(
            SpotComputeEnvironment.builder("spot")
                .serviceRole(RoleSpec.builder("service").build())
                .maxVcpus(100)
                .instanceTypes(
                    "c5.large", "c5.xlarge", "c5.2xlarge", "m5.large", "m5.xlarge", "m5.2xlarge")
                .allocationStrategy(SpotAllocationStrategy.SPOT_CAPACITY_OPTIMIZED)
                .bidPercentage(80)
                .build())
        .jobQueue(JobQueueSpec.builder("jobs").priority(1).computeEnvironments("spot").build())
        .jobDefinition(
            JobDefinitionSpec.builder("work")
                .image(
                    ContainerImage.fromRegistry(
                        "123456789012.dkr.ecr.eu-central-1.amazonaws.com"
                            + "/batch-demo-x7k2p9-app:latest"))
                .vcpus(1)
                .memoryMiB(512)
                .jobRole(RoleSpec.builder("job").build())
                .executionRole(RoleSpec.builder("execution").build())
                .retryPolicy(RetryPolicy.spotInterruptions())
                .timeout(Duration.ofHours(1))
                .build())
        .tag("Environment", "batch-demo")
        .tag("CostCenter", "batch-processing")
        .build();
  }

  /** What a user gets who says nothing but what is required. */
  static StackSpec defaults() {
    return StackSpec.builder("plain")
        .computeEnvironment(SpotComputeEnvironment.builder("spot").maxVcpus(16).build())
        .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
        .jobDefinition(
            JobDefinitionSpec.builder("work")
                .image(ContainerImage.fromRegistry("busybox"))
                .memoryMiB(128)
                .build())
        .build();
  }

  /** Spot first and On-Demand when there is none, in the user's own network. */
  static StackSpec fallback() {
    return StackSpec.builder("fallback")
        .network(
            NetworkSpec.builder()
                .vpcId("vpc-0123456789abcdef0")
                .subnetIds("subnet-0a", "subnet-0b")
                .securityGroupIds("sg-0a")
                .build())
        .computeEnvironment(
            SpotComputeEnvironment.builder("spot")
                .maxVcpus(64)
                .allocationStrategy(SpotAllocationStrategy.BEST_FIT)
                .spotFleetRole(RoleSpec.builder("fleet").build())
                .build())
        .computeEnvironment(
            OnDemandComputeEnvironment.builder("on-demand")
                .minVcpus(2)
                .desiredVcpus(4)
                .maxVcpus(32)
                .instanceTypes("c7i", "m7i")
                .allocationStrategy(OnDemandAllocationStrategy.BEST_FIT_PROGRESSIVE_ORDERED)
                .instanceRole(
                    RoleSpec.existing("arn:aws:iam::123456789012:instance-profile/ecsInstanceRole"))
                .ec2KeyPair("ops")
                .imageId("ami-0a")
                .instanceTag("Team", "render")
                .build())
        .jobQueue(
            JobQueueSpec.builder("jobs")
                .priority(10)
                .computeEnvironments("spot", "on-demand")
                .state(QueueState.DISABLED)
                .jobStateTimeLimit(
                    JobStateTimeLimit.of(
                        RunnableReason.INSUFFICIENT_INSTANCE_CAPACITY, Duration.ofHours(1)))
                .build())
        .build();
  }

  /** Every option of a job definition. */
  static StackSpec everyOption() {
    return StackSpec.builder("rich")
        .permissionsBoundary("arn:aws:iam::123456789012:policy/boundary")
        .logRetention(Duration.ofDays(7))
        .repository(
            RepositorySpec.builder("images")
                .imageTagMutability(ImageTagMutability.IMMUTABLE)
                .scanOnPush(true)
                .untaggedExpiry(Duration.ofDays(14))
                .tag("Team", "render")
                .build())
        .jobDefinition(
            JobDefinitionSpec.builder("render")
                .image(ContainerImage.fromRegistry("public.ecr.aws/docker/library/python:3.13"))
                .command("python", "render.py", "Ref::frame")
                .parameters(Map.of("frame", "1"))
                .putEnvironment("MODE", "fast")
                .putEnvironment("LEVEL", "2")
                .vcpus(4)
                .memoryMiB(8000)
                .gpus(1)
                .jobRole(
                    RoleSpec.builder("task")
                        .managedPolicyArns("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
                        .inlinePolicy("queue", "{\"Version\":\"2012-10-17\",\"Statement\":[]}")
                        .build())
                .executionRole(
                    RoleSpec.builder("task")
                        .managedPolicyArns("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
                        .inlinePolicy("queue", "{\"Version\":\"2012-10-17\",\"Statement\":[]}")
                        .build())
                .putSecret("TOKEN", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:token")
                .retryPolicy(
                    RetryPolicy.spotInterruptions(5)
                        .alsoRetrying(RetryCause.SIGTERM_EXIT, RetryCause.START_FAILURE))
                .timeout(Duration.ofMinutes(10))
                .volumes(
                    HostVolume.of("scratch", "/mnt/scratch"),
                    EfsVolume.builder("shared", "fs-0123456789abcdef0")
                        .accessPointId("fsap-0123456789abcdef0")
                        .iamAuthorization(true)
                        .build())
                .mountPoints(
                    MountPointSpec.readWrite("scratch", "/scratch"),
                    MountPointSpec.readOnly("shared", "/shared"))
                .ulimits(UlimitSpec.of("nofile", 1024, 4096))
                .logConfiguration(
                    LogConfigurationSpec.builder(LogDriver.AWSLOGS)
                        .option("awslogs-group", "/mine")
                        .build())
                .user("nobody")
                .privileged(true)
                .readonlyRootFilesystem(true)
                .initProcess(true)
                .sharedMemoryMiB(64)
                .maxSwapMiB(128)
                .swappiness(10)
                .schedulingPriority(5)
                .propagateTags(true)
                .tag("Team", "render")
                .build())
        .build();
  }
}
