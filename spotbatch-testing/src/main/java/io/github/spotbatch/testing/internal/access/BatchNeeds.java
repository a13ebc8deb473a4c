package io.github.spotbatch.testing.internal.access;

import io.github.spotbatch.testing.internal.RequestText;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.iam.ServiceLinkedRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.UpdateJobQueueRequest;

/** What calls of Batch need. */
final class BatchNeeds implements Needs {

  private static final String BATCH = "batch.amazonaws.com";
  private static final String EC2 = "ec2.amazonaws.com";
  private static final String SPOT_FLEET = "spotfleet.amazonaws.com";
  private static final String ECS_TASKS = "ecs-tasks.amazonaws.com";

  private final Scope scope;
  private final IamNeeds iam;

  BatchNeeds(Scope scope) {
    this.scope = scope;
    this.iam = new IamNeeds(scope.iam());
  }

  @Override
  public List<Needed> of(SdkRequest request) {
    String operation = RequestText.operation(request);
    String action = "batch:" + operation;
    if (operation.startsWith("Describe") || operation.equals("ListJobs")) {
      return List.of(Needed.of(action, "*"));
    }
    List<Needed> needed = new ArrayList<>();
    Map<String, String> tags = Members.tags(request);
    resources(request, operation)
        .forEach(resource -> needed.add(Needed.of(action, resource).requestTags(tags)));
    if (!tags.isEmpty() && !operation.equals("TagResource")) {
      needed.add(Needed.of("batch:TagResource", tagged(request, needed)).requestTags(tags));
    }
    needed.addAll(passed(request));
    return needed;
  }

  private List<String> resources(SdkRequest request, String operation) {
    return switch (operation) {
      case "CreateComputeEnvironment" ->
          List.of(named(request, "computeEnvironmentName", "compute-environment/"));
      case "UpdateComputeEnvironment", "DeleteComputeEnvironment" ->
          List.of(named(request, "computeEnvironment", "compute-environment/"));
      case "CreateJobQueue" -> {
        CreateJobQueueRequest create = (CreateJobQueueRequest) request;
        yield queue(
            named(request, "jobQueueName", "job-queue/"),
            create.computeEnvironmentOrder(),
            create.schedulingPolicyArn());
      }
      case "UpdateJobQueue" -> {
        UpdateJobQueueRequest update = (UpdateJobQueueRequest) request;
        yield queue(
            named(request, "jobQueue", "job-queue/"),
            update.computeEnvironmentOrder(),
            update.schedulingPolicyArn());
      }
      case "DeleteJobQueue", "GetJobQueueSnapshot" ->
          List.of(named(request, "jobQueue", "job-queue/"));
      case "RegisterJobDefinition" ->
          List.of(named(request, "jobDefinitionName", "job-definition/"));
      case "DeregisterJobDefinition" -> List.of(named(request, "jobDefinition", "job-definition/"));
      case "SubmitJob" ->
          List.of(
              named(request, "jobDefinition", "job-definition/"),
              named(request, "jobQueue", "job-queue/"));
      case "TerminateJob", "CancelJob" -> List.of(named(request, "jobId", "job/"));
      case "TagResource", "UntagResource", "ListTagsForResource" ->
          List.of(named(request, "resourceArn", ""));
      default -> throw Needs.unknown("batch", operation);
    };
  }

  /** A queue with all that it names, though the reference says that not all of it is checked. */
  private List<String> queue(
      String queue, List<ComputeEnvironmentOrder> order, @Nullable String policy) {
    List<String> resources = new ArrayList<>(List.of(queue));
    order.forEach(it -> resources.add(arn(it.computeEnvironment(), "compute-environment/")));
    if (policy != null) {
      resources.add(policy);
    }
    return resources;
  }

  /** What a creation tags; a job has no id yet. */
  private String tagged(SdkRequest request, List<Needed> needed) {
    return request instanceof SubmitJobRequest
        ? scope.arn("batch", "job/*")
        : needed.get(0).resource();
  }

  /** The roles that Batch and those behind it are to use. */
  private List<Needed> passed(SdkRequest request) {
    List<Needed> needed = new ArrayList<>();
    if (request instanceof CreateComputeEnvironmentRequest create) {
      if (create.serviceRole() == null) {
        needed.addAll(ownRole());
      }
      pass(needed, create.serviceRole(), BATCH);
      if (create.computeResources() != null) {
        passProfile(needed, create.computeResources().instanceRole());
        pass(needed, create.computeResources().spotIamFleetRole(), SPOT_FLEET);
      }
    } else if (request instanceof UpdateComputeEnvironmentRequest update) {
      pass(needed, update.serviceRole(), BATCH);
      if (update.computeResources() != null) {
        passProfile(needed, update.computeResources().instanceRole());
      }
    } else if (request instanceof RegisterJobDefinitionRequest register
        && register.containerProperties() != null) {
      ContainerProperties container = register.containerProperties();
      pass(needed, container.jobRoleArn(), ECS_TASKS);
      pass(needed, container.executionRoleArn(), ECS_TASKS);
    }
    return needed;
  }

  /** Without a role of the caller's Batch makes one of its own, in the caller's name. */
  private List<Needed> ownRole() {
    return scope.iam().role(ServiceLinkedRole.BATCH.roleName()).isPresent()
        ? List.of()
        : List.of(iam.serviceLinkedRole(BATCH));
  }

  private void pass(List<Needed> needed, @Nullable String role, String service) {
    if (role != null) {
      needed.add(iam.passing(role, service));
    }
  }

  private void passProfile(List<Needed> needed, @Nullable String profile) {
    if (profile != null) {
      needed.addAll(iam.passingRoleOf(profile, EC2));
    }
  }

  private String named(SdkRequest request, String member, String kind) {
    return arn(String.valueOf(Members.text(request, member)), kind);
  }

  private String arn(String nameOrArn, String kind) {
    return nameOrArn.startsWith("arn:") ? nameOrArn : scope.arn("batch", kind + nameOrArn);
  }
}
