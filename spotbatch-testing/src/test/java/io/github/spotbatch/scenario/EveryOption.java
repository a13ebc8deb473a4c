package io.github.spotbatch.scenario;

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
import io.github.spotbatch.spec.OnDemandAllocationStrategy;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.RunnableReason;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.spec.UlimitSpec;
import java.time.Duration;
import java.util.Map;

/** A stack that uses what a spec offers, in an order of its own. */
final class EveryOption {

  static final String BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";

  static final String ALLOW_ALL =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
          + "\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";

  private EveryOption() {}

  static StackSpec of(String name) {
    RoleSpec task =
        RoleSpec.builder("task")
            .managedPolicyArns("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
            .inlinePolicy("all", ALLOW_ALL)
            .build();
    return StackSpec.builder(name)
        .permissionsBoundary(BOUNDARY)
        .logRetention(Duration.ofDays(7))
        .repository(
            RepositorySpec.builder("images")
                .imageTagMutability(ImageTagMutability.IMMUTABLE)
                .scanOnPush(true)
                .untaggedExpiry(Duration.ofDays(14))
                .tag("Team", "render")
                .build())
        .computeEnvironment(
            SpotComputeEnvironment.builder("spot")
                .maxVcpus(64)
                .instanceTypes("m5.large", "c5.large")
                .instanceTag("Team", "render")
                .build())
        .computeEnvironment(
            OnDemandComputeEnvironment.builder("steady")
                .minVcpus(2)
                .desiredVcpus(4)
                .maxVcpus(32)
                .instanceTypes("c5", "m5")
                .allocationStrategy(OnDemandAllocationStrategy.BEST_FIT_PROGRESSIVE_ORDERED)
                .build())
        .jobQueue(
            JobQueueSpec.builder("jobs")
                .computeEnvironments("spot", "steady")
                .jobStateTimeLimit(
                    JobStateTimeLimit.of(
                        RunnableReason.INSUFFICIENT_INSTANCE_CAPACITY, Duration.ofHours(1)))
                .build())
        .jobDefinition(
            JobDefinitionSpec.builder("work")
                .image(ContainerImage.fromRegistry("app"))
                .command("run", "Ref::frame")
                .parameters(Map.of("frame", "1"))
                .putEnvironment("MODE", "fast")
                .putEnvironment("EMPTY", "")
                .vcpus(2)
                .memoryMiB(512)
                .jobRole(task)
                .executionRole(task)
                .putSecret("TOKEN", "arn:aws:secretsmanager:us-east-1:123456789012:secret:token")
                .retryPolicy(RetryPolicy.spotInterruptions(5))
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
                        .option("awslogs-stream-prefix", "work")
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
                .build())
        .build();
  }
}
