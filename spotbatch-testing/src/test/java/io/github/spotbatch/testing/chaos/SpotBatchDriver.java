package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.UnfinishedJobs;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobSubmissionException;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.OnDemandAllocationStrategy;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.SpotAllocationStrategy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobSummary;

/** A program that does everything by spotbatch. */
final class SpotBatchDriver implements Driver {

  private static final String STACK = "chaos";
  private static final Duration LONG = Duration.ofDays(30);
  private static final int TRIES = 20;

  /** More than once: scripts go on meanwhile. */
  private static final List<Duration> RELIEFS =
      List.of(Duration.ofMinutes(10), Duration.ofMinutes(45), Duration.ofHours(3));

  private final FakeAws aws;
  private final Scenario scenario;
  private final SpotBatch spotBatch;
  private final BatchClient looks;
  private final Patience patience;
  private final Map<String, JobHandle> handles = new LinkedHashMap<>();
  private final Map<String, JobResult> results = new LinkedHashMap<>();
  private Deployment deployment;

  SpotBatchDriver(FakeAws aws, Scenario scenario, SpotBatch spotBatch) {
    this.aws = aws;
    this.scenario = scenario;
    this.spotBatch = spotBatch;
    this.looks = aws.typedClient(BatchClient.class);
    this.patience = new Patience(aws);
  }

  /** What each wait for a job has brought, by the job's id. */
  Map<String, JobResult> results() {
    return results;
  }

  /** What spotbatch gave up is done again from the start, as its documentation says. */
  private <T> T persist(Supplier<T> work) {
    for (int i = 1; i < TRIES; i++) {
      try {
        return work.get();
      } catch (SpotBatchException e) {
        aws.advance(Duration.ofSeconds(30));
      }
    }
    return work.get();
  }

  @Override
  public void makeStack() {
    StackSpec stack = stack();
    deployment = persist(() -> spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack)));
  }

  private StackSpec stack() {
    StackSpec.Builder stack = StackSpec.builder(STACK);
    scenario.environments().forEach(it -> add(stack, it));
    scenario
        .queues()
        .forEach(
            it ->
                stack.jobQueue(
                    JobQueueSpec.builder(it.name())
                        .priority(it.priority())
                        .computeEnvironments(it.environments())
                        .build()));
    scenario.definitions().forEach(it -> stack.jobDefinition(definition(it)));
    return stack.build();
  }

  private static void add(StackSpec.Builder stack, EnvironmentPlan plan) {
    if (plan.spot()) {
      SpotComputeEnvironment.Builder spot =
          SpotComputeEnvironment.builder(plan.name())
              .allocationStrategy(SpotAllocationStrategy.valueOf(plan.strategy()))
              .instanceTypes(plan.types())
              .minVcpus(plan.minVcpus())
              .maxVcpus(plan.maxVcpus());
      if (plan.bidPercentage() > 0) {
        spot.bidPercentage(plan.bidPercentage());
      }
      stack.computeEnvironment(spot.build());
    } else {
      stack.computeEnvironment(
          OnDemandComputeEnvironment.builder(plan.name())
              .allocationStrategy(OnDemandAllocationStrategy.valueOf(plan.strategy()))
              .instanceTypes(plan.types())
              .minVcpus(plan.minVcpus())
              .maxVcpus(plan.maxVcpus())
              .build());
    }
  }

  private static JobDefinitionSpec definition(DefinitionPlan plan) {
    JobDefinitionSpec.Builder definition =
        JobDefinitionSpec.builder(plan.name())
            .image(ContainerImage.fromRegistry("public.ecr.aws/docker/library/busybox:stable"))
            .vcpus(plan.vcpus())
            .memoryMiB(plan.memoryMiB())
            .retryPolicy(plan.retries().toSpec());
    if (!plan.timeout().isZero()) {
      definition.timeout(plan.timeout());
    }
    return definition.build();
  }

  @Override
  public void submit(JobPlan job) {
    JobQueue queue = deployment.queue(job.queue());
    JobRequest.Builder request =
        JobRequest.builder(job.definition())
            .jobName(job.name())
            .dependsOn(job.after().stream().map(name -> handle(name).id()).toList());
    if (job.arraySize() > 0) {
      request.arraySize(job.arraySize());
    }
    if (job.retries() != null) {
      request.retryPolicy(job.retries().toSpec());
    }
    JobRequest built = request.build();
    handles.put(job.name(), persist(() -> submitOrFind(queue, built)));
  }

  private JobHandle handle(String name) {
    JobHandle handle = handles.get(name);
    if (handle == null) {
      throw new IllegalStateException(name + " was not submitted");
    }
    return handle;
  }

  /** What may have been submitted is looked for before anybody submits it again. */
  private JobHandle submitOrFind(JobQueue queue, JobRequest request) {
    try {
      return queue.submit(request);
    } catch (JobSubmissionException e) {
      Optional<JobHandle> found =
          e.maybeSubmitted() ? listed(queue, e.awsName()) : Optional.empty();
      return found.orElseThrow(() -> e);
    }
  }

  private Optional<JobHandle> listed(JobQueue queue, String awsName) {
    aws.advance(Duration.ofSeconds(10));
    List<JobSummary> listed =
        patience.call(
            () ->
                looks
                    .listJobs(
                        it ->
                            it.jobQueue(queue.name())
                                .filters(filter -> filter.name("JOB_NAME").values(awsName)))
                    .jobSummaryList());
    return listed.stream().map(it -> spotBatch.job(it.jobId())).findFirst();
  }

  @Override
  public void stop(JobPlan job, boolean terminates) {
    persist(
        () -> {
          handle(job.name()).terminate("terminated by chaos");
          return true;
        });
  }

  @Override
  public void awaitJobs() {
    RELIEFS.forEach(time -> Relief.after(time, aws));
    handles.values().forEach(handle -> results.put(handle.id(), persist(() -> handle.await(LONG))));
  }

  @Override
  public void cleanUp() {
    DestroyReport report = destroyed();
    for (int i = 0; i < TRIES && !report.remaining().isEmpty(); i++) {
      report = destroyed();
    }
    spotBatch.close();
    if (!report.remaining().isEmpty()) {
      throw new AssertionError("destroy has left " + report.remaining());
    }
  }

  private DestroyReport destroyed() {
    return persist(() -> spotBatch.provisioner().destroy(STACK, UnfinishedJobs.TERMINATE));
  }

  @Override
  public String queueName(QueuePlan queue) {
    return deployment.queueName(queue.name());
  }
}
