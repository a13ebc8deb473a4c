package io.github.spotbatch.testing.internal.batch;

import static io.github.spotbatch.testing.internal.batch.EnvironmentRules.isEmpty;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.iam.ServiceLinkedRole;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentResponse;
import software.amazon.awssdk.services.batch.model.DeleteComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.DeleteComputeEnvironmentResponse;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsRequest;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsResponse;
import software.amazon.awssdk.services.batch.model.OrchestrationType;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentResponse;

/**
 * The life of compute environments: CREATING, then VALID or INVALID, updated, and DELETING until
 * gone.
 */
final class Environments {

  private static final int MAX_ENVIRONMENTS = 50;
  private static final String HEALTHY = "ComputeEnvironment Healthy";

  private final FakeBatch batch;
  private final Scope scope;
  private final World world;
  private final EnvironmentRules rules;
  private final EnvironmentHealth health;
  private final InstanceChoice instances;
  private final EnvironmentUpdates updates;
  private final Map<String, Environment> byName = new LinkedHashMap<>();

  Environments(FakeBatch batch, Scope scope, InstanceChoice instances) {
    this.batch = batch;
    this.scope = scope;
    this.world = scope.world();
    this.instances = instances;
    this.rules = new EnvironmentRules(scope, instances);
    this.health = new EnvironmentHealth(scope);
    this.updates = new EnvironmentUpdates(batch, scope.world(), rules, instances);
  }

  Collection<Environment> all() {
    return byName.values();
  }

  /** The ARNs of those that have a service role. */
  List<String> using(String roleArn) {
    return byName.values().stream()
        .filter(environment -> roleArn.equals(environment.detail().serviceRole()))
        .map(Environment::arn)
        .toList();
  }

  @Nullable Environment find(@Nullable String nameOrArn) {
    return byName.values().stream()
        .filter(environment -> nameOrArn != null && environment.answersTo(nameOrArn))
        .findFirst()
        .orElse(null);
  }

  CreateComputeEnvironmentResponse create(CreateComputeEnvironmentRequest request) {
    rules.check(request);
    batch.tags().check(request.tags());
    String name = request.computeEnvironmentName();
    if (byName.containsKey(name)) {
      throw Refusals.bare("Object already exists");
    }
    if (byName.size() >= MAX_ENVIRONMENTS) {
      // The quota is documented; the text is not known.
      throw Refusals.bare("Cannot create more than 50 compute environments.");
    }
    Environment environment = new Environment(world, detail(request));
    ComputeResource resources = request.computeResources();
    if (environment.onInstances()) {
      environment.settings(LaunchSettings.of(scope.ec2(), instances, resources));
      environment.request(resources.desiredvCpus() == null ? 0 : resources.desiredvCpus());
    }
    byName.put(name, environment);
    world.spot().environments().made(name);
    settleAfter(environment, Step.ENVIRONMENT_CREATING);
    return CreateComputeEnvironmentResponse.builder()
        .computeEnvironmentName(name)
        .computeEnvironmentArn(environment.arn())
        .build();
  }

  private ComputeEnvironmentDetail detail(CreateComputeEnvironmentRequest request) {
    String name = request.computeEnvironmentName();
    String uuid = world.uuid();
    String role =
        isEmpty(request.serviceRole())
            ? scope.iam().serviceLinkedRole(ServiceLinkedRole.BATCH).arn()
            : request.serviceRole();
    return ComputeEnvironmentDetail.builder()
        .computeEnvironmentName(name)
        .computeEnvironmentArn(arn("compute-environment/" + name))
        .ecsClusterArn(scope.ecs().createCluster("AWSBatch-" + name + "-" + uuid))
        .uuid(uuid)
        .type(request.type())
        .state(CEState.ENABLED)
        .status(CEStatus.CREATING)
        .statusReason("")
        .serviceRole(role)
        .computeResources(stored(request.computeResources()))
        .unmanagedvCpus(request.unmanagedvCpus())
        .containerOrchestrationType(OrchestrationType.ECS)
        .context(request.context())
        .tags(request.tags())
        .build();
  }

  /** With the strategy that instances get where none is named. */
  private static @Nullable ComputeResource stored(@Nullable ComputeResource given) {
    return given == null || FargateRules.isFargate(given.type())
        ? given
        : given.toBuilder().allocationStrategy(StrategyRules.of(given)).build();
  }

  private String arn(String resource) {
    return scope.arn("batch", resource);
  }

  private void settleAfter(Environment environment, Step step) {
    int change = environment.change();
    world.after(
        world.takes(step),
        () -> {
          if (environment.changes() == change) {
            environment.whenReplaced(() -> settle(environment));
          }
        });
  }

