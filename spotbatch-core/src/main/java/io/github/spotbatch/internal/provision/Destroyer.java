package io.github.spotbatch.internal.provision;

import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.Leftover;
import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.provision.StackPlan.Purpose;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.batch.model.JobSummary;

/**
 * Removes a stack. Each thing goes as soon as what needs it is gone; what AWS does not let go holds
 * only what it needs itself, and all else goes on.
 *
 * <p>Queues take no more jobs from the beginning. Where jobs are terminated, environments start no
 * more instances from then on either; where there must be none, only once that is sure, so that
 * those that came meanwhile can run.
 */
final class Destroyer {

  private final Session session;
  private final Handlers handlers;
  private final StackPlan plan;
  private final Inventory inventory;
  private final JobEnding jobs;
  private final Outcomes outcomes;
  private final List<PlannedStep> going;
  private final Map<AwsResource, RoleRemoval> roles = new LinkedHashMap<>();
  private final Map<AwsResource, Optional<JobQueueDetail>> disabled = new ConcurrentHashMap<>();

  /** Whether a queue takes no more jobs, and has none. */
  private final Map<CompiledResource.Id, CompletableFuture<Boolean>> quiet = new LinkedHashMap<>();

  private final Map<CompiledResource.Id, CompletableFuture<Boolean>> gone = new LinkedHashMap<>();
  private final Map<CompiledResource.Id, CompletableFuture<Boolean>> emptied = new HashMap<>();
  private final Map<CompiledResource.Id, CompletableFuture<AwsResource>> madeAgain =
      new ConcurrentHashMap<>();

  Destroyer(Session session, StackPlan plan, Inventory inventory) {
    this.session = session;
    this.handlers = new Handlers(session);
    this.plan = plan;
    this.inventory = inventory;
    this.jobs = new JobEnding(session);
    this.outcomes = new Outcomes(session.progress());
    this.going = plan.steps().stream().filter(step -> step.type() == Type.DELETE).toList();
  }

  CompletableFuture<DestroyReport> run() {
    DestroyChecks.requireNothingRefused(plan);
    // What takes a look is looked at while the queues are shut.
    things(ResourceKind.ROLE)
        .forEach(role -> roles.put(role, RoleRemoval.of(session.about(role), role)));
    things(ResourceKind.JOB_QUEUE)
        .forEach(queue -> quiet.put(PlannedStep.unwantedId(queue), disable(queue)));
    return begun()
        .thenCompose(
            ready -> {
              going.forEach(step -> gone.put(step.resource().id(), go(step)));
              return Futures.all(gone.values());
            })
        .thenCompose(done -> deleteRolesMadeAgain())
        .thenApply(done -> outcomes.report(plan.names().stack(), kept()));
  }

  private List<AwsResource> things(ResourceKind kind) {
    return going.stream()
        .filter(step -> step.resource().kind() == kind)
        .map(Destroyer::there)
        .toList();
  }

  private static AwsResource there(PlannedStep step) {
    return Objects.requireNonNull(step.there());
  }

  private CompletableFuture<Boolean> disable(AwsResource queue) {
    return outcomes.attempt(
        queue,
        () ->
            handlers
                .jobQueues(queue)
                .disable(queue, inventory.queue(queue).orElseThrow())
                .thenAccept(detail -> disabled.put(queue, detail)));
  }

  /** Done when the rest may begin. */
  private CompletableFuture<Void> begun() {
    if (plan.purpose() == Purpose.DESTROY_WITH_JOBS) {
      things(ResourceKind.JOB_QUEUE)
          .forEach(
              queue ->
                  quiet.computeIfPresent(
                      PlannedStep.unwantedId(queue), (id, off) -> and(off, () -> endJobs(queue))));
      return CompletableFuture.completedFuture(null);
    }
    return Futures.all(quiet.values())
        .thenCompose(off -> jobs.unfinished(things(ResourceKind.JOB_QUEUE)))
        .thenAccept(this::requireNone);
  }

  private CompletableFuture<Boolean> endJobs(AwsResource queue) {
    return outcomes.attempt(queue, () -> new JobEnding(session.about(queue)).endAll(queue));
  }

  private void requireNone(List<JobSummary> unfinished) {
    if (!unfinished.isEmpty()) {
      String stack = plan.names().stack();
      JobSummary first = unfinished.get(0);
      throw new ProvisioningException(
          ("Stack %s has got %d unfinished jobs meanwhile, such as %s (%s). Nothing was deleted, but"
                  + " its queues are disabled now. Wait for the jobs, or destroy it with"
                  + " UnfinishedJobs.TERMINATE.")
              .formatted(stack, unfinished.size(), first.jobName(), first.statusAsString()),
          "stack " + stack,
          "destroy",
          null,
          null,
          null);
    }
  }

  private CompletableFuture<Boolean> go(PlannedStep step) {
    AwsResource resource = there(step);
    return switch (resource.kind()) {
      case JOB_QUEUE ->
          and(
              Objects.requireNonNull(quiet.get(step.resource().id())),
              () ->
                  outcomes.delete(
                      resource,
                      () ->
                          handlers
                              .jobQueues(resource)
                              .delete(resource, Objects.requireNonNull(disabled.get(resource)))));
      case COMPUTE_ENVIRONMENT -> environment(step, resource);
      case INSTANCE_PROFILE -> profile(step, resource);
      case ROLE -> role(step, resource);
      default ->
          and(
              ready(step, resource, id -> gone.get(id)),
              () -> outcomes.delete(resource, () -> handlers.of(resource).delete(resource)));
    };
  }

