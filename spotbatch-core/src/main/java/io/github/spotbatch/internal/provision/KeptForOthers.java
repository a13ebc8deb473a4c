package io.github.spotbatch.internal.provision;

import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.Target;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;

/**
 * Keeps what a stack does not want any more but others use. Nothing is read where no step deletes
 * anything of which others can make use.
 */
final class KeptForOthers {

  /** What can have users that AWS tells of. */
  private static final Set<ResourceKind> USABLE =
      Set.of(
          ResourceKind.COMPUTE_ENVIRONMENT,
          ResourceKind.SECURITY_GROUP,
          ResourceKind.LAUNCH_TEMPLATE,
          ResourceKind.INSTANCE_PROFILE,
          ResourceKind.ROLE);

  private final Session session;
  private final Build build;

  KeptForOthers(Session session, Build build) {
    this.session = session;
    this.build = build;
  }

  /** The same steps, but for those that would delete what others use. */
  CompletableFuture<List<PlannedStep>> within(List<PlannedStep> steps) {
    List<AwsResource> going =
        steps.stream()
            .filter(step -> step.type() == Type.DELETE)
            .map(step -> Objects.requireNonNull(step.there()))
            .filter(resource -> USABLE.contains(resource.kind()))
            .toList();
    return going.isEmpty()
        ? CompletableFuture.completedFuture(steps)
        : read(steps, going)
            .thenApply(
                inventory -> {
                  Map<AwsResource, List<String>> users = OtherUsers.of(inventory);
                  return steps.stream().map(step -> kept(step, users)).toList();
                });
  }

  private static PlannedStep kept(PlannedStep step, Map<AwsResource, List<String>> users) {
    AwsResource there = step.there();
    return step.type() == Type.DELETE && there != null && users.containsKey(there)
        ? PlannedStep.kept(there, OtherUsers.sentence(users.get(there)))
        : step;
  }

  private CompletableFuture<Inventory> read(List<PlannedStep> steps, List<AwsResource> going) {
    ComputeEnvironmentHandler environmentHandler = new ComputeEnvironmentHandler(session);
    JobQueueHandler queueHandler = new JobQueueHandler(session);
    JobDefinitionHandler definitionHandler = new JobDefinitionHandler(session);
    List<String> roles =
        going.stream()
            .filter(resource -> resource.kind() == ResourceKind.ROLE)
            .map(AwsResource::awsName)
            .toList();
    CompletableFuture<List<ComputeEnvironmentDetail>> environments = environmentHandler.all();
    CompletableFuture<List<JobQueueDetail>> queues = queueHandler.all();
    CompletableFuture<List<JobDefinition>> definitions =
        roles.isEmpty() ? CompletableFuture.completedFuture(List.of()) : definitionHandler.active();
    CompletableFuture<Map<String, List<String>>> profiles = profiles(roles);
    Set<String> revisionsGoing =
        steps.stream()
            .filter(step -> step.type() == Type.DELETE)
            .filter(step -> step.resource().kind() == ResourceKind.JOB_DEFINITION)
            .map(step -> Objects.requireNonNull(step.there()).id())
            .collect(Collectors.toSet());
    Ownership ownership = Ownership.of(build.names());
    return CompletableFuture.allOf(environments, queues, definitions, profiles)
        .thenApply(
            read -> {
              Set<Owned> owned = new LinkedHashSet<>();
              Stream<Optional<Owned>> ofBatch =
                  Stream.of(
                          environments.join().stream()
                              .map(it -> environmentHandler.owned(ownership, it)),
                          queues.join().stream().map(it -> queueHandler.owned(ownership, it)),
                          // Of the stack's own revisions those that stay are users as well.
                          definitions.join().stream()
                              .filter(it -> revisionsGoing.contains(it.jobDefinitionArn()))
                              .map(it -> definitionHandler.owned(ownership, it)))
                      .flatMap(all -> all);
              ofBatch.flatMap(Optional::stream).forEach(owned::add);
              steps.stream()
                  .map(PlannedStep::there)
                  .filter(Objects::nonNull)
                  .filter(there -> !ofBatch(there))
                  .forEach(there -> owned.add(new Owned(there, false)));
              return new Inventory(
                  build.names(),
                  nowhere(),
                  List.copyOf(owned),
                  environments.join(),
                  queues.join(),
                  definitions.join(),
                  Set.of(),
                  profiles.join(),
                  Map.of(),
                  List.of());
            });
  }

  private static boolean ofBatch(AwsResource resource) {
    return switch (resource.kind()) {
      case COMPUTE_ENVIRONMENT, JOB_QUEUE, JOB_DEFINITION -> true;
      default -> false;
    };
  }

  /** Nothing is made of it. */
  private Target nowhere() {
    return new Target("", build.names().region(), "", "", List.of(), List.of());
  }

  private CompletableFuture<Map<String, List<String>>> profiles(List<String> roles) {
    InventoryReader reader = new InventoryReader(session, build.names().stack());
    return reader
        .profilesOf(roles)
        .thenApply(
            profiles -> {
              Map<String, List<String>> byRole = new HashMap<>();
              for (int i = 0; i < roles.size(); i++) {
                byRole.put(roles.get(i), profiles.get(i));
              }
              return byRole;
            });
  }
}
