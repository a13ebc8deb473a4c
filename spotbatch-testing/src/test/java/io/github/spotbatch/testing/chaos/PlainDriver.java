package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.FakeAws;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ArrayJobDependency;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.JQStatus;
import software.amazon.awssdk.services.batch.model.JobDefinitionType;
import software.amazon.awssdk.services.batch.model.JobDependency;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** A program of plain SDK calls, whose clients send nothing twice by themselves. */
final class PlainDriver implements Driver {

  private static final String IMAGE = "public.ecr.aws/docker/library/busybox:stable";

  /** An array whose children wait is PENDING. */
  private static final List<JobStatus> WAITING = List.of(JobStatus.PENDING, JobStatus.RUNNABLE);

  /** A script may go on when jobs do, and take away what has just been given back. */
  private static final int RELIEFS = 10;

  private final FakeAws aws;
  private final Scenario scenario;
  private final BatchClient batch;
  private final Ec2Client ec2;
  private final Patience patience;
  private final Map<String, String> ids = new HashMap<>();

  PlainDriver(FakeAws aws, Scenario scenario, BatchClient batch, Ec2Client ec2) {
    this.aws = aws;
    this.scenario = scenario;
    this.batch = batch;
    this.ec2 = ec2;
    this.patience = new Patience(aws);
  }

  @Override
  public void makeStack() {
    List<String> subnets =
        patience.call(ec2::describeSubnets).subnets().stream().map(Subnet::subnetId).toList();
    List<String> groups =
        patience.call(ec2::describeSecurityGroups).securityGroups().stream()
            .map(SecurityGroup::groupId)
            .toList();
    scenario.environments().forEach(it -> make(it, subnets, groups));
    scenario.environments().forEach(it -> patience.until(() -> isValid(it)));
    scenario.queues().forEach(this::make);
    scenario.queues().forEach(it -> patience.until(() -> isValid(it)));
    scenario.definitions().forEach(this::register);
  }

  private void make(EnvironmentPlan plan, List<String> subnets, List<String> groups) {
    patience.make(
        () ->
            batch.createComputeEnvironment(
                environment ->
                    environment
                        .computeEnvironmentName(plan.name())
                        .type(CEType.MANAGED)
                        .computeResources(
                            resources ->
                                resources
                                    .type(plan.spot() ? "SPOT" : "EC2")
                                    .allocationStrategy(plan.strategy())
                                    .bidPercentage(bid(plan))
                                    .instanceTypes(plan.types())
                                    .minvCpus(plan.minVcpus())
                                    .maxvCpus(plan.maxVcpus())
                                    .subnets(subnets)
                                    .securityGroupIds(groups)
                                    .instanceRole("ecsInstanceRole"))));
  }

  private static @Nullable Integer bid(EnvironmentPlan plan) {
    return plan.bidPercentage() == 0 ? null : plan.bidPercentage();
  }

  private boolean isValid(EnvironmentPlan plan) {
    return batch
        .describeComputeEnvironments(it -> it.computeEnvironments(plan.name()))
        .computeEnvironments()
        .stream()
        .anyMatch(it -> it.status() == CEStatus.VALID);
  }

  private void make(QueuePlan plan) {
    List<ComputeEnvironmentOrder> order =
        IntStream.range(0, plan.environments().size())
            .mapToObj(
                i ->
                    ComputeEnvironmentOrder.builder()
                        .order(i + 1)
                        .computeEnvironment(plan.environments().get(i))
                        .build())
            .toList();
    patience.make(
        () ->
            batch.createJobQueue(
                queue ->
                    queue
                        .jobQueueName(plan.name())
                        .priority(plan.priority())
                        .computeEnvironmentOrder(order)));
  }

  private boolean isValid(QueuePlan plan) {
    return batch.describeJobQueues(it -> it.jobQueues(plan.name())).jobQueues().stream()
        .anyMatch(it -> it.status() == JQStatus.VALID);
  }

  private void register(DefinitionPlan plan) {
    patience.call(
        () ->
            batch.registerJobDefinition(
                definition -> {
                  definition
                      .jobDefinitionName(plan.name())
                      .type(JobDefinitionType.CONTAINER)
                      .retryStrategy(plan.retries().toSdk())
                      .containerProperties(
                          container ->
                              container
                                  .image(IMAGE)
                                  .resourceRequirements(
                                      it -> it.type(ResourceType.VCPU).value("" + plan.vcpus()),
                                      it ->
                                          it.type(ResourceType.MEMORY)
                                              .value("" + plan.memoryMiB())));
                  if (!plan.timeout().isZero()) {
                    definition.timeout(
                        it -> it.attemptDurationSeconds((int) plan.timeout().toSeconds()));
                  }
                }));
  }

  @Override
  public void submit(JobPlan job) {
    SubmitJobRequest.Builder request =
        SubmitJobRequest.builder()
            .jobName(job.name())
            .jobQueue(job.queue())
            .jobDefinition(job.definition())
            .dependsOn(dependencies(job));
    if (job.arraySize() > 0) {
      request.arrayProperties(it -> it.size(job.arraySize()));
    }
    if (job.retries() != null) {
      request.retryStrategy(job.retries().toSdk());
    }
    SubmitJobRequest built = request.build();
    ids.put(job.name(), patience.once(() -> batch.submitJob(built).jobId(), () -> listed(job)));
  }

  private List<JobDependency> dependencies(JobPlan job) {
    Stream<JobDependency> others =
        job.after().stream()
            .map(
                name ->
                    JobDependency.builder()
                        .jobId(ids.get(name))
                        .type(job.byIndex() ? ArrayJobDependency.N_TO_N : null)
                        .build());
    Stream<JobDependency> itself =
        job.sequential()
            ? Stream.of(JobDependency.builder().type(ArrayJobDependency.SEQUENTIAL).build())
            : Stream.of();
    return Stream.concat(others, itself).toList();
  }

  private Optional<String> listed(JobPlan job) {
    return batch
        .listJobs(
            it ->
                it.jobQueue(job.queue())
                    .filters(filter -> filter.name("JOB_NAME").values(job.name())))
        .jobSummaryList()
        .stream()
        .map(JobSummary::jobId)
        .findFirst();
  }

  @Override
  public void stop(JobPlan job, boolean terminates) {
    String id = ids.get(job.name());
    if (terminates) {
      patience.call(() -> batch.terminateJob(it -> it.jobId(id).reason("terminated by chaos")));
    } else {
      patience.call(() -> batch.cancelJob(it -> it.jobId(id).reason("cancelled by chaos")));
    }
  }

  @Override
  public void awaitJobs() {
    aws.runUntilIdle();
    for (int i = 0; i < RELIEFS && anyWaits(); i++) {
      Relief.now(aws);
      aws.runUntilIdle();
    }
  }

  private boolean anyWaits() {
    return scenario.queues().stream()
        .anyMatch(queue -> WAITING.stream().anyMatch(status -> has(queue, status)));
  }

  private boolean has(QueuePlan queue, JobStatus status) {
    return !patience
        .call(() -> batch.listJobs(it -> it.jobQueue(queue.name()).jobStatus(status)))
        .jobSummaryList()
        .isEmpty();
  }

  @Override
  public void cleanUp() {
    batch.close();
    ec2.close();
  }

  @Override
  public String queueName(QueuePlan queue) {
    return queue.name();
  }
}
