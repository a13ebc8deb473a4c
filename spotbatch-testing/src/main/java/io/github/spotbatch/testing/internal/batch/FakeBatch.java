package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Leftovers;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.script.Scripts;
import software.amazon.awssdk.services.batch.model.CancelJobRequest;
import software.amazon.awssdk.services.batch.model.CancelJobResponse;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentResponse;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.CreateJobQueueResponse;
import software.amazon.awssdk.services.batch.model.CreateSchedulingPolicyRequest;
import software.amazon.awssdk.services.batch.model.CreateSchedulingPolicyResponse;
import software.amazon.awssdk.services.batch.model.DeleteComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.DeleteComputeEnvironmentResponse;
import software.amazon.awssdk.services.batch.model.DeleteJobQueueRequest;
import software.amazon.awssdk.services.batch.model.DeleteJobQueueResponse;
import software.amazon.awssdk.services.batch.model.DeleteSchedulingPolicyRequest;
import software.amazon.awssdk.services.batch.model.DeleteSchedulingPolicyResponse;
import software.amazon.awssdk.services.batch.model.DeregisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.DeregisterJobDefinitionResponse;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsRequest;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsResponse;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsResponse;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesResponse;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobsResponse;
import software.amazon.awssdk.services.batch.model.DescribeSchedulingPoliciesRequest;
import software.amazon.awssdk.services.batch.model.DescribeSchedulingPoliciesResponse;
import software.amazon.awssdk.services.batch.model.GetJobQueueSnapshotRequest;
import software.amazon.awssdk.services.batch.model.GetJobQueueSnapshotResponse;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;
import software.amazon.awssdk.services.batch.model.ListJobsResponse;
import software.amazon.awssdk.services.batch.model.ListSchedulingPoliciesRequest;
import software.amazon.awssdk.services.batch.model.ListSchedulingPoliciesResponse;
import software.amazon.awssdk.services.batch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.batch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionResponse;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.batch.model.SubmitJobResponse;
import software.amazon.awssdk.services.batch.model.TagResourceRequest;
import software.amazon.awssdk.services.batch.model.TagResourceResponse;
import software.amazon.awssdk.services.batch.model.TerminateJobRequest;
import software.amazon.awssdk.services.batch.model.TerminateJobResponse;
import software.amazon.awssdk.services.batch.model.UntagResourceRequest;
import software.amazon.awssdk.services.batch.model.UntagResourceResponse;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentResponse;
import software.amazon.awssdk.services.batch.model.UpdateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.UpdateJobQueueResponse;
import software.amazon.awssdk.services.batch.model.UpdateSchedulingPolicyRequest;
import software.amazon.awssdk.services.batch.model.UpdateSchedulingPolicyResponse;

/** AWS Batch in one account and Region, one method for each operation. */
public final class FakeBatch {

  private final Environments environments;
  private final Queues queues;
  private final SchedulingPolicies policies;
  private final Tags tags;
  private final Definitions definitions;
  private final Jobs jobs;
  private final StoppedJobs stoppedJobs;
  private final JobList jobList;
  private final Scheduler scheduler;
  private final Fleet fleet;
  private final Runs runs;
  private final Leftovers leftovers;

  private final Scripts scripts;

  public FakeBatch(Scope scope, Scripts scripts) {
    this.scripts = scripts;
    InstanceChoice instances = new InstanceChoice(scope.world(), scope.ec2(), scripts);
    this.environments = new Environments(this, scope, instances);
    this.queues = new Queues(this, scope, instances);
    this.policies = new SchedulingPolicies(this, scope);
    this.tags = new Tags(this, scope.world());
    this.definitions = new Definitions(this, scope);
    this.jobs = new Jobs(this, scope);
    this.stoppedJobs = new StoppedJobs(this, scope.world());
    this.jobList = new JobList(this, scope.world());
    this.scheduler = new Scheduler(this, scope.world(), instances);
    this.fleet = new Fleet(this, scope, instances, scripts);
    this.runs = new Runs(this, scope, scripts);
    scope.events().submitter(new EventJobs(jobs));
    scope.iam().addUser(scope.region(), environments::using);
    this.leftovers = new Leftovers(scope);
    new Audit(this, leftovers).addTo(scope.world().checks());
  }

