package io.github.spotbatch.testing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.CRAllocationStrategy;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.JobDefinitionType;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
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
    this(aws, aws.batch(), aws.client(Ec2Client.builder()));
  }

  private BatchWorld(FakeAws aws, BatchClient batch, Ec2Client ec2) {
    this.aws = aws;
    this.batch = batch;
    this.ec2 = ec2;
  }

  /** Everything up to a queue that takes jobs. */
  static BatchWorld ready(FakeAws aws) {
    return ready(aws, resources -> {});
  }

  static BatchWorld ready(FakeAws aws, Consumer<ComputeResource.Builder> change) {
    return new BatchWorld(aws).made(change);
  }

  /** The same by other clients of the world. */
  static BatchWorld ready(FakeAws aws, BatchClient batch, Ec2Client ec2) {
    return new BatchWorld(aws, batch, ec2).made(resources -> {});
  }

  /** The same by typed clients, for volume. */
  static BatchWorld typed(FakeAws aws, Consumer<ComputeResource.Builder> change) {
    return typed(aws).made(change);
  }

  /** Nothing yet, by typed clients. */
  static BatchWorld typed(FakeAws aws) {
    return new BatchWorld(
        aws, aws.typedClient(BatchClient.class), aws.typedClient(Ec2Client.class));
  }

  private BatchWorld made(Consumer<ComputeResource.Builder> change) {
    createEnvironment(change);
    letPass(aws, Duration.ofMinutes(1));
    createQueue();
    letPass(aws, Duration.ofMinutes(1));
    register(definition -> {});
    return this;
  }

  /** On whatever clock. */
  static void letPass(FakeAws aws, Duration duration) {
    CompletableFuture<Boolean> passed = new CompletableFuture<>();
    aws.time()
        .executor()
        .schedule(() -> passed.complete(true), duration.toMillis(), TimeUnit.MILLISECONDS);
    try {
      aws.time().await(passed);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
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

  void createEnvironment(String name, Consumer<ComputeResource.Builder> change) {
    batch.createComputeEnvironment(
        environment(change).toBuilder().computeEnvironmentName(name).build());
  }

  void createQueue() {
    createQueue(QUEUE, 1, ENVIRONMENT);
  }

  void createQueue(String name, int priority, String... environments) {
    batch.createJobQueue(queue(name, priority, environments).build());
  }

  static CreateJobQueueRequest.Builder queue(String name, int priority, String... environments) {
    List<ComputeEnvironmentOrder> order =
        IntStream.range(0, environments.length)
            .mapToObj(
                i ->
                    ComputeEnvironmentOrder.builder()
                        .order(i + 1)
                        .computeEnvironment(environments[i])
                        .build())
            .toList();
    return CreateJobQueueRequest.builder()
        .jobQueueName(name)
        .priority(priority)
        .computeEnvironmentOrder(order);
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
    return environments(ENVIRONMENT).get(0);
  }

  List<ComputeEnvironmentDetail> environments(String name) {
    return batch
        .describeComputeEnvironments(request -> request.computeEnvironments(name))
        .computeEnvironments();
  }

  List<JobQueueDetail> queues(String name) {
    return batch.describeJobQueues(request -> request.jobQueues(name)).jobQueues();
  }

  /** The names of a queue's jobs of one status. */
  List<String> names(JobStatus status) {
    return batch
        .listJobs(request -> request.jobQueue(QUEUE).jobStatus(status))
        .jobSummaryList()
        .stream()
        .map(JobSummary::jobName)
        .toList();
  }

  List<Instance> instances(InstanceStateName... states) {
    List<InstanceStateName> wanted = List.of(states);
    return ec2.describeInstances().reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .filter(instance -> wanted.contains(instance.state().name()))
        .toList();
  }

  /** The types of all instances that are there or on their way. */
  List<String> launchedTypes() {
    return instances(InstanceStateName.PENDING, InstanceStateName.RUNNING).stream()
        .map(Instance::instanceTypeAsString)
        .toList();
  }
}
