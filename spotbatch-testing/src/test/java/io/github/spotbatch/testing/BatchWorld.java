package io.github.spotbatch.testing;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.CRAllocationStrategy;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.JobDefinitionType;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * An environment, a queue and a definition made by plain SDK calls, for tests of the fake itself.
 */
final class BatchWorld {

  static final String ENVIRONMENT = "spot";
  static final String QUEUE = "jobs";
  static final String DEFINITION = "work";

  final FakeAws aws;
  final BatchClient batch;
  final Ec2Client ec2;

  BatchWorld(FakeAws aws) {
    this.aws = aws;
    this.batch = aws.batch();
    this.ec2 = aws.client(Ec2Client.builder());
  }

  /** Everything up to a queue that takes jobs. */
  static BatchWorld ready(FakeAws aws) {
    BatchWorld world = new BatchWorld(aws);
    world.createEnvironment(resources -> {});
    aws.advance(Duration.ofMinutes(1));
    world.createQueue();
    aws.advance(Duration.ofMinutes(1));
    world.register(definition -> {});
    return world;
  }

  CreateComputeEnvironmentRequest environment(Consumer<ComputeResource.Builder> change) {
    ComputeResource.Builder resources =
        ComputeResource.builder()
            .type(CRType.SPOT)
            .allocationStrategy(CRAllocationStrategy.SPOT_CAPACITY_OPTIMIZED)
            .minvCpus(0)
            .maxvCpus(16)
            .instanceTypes("c5.large", "c5.xlarge", "m5.large")
            .subnets(ec2.describeSubnets().subnets().stream().map(Subnet::subnetId).toList())
            .securityGroupIds(
                ec2.describeSecurityGroups().securityGroups().stream()
                    .map(SecurityGroup::groupId)
                    .toList())
            .instanceRole("ecsInstanceRole");
    change.accept(resources);
    return CreateComputeEnvironmentRequest.builder()
        .computeEnvironmentName(ENVIRONMENT)
        .type(CEType.MANAGED)
        .computeResources(resources.build())
        .build();
  }

  void createEnvironment(Consumer<ComputeResource.Builder> change) {
    batch.createComputeEnvironment(environment(change));
  }

  void createQueue() {
    batch.createJobQueue(
        queue ->
            queue
                .jobQueueName(QUEUE)
                .priority(1)
                .computeEnvironmentOrder(o -> o.order(1).computeEnvironment(ENVIRONMENT)));
  }

  static RegisterJobDefinitionRequest.Builder definition() {
    return RegisterJobDefinitionRequest.builder()
        .jobDefinitionName(DEFINITION)
        .type(JobDefinitionType.CONTAINER)
        .containerProperties(
            container ->
                container
                    .image("public.ecr.aws/docker/library/busybox:stable")
                    .resourceRequirements(
                        cpu -> cpu.type(ResourceType.VCPU).value("1"),
                        memory -> memory.type(ResourceType.MEMORY).value("512")));
  }

  void register(Consumer<RegisterJobDefinitionRequest.Builder> change) {
    RegisterJobDefinitionRequest.Builder definition = definition();
    change.accept(definition);
    batch.registerJobDefinition(definition.build());
  }

  String submit(String name, Consumer<SubmitJobRequest.Builder> change) {
    SubmitJobRequest.Builder request =
        SubmitJobRequest.builder().jobName(name).jobQueue(QUEUE).jobDefinition(DEFINITION);
    change.accept(request);
    return batch.submitJob(request.build()).jobId();
  }

  String submit(String name) {
    return submit(name, request -> {});
  }

  JobDetail job(String id) {
    return batch.describeJobs(request -> request.jobs(id)).jobs().get(0);
  }

  ComputeEnvironmentDetail environment() {
    List<ComputeEnvironmentDetail> found =
        batch
            .describeComputeEnvironments(request -> request.computeEnvironments(ENVIRONMENT))
            .computeEnvironments();
    return found.get(0);
  }
}