  /** Where a change ends: in VALID, or in INVALID with the reason. */
  private void settle(Environment environment) {
    String fault = health.faultOf(environment.detail());
    environment.status(
        fault == null ? CEStatus.VALID : CEStatus.INVALID, fault == null ? HEALTHY : fault);
    batch.fleet().environmentChanged(environment);
  }

  /** Looks again before something is launched: a role, a profile or a subnet may have gone. */
  boolean stillHealthy(Environment environment) {
    String fault = health.faultOf(environment.detail());
    if (fault != null) {
      environment.status(CEStatus.INVALID, fault);
    }
    return fault == null;
  }

  UpdateComputeEnvironmentResponse update(UpdateComputeEnvironmentRequest request) {
    Environment environment = existing(request.computeEnvironment());
    if (environment.detail().status() == CEStatus.DELETING) {
      throw Refusals.bare(request.computeEnvironment() + " does not exist");
    }
    CEStatus status = environment.detail().status();
    batch.refuseIfChanging(status == CEStatus.CREATING || status == CEStatus.UPDATING);
    Step step = updates.apply(environment, request);
    settleAfter(environment, step);
    return UpdateComputeEnvironmentResponse.builder()
        .computeEnvironmentName(environment.name())
        .computeEnvironmentArn(environment.arn())
        .build();
  }

  DeleteComputeEnvironmentResponse delete(DeleteComputeEnvironmentRequest request) {
    Environment environment = find(request.computeEnvironment());
    // Whether deleting an absent environment succeeds is not known; it is let pass.
    if (environment != null && environment.detail().status() != CEStatus.DELETING) {
      refuseDeletion(environment);
      environment.change();
      environment.status(CEStatus.DELETING, environment.detail().statusReason());
      batch.fleet().environmentChanged(environment);
      goneWhenEmpty(environment);
    }
    return DeleteComputeEnvironmentResponse.builder().build();
  }

  private void refuseDeletion(Environment environment) {
    CEStatus status = environment.detail().status();
    if (status == CEStatus.UPDATING || status == CEStatus.CREATING) {
      throw Refusals.bare("Cannot delete, resource is being modified.");
    }
    if (batch.queues().anyAttachedTo(environment)) {
      throw Refusals.bare("Cannot delete, found existing JobQueue relationship.");
    }
    if (!environment.disabled()) {
      // The text is not known.
      throw Refusals.bare("Cannot delete, compute environment must be DISABLED.");
    }
  }

  /**
   * The environment goes once its instances are gone. What Batch made for it, which is nothing
   * before it was first VALID, can be removed only while Batch has its role.
   */
  private void goneWhenEmpty(Environment environment) {
    world.after(
        world.takes(Step.ENVIRONMENT_DELETING),
        () -> {
          String fault =
              environment.everHealthy() ? health.serviceRoleFault(environment.detail()) : null;
          if (fault != null) {
            environment.status(CEStatus.INVALID, fault);
          } else if (!environment.fargateTasks().isEmpty()) {
            // That this ends in INVALID is documented; the text is not known.
            environment.status(
                CEStatus.INVALID,
                "CLIENT_ERROR - Cannot delete, jobs are still running on Fargate.");
          } else if (environment.hosts().isEmpty()) {
            byName.remove(environment.name());
            world.changed("compute environment", environment.name(), "DELETING -> gone");
            scope.ecs().deleteCluster(environment.detail().ecsClusterArn());
          } else {
            goneWhenEmpty(environment);
          }
        });
  }

  DescribeComputeEnvironmentsResponse describe(DescribeComputeEnvironmentsRequest request) {
    if (!request.computeEnvironments().isEmpty() && request.maxResults() != null) {
      throw Refusals.wrapped(world, "ComputeEnvironments and MaxResults cannot both be set");
    }
    List<ComputeEnvironmentDetail> found =
        byName.values().stream()
            .filter(
                environment ->
                    request.computeEnvironments().isEmpty()
                        || request.computeEnvironments().stream().anyMatch(environment::answersTo))
            .map(Fleet::described)
            .toList();
    Page<ComputeEnvironmentDetail> page =
        Pages.of(
            found,
            ComputeEnvironmentDetail::computeEnvironmentName,
            request.nextToken(),
            request.maxResults(),
            100);
    return DescribeComputeEnvironmentsResponse.builder()
        .computeEnvironments(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private Environment existing(@Nullable String nameOrArn) {
    Environment environment = find(nameOrArn);
    if (environment == null) {
      throw Refusals.bare(nameOrArn + " does not exist");
    }
    return environment;
  }
}
