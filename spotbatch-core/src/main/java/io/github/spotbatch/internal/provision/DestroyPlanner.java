package io.github.spotbatch.internal.provision;

import io.github.spotbatch.AffectedJob;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.provision.StackPlan.Purpose;
import io.github.spotbatch.internal.provision.StackState.Unfinished;
import io.github.spotbatch.job.JobState;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.JobSummary;

/** Finds what has to be done so that a stack is gone. Asks AWS nothing. */
final class DestroyPlanner {

  private final Inventory inventory;
  private final Purpose purpose;
  private final Map<AwsResource, List<String>> users;

  private DestroyPlanner(Inventory inventory, Purpose purpose) {
    this.inventory = inventory;
    this.purpose = purpose;
    this.users = OtherUsers.of(inventory);
  }

  static StackPlan plan(Inventory inventory, Purpose purpose) {
    DestroyPlanner planner = new DestroyPlanner(inventory, purpose);
    List<PlannedStep> steps =
        inventory.owned().stream()
            .sorted(
                Comparator.comparing((Owned owned) -> DeletionOrder.phase(owned.resource().kind())))
            .map(planner::step)
            .toList();
    return new StackPlan(
        purpose, inventory.names(), inventory.target(), List.of(), Map.of(), steps, List.of());
  }

  private PlannedStep step(Owned owned) {
    AwsResource resource = owned.resource();
    if (owned.isProtected()) {
      return PlannedStep.refused(
          resource,
          "it is protected; apply the stack without deletionProtection before, or take the tag"
              + " spotbatch:protected away");
    }
    List<String> usedBy = users.getOrDefault(resource, List.of());
    if (!usedBy.isEmpty()) {
      return PlannedStep.kept(
          resource, String.join(", ", usedBy) + (usedBy.size() == 1 ? " uses it" : " use it"));
    }
    return switch (resource.kind()) {
      case JOB_QUEUE -> queue(resource);
      case COMPUTE_ENVIRONMENT -> environment(resource);
      default -> PlannedStep.delete(resource, after(resource), Removals.notes(resource));
    };
  }

  private PlannedStep queue(AwsResource queue) {
    List<JobSummary> jobs =
        inventory.unfinished().stream()
            .filter(unfinished -> unfinished.queue().equals(queue))
            .map(Unfinished::jobs)
            .flatMap(List::stream)
            .toList();
    if (!jobs.isEmpty() && purpose == Purpose.DESTROY) {
      return PlannedStep.refused(
          queue, Removals.obstacle(jobs, "or destroy it with UnfinishedJobs.TERMINATE"));
    }
    return PlannedStep.delete(queue, Set.of(), List.of())
        .stopping(jobs.stream().map(job -> affected(job, queue)).toList());
  }

  private static AffectedJob affected(JobSummary job, AwsResource queue) {
    String status = job.statusAsString();
    JobState state =
        Stream.of(JobState.values())
            .filter(known -> known.name().equals(status))
            .findFirst()
            .orElse(JobState.UNKNOWN);
    return new AffectedJob(job.jobId(), job.jobName(), queue.awsName(), state);
  }

  /** If the role that Batch works in is gone, it is made again, for as long as this takes. */
  private PlannedStep environment(AwsResource environment) {
    Set<CompiledResource.Id> after = after(environment);
    return inventory
        .vanishedRole(environment)
        .map(
            role -> {
              String note =
                  "its %s is gone, without which Batch cannot delete it, so the role is made again"
                      .formatted(role.id());
              return PlannedStep.delete(
                      environment, after, List.of(note + ", and deleted afterwards"))
                  .sending(role.requests());
            })
        .orElseGet(() -> PlannedStep.delete(environment, after, List.of()));
  }

  /** What has to be gone before, besides the jobs of the stack. */
  private Set<CompiledResource.Id> after(AwsResource resource) {
    Stream<AwsResource> before =
        switch (resource.kind()) {
          case COMPUTE_ENVIRONMENT ->
              inventory.of(ResourceKind.JOB_QUEUE).stream()
                  .filter(
                      queue ->
                          inventory.queue(queue).stream()
                              .anyMatch(it -> OtherUsers.refersTo(it, resource)));
          case SECURITY_GROUP ->
              environments(
                  it ->
                      OtherUsers.resources(it)
                          .anyMatch(r -> r.securityGroupIds().contains(resource.id())));
          case INSTANCE_PROFILE -> environments(it -> inProfile(it, resource));
          case ROLE -> beforeRole(resource);
          default -> Stream.empty();
        };
    return before.map(PlannedStep::unwantedId).collect(Collectors.toSet());
  }

  private static boolean inProfile(ComputeEnvironmentDetail environment, AwsResource profile) {
    return OtherUsers.resources(environment)
        .anyMatch(it -> OtherUsers.names(it.instanceRole(), profile));
  }

  private Stream<AwsResource> beforeRole(AwsResource role) {
    List<String> names = inventory.profilesByRole().getOrDefault(role.awsName(), List.of());
    List<AwsResource> profiles =
        inventory.of(ResourceKind.INSTANCE_PROFILE).stream()
            .filter(profile -> names.contains(profile.awsName()))
            .toList();
    Set<AwsResource> before = new HashSet<>(profiles);
    environments(
            it ->
                OtherUsers.usesRole(it, role)
                    || profiles.stream().anyMatch(profile -> inProfile(it, profile)))
        .forEach(before::add);
    return before.stream();
  }

  private Stream<AwsResource> environments(Predicate<ComputeEnvironmentDetail> condition) {
    return inventory.of(ResourceKind.COMPUTE_ENVIRONMENT).stream()
        .filter(it -> inventory.environment(it).filter(condition).isPresent());
  }
}