  /** What AWS says to an update during another is not known; this is what it says to a deletion. */
  void refuseIfChanging(boolean changing) {
    if (changing && scripts.refusesUpdatesWhileUpdating()) {
      throw Refusals.bare("Cannot update, resource is being modified.");
    }
  }

  Environments environments() {
    return environments;
  }

  Queues queues() {
    return queues;
  }

  SchedulingPolicies policies() {
    return policies;
  }

  Tags tags() {
    return tags;
  }

  Definitions definitions() {
    return definitions;
  }

  Jobs jobs() {
    return jobs;
  }

  StoppedJobs stoppedJobs() {
    return stoppedJobs;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Fleet fleet() {
    return fleet;
  }

  Runs runs() {
    return runs;
  }

  public CreateComputeEnvironmentResponse createComputeEnvironment(
      CreateComputeEnvironmentRequest request) {
    CreateComputeEnvironmentResponse response = environments.create(request);
    leftovers.made(request.tags());
    return response;
  }

  public UpdateComputeEnvironmentResponse updateComputeEnvironment(
      UpdateComputeEnvironmentRequest request) {
    return environments.update(request);
  }

  public DeleteComputeEnvironmentResponse deleteComputeEnvironment(
      DeleteComputeEnvironmentRequest request) {
    return environments.delete(request);
  }

  public DescribeComputeEnvironmentsResponse describeComputeEnvironments(
      DescribeComputeEnvironmentsRequest request) {
    return environments.describe(request);
  }

  public CreateJobQueueResponse createJobQueue(CreateJobQueueRequest request) {
    CreateJobQueueResponse response = queues.create(request);
    leftovers.made(request.tags());
    return response;
  }

  public UpdateJobQueueResponse updateJobQueue(UpdateJobQueueRequest request) {
    return queues.update(request);
  }

  public DeleteJobQueueResponse deleteJobQueue(DeleteJobQueueRequest request) {
    return queues.delete(request);
  }

  public DescribeJobQueuesResponse describeJobQueues(DescribeJobQueuesRequest request) {
    return queues.describe(request);
  }

  public GetJobQueueSnapshotResponse getJobQueueSnapshot(GetJobQueueSnapshotRequest request) {
    return queues.snapshot(request);
  }

  public RegisterJobDefinitionResponse registerJobDefinition(RegisterJobDefinitionRequest request) {
    RegisterJobDefinitionResponse response = definitions.register(request);
    leftovers.made(request.tags());
    return response;
  }

  public DeregisterJobDefinitionResponse deregisterJobDefinition(
      DeregisterJobDefinitionRequest request) {
    return definitions.deregister(request);
  }

  public DescribeJobDefinitionsResponse describeJobDefinitions(
      DescribeJobDefinitionsRequest request) {
    return definitions.describe(request);
  }

  public SubmitJobResponse submitJob(SubmitJobRequest request) {
    return jobs.submit(request);
  }

  public CancelJobResponse cancelJob(CancelJobRequest request) {
    return stoppedJobs.cancel(request);
  }

  public TerminateJobResponse terminateJob(TerminateJobRequest request) {
    return stoppedJobs.terminate(request);
  }

  public DescribeJobsResponse describeJobs(DescribeJobsRequest request) {
    return jobs.describe(request);
  }

  public ListJobsResponse listJobs(ListJobsRequest request) {
    return jobList.list(request);
  }

  public CreateSchedulingPolicyResponse createSchedulingPolicy(
      CreateSchedulingPolicyRequest request) {
    return policies.create(request);
  }

  public UpdateSchedulingPolicyResponse updateSchedulingPolicy(
      UpdateSchedulingPolicyRequest request) {
    return policies.update(request);
  }

  public DeleteSchedulingPolicyResponse deleteSchedulingPolicy(
      DeleteSchedulingPolicyRequest request) {
    return policies.delete(request);
  }

  public DescribeSchedulingPoliciesResponse describeSchedulingPolicies(
      DescribeSchedulingPoliciesRequest request) {
    return policies.describe(request);
  }

  public ListSchedulingPoliciesResponse listSchedulingPolicies(
      ListSchedulingPoliciesRequest request) {
    return policies.list(request);
  }

  public TagResourceResponse tagResource(TagResourceRequest request) {
    return tags.tag(request);
  }

  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    return tags.untag(request);
  }

  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return tags.list(request);
  }
}