  private CompletableFuture<Boolean> environment(PlannedStep step, AwsResource environment) {
    EnvironmentRemoval removal =
        EnvironmentRemoval.of(
            session.about(environment),
            environment,
            inventory.environment(environment).orElseThrow());
    CompletableFuture<Boolean> unused =
        plan.purpose() == Purpose.DESTROY_WITH_JOBS
            ? CompletableFuture.completedFuture(true)
            : needs(step, environment, id -> quiet.get(id));
    CompletableFuture<Boolean> shut =
        and(
            unused,
            () ->
                both(
                    outcomes.attempt(environment, removal::disable),
                    outcomes.attempt(environment, () -> serviceRole(environment))));
    return and(
        both(shut, needs(step, environment, id -> gone.get(id))),
        () -> outcomes.delete(environment, removal::delete));
  }

  /** Makes it again if it is gone, once for all environments that have it. */
  private CompletableFuture<Void> serviceRole(AwsResource environment) {
    return inventory
        .vanishedRole(environment)
        .map(
            role ->
                madeAgain.computeIfAbsent(
                    role.id(),
                    id ->
                        handlers
                            .of(role)
                            .create(role, new Build(plan.names(), plan.target(), Map.of(), 0))))
        .map(made -> made.thenAccept(role -> {}))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /** Only those without which nothing has to be deleted any more. */
  private CompletableFuture<Void> deleteRolesMadeAgain() {
    List<CompletableFuture<Boolean>> deletions =
        madeAgain.entrySet().stream()
            .filter(made -> !made.getValue().isCompletedExceptionally())
            .filter(made -> nobodyNeeds(made.getKey()))
            .map(made -> made.getValue().join())
            .map(role -> outcomes.delete(role, () -> handlers.of(role).delete(role)))
            .toList();
    return Futures.all(deletions).thenAccept(done -> {});
  }

  private boolean nobodyNeeds(CompiledResource.Id role) {
    return going.stream()
        .filter(step -> step.resource().kind() == ResourceKind.COMPUTE_ENVIRONMENT)
        .filter(
            step ->
                inventory.vanishedRole(there(step)).filter(it -> it.id().equals(role)).isPresent())
        .allMatch(step -> Objects.requireNonNull(gone.get(step.resource().id())).join());
  }

  /** An empty profile does not hold its role any more. */
  private CompletableFuture<Boolean> profile(PlannedStep step, AwsResource profile) {
    InstanceProfileHandler handler = new InstanceProfileHandler(session.about(profile));
    List<String> held = inventory.rolesByProfile().getOrDefault(profile.awsName(), List.of());
    CompletableFuture<Boolean> empty =
        and(
            ready(step, profile, id -> gone.get(id)),
            () -> outcomes.attempt(profile, () -> handler.empty(profile, held)));
    emptied.put(step.resource().id(), empty);
    return and(empty, () -> outcomes.delete(profile, () -> handler.deleteEmpty(profile)));
  }

  private CompletableFuture<Boolean> role(PlannedStep step, AwsResource role) {
    RoleRemoval removal = Objects.requireNonNull(roles.get(role));
    CompletableFuture<Boolean> bare =
        and(
            ready(
                step,
                role,
                id -> id.kind() == ResourceKind.COMPUTE_ENVIRONMENT ? gone.get(id) : null),
            () -> outcomes.attempt(role, removal::strip));
    return and(
        both(bare, needs(step, role, id -> emptied.getOrDefault(id, gone.get(id)))),
        () -> outcomes.delete(role, removal::delete));
  }

  /** Whether what has to go before is gone, and all jobs have ended. */
  private CompletableFuture<Boolean> ready(
      PlannedStep step,
      AwsResource resource,
      Function<CompiledResource.Id, @Nullable CompletableFuture<Boolean>> before) {
    CompletableFuture<Boolean> ended = CompletableFuture.completedFuture(true);
    for (Map.Entry<CompiledResource.Id, CompletableFuture<Boolean>> queue : quiet.entrySet()) {
      String why = "there may be jobs in " + queue.getKey();
      ended = both(ended, noting(queue.getValue(), resource, why));
    }
    return both(ended, needs(step, resource, before));
  }

  private CompletableFuture<Boolean> needs(
      PlannedStep step,
      AwsResource resource,
      Function<CompiledResource.Id, @Nullable CompletableFuture<Boolean>> before) {
    CompletableFuture<Boolean> all = CompletableFuture.completedFuture(true);
    for (CompiledResource.Id need : step.resource().dependsOn()) {
      CompletableFuture<Boolean> done = before.apply(need);
      if (done != null) {
        all = both(all, noting(done, resource, need + ", which needs it, is still there"));
      }
    }
    return all;
  }

  private CompletableFuture<Boolean> noting(
      CompletableFuture<Boolean> before, AwsResource resource, String why) {
    return before.thenApply(
        well -> {
          if (!well) {
            outcomes.held(resource, why);
          }
          return well;
        });
  }

  private static CompletableFuture<Boolean> both(
      CompletableFuture<Boolean> one, CompletableFuture<Boolean> other) {
    return one.thenCombine(other, Boolean::logicalAnd);
  }

  private static CompletableFuture<Boolean> and(
      CompletableFuture<Boolean> first, Supplier<CompletableFuture<Boolean>> next) {
    return first.thenCompose(well -> well ? next.get() : CompletableFuture.completedFuture(false));
  }

  private List<Leftover> kept() {
    return plan.steps().stream()
        .filter(step -> step.type() == Type.KEEP)
        .map(step -> new Leftover(there(step), step.reason()))
        .toList();
  }
}
