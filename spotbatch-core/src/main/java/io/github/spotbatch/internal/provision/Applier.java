package io.github.spotbatch.internal.provision;

import io.github.spotbatch.FailedApply;
import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.ProvisioningEvent.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.EcrLogins;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.SpotRole;
import io.github.spotbatch.internal.image.ResolvedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;

/** Makes what a plan says: each thing after what it needs, independent things side by side. */
final class Applier {

  private static final Set<PlannedAction.Type> KEPT_OR_GOING =
      Set.of(PlannedAction.Type.KEEP, PlannedAction.Type.DELETE);

  private final Session session;
  private final Handlers handlers;
  private final StackPlan plan;
  private final FailedApply onFailure;
  private final String stack;
  private final Build build;
  private final JobEnding jobs;
  private final Trims trims;
  private final AtomicReference<StepFailure> failure = new AtomicReference<>();

  Applier(Session session, Handlers handlers, StackPlan plan, FailedApply onFailure) {
    this.onFailure = onFailure;
    this.session = session;
    this.handlers = handlers;
    this.plan = plan;
    this.stack = plan.names().stack();
    this.jobs = new JobEnding(session);
    this.trims = new Trims(session);
    this.build =
        new Build(plan.names(), plan.target(), plan.images(), plan.drainMinutes())
            .adopting(plan.adopted());
  }

  /** The plan may be old, so what it found is looked at again before anything is made. */
  CompletableFuture<List<AwsResource>> run() {
    requireNothingRefused();
    requireSameRegion();
    CompletableFuture<String> account = session.waiter().once(this::requireSameAccount);
    CompletableFuture<StackState> state = new StackReader(handlers, jobs).verify(plan, build);
    return CompletableFuture.allOf(account, state)
        // In another account other things are not there, which is no more than its consequence.
        .exceptionally(failure -> null)
        .thenCompose(ended -> account)
        .thenCompose(same -> state)
        .thenCompose(this::steps)
        .thenCompose(this::doAll)
        .exceptionallyCompose(this::fail);
  }

  private CompletableFuture<List<PlannedStep>> steps(StackState verified) {
    return trims
        .carried(plan.steps(), verified, Steps.of(verified, handlers))
        .thenCompose(steps -> new KeptForOthers(session, build).within(steps))
        .thenApply(this::unmoved);
  }

  private void requireNothingRefused() {
    if (plan.purpose() != StackPlan.Purpose.APPLY) {
      throw refusal(
          "The plan of stack %s is one to remove it, which destroy(plan) does; plan(..) plans how it is made."
              .formatted(stack));
    }
    List<PlannedStep> refused = plan.refused();
    if (!refused.isEmpty()) {
      throw refusal(
          "The plan of stack %s asks for what cannot be done (%s). Nothing was changed."
              .formatted(
                  stack, refused.stream().map(Applier::refusal).collect(Collectors.joining("; "))));
    }
  }

  private static String refusal(PlannedStep step) {
    String changes =
        step.changes().stream().map(Object::toString).collect(Collectors.joining(", "));
    String differing = changes.isEmpty() ? "" : " with " + changes;
    return step.resource().id() + differing + ": " + step.reason();
  }

  private void requireSameRegion() {
    if (!session.region().equals(plan.target().region())) {
      throw refusal(
          "The plan of stack %s is for %s, but this SpotBatch works in %s: plan again."
              .formatted(stack, plan.target().region(), session.region()));
    }
  }

  private String requireSameAccount() {
    String account =
        session
            .calls()
            .call(
                GetCallerIdentityRequest.builder().build(),
                session.clients().sts()::getCallerIdentity)
            .account();
    if (!account.equals(plan.target().account())) {
      throw refusal(
          "The plan of stack %s is for account %s, but the credentials are now of account %s: plan again."
              .formatted(stack, plan.target().account(), account));
    }
    return account;
  }

  private List<PlannedStep> unmoved(List<PlannedStep> now) {
    List<String> moved = new ArrayList<>(Moves.between(plan.steps(), now));
    moved.addAll(changedFiles(now));
    if (!moved.isEmpty()) {
      throw refusal(
          "The plan of stack %s no longer fits what is there (%s). Nothing was changed: plan again."
              .formatted(stack, String.join("; ", moved)));
    }
    return now;
  }

  private CompletableFuture<List<AwsResource>> doAll(List<PlannedStep> now) {
    Map<CompiledResource.Id, CompletableFuture<Optional<AwsResource>>> steps =
        new LinkedHashMap<>();
    for (PlannedStep step : now) {
      CompiledResource.Id id = step.resource().id();
      CompletableFuture<Void> needed =
          CompletableFuture.allOf(
              step.resource().dependsOn().stream()
                  .map(steps::get)
                  .toArray(CompletableFuture[]::new));
      steps.put(id, take(step, needed).whenComplete((done, failed) -> made(id, failed)));
    }
    return Futures.all(steps.values())
        .thenApply(results -> results.stream().flatMap(Optional::stream).toList());
  }

  /** By its end it is there, or never will be. */
  private void made(CompiledResource.Id id, @Nullable Throwable failure) {
    if (failure == null) {
      build.made(id).complete(null);
    } else {
      build.made(id).completeExceptionally(failure);
    }
  }

  private CompletableFuture<Optional<AwsResource>> take(
      PlannedStep step, CompletableFuture<Void> needed) {
    boolean early =
        step.type() == PlannedAction.Type.CREATE
            && handlers.of(step.resource().kind()).beginsEarly();
    return early
        ? take(step).thenCombine(needed, (made, ready) -> made)
        : needed.thenCompose(ready -> take(step));
  }

  /** Files of images that are still to be pushed; another content would have another digest. */
  private List<String> changedFiles(List<PlannedStep> now) {
    return now.stream()
        .filter(step -> step.resource().kind() == ResourceKind.IMAGE)
        .filter(step -> !KEPT_OR_GOING.contains(step.type()))
        .flatMap(step -> changedFiles(build.image(step.resource()).resolved()).stream())
        .map(file -> file + " has changed")
        .distinct()
        .toList();
  }

  private List<Path> changedFiles(ResolvedImage image) {
    EcrLogins logins = session.logins(build.plannedRegistry());
    return session.longWork().run(() -> session.images().changedFiles(image, logins));
  }

  /** Empty for what is gone afterwards. */
  private CompletableFuture<Optional<AwsResource>> take(PlannedStep step) {
    AwsResource there = step.there();
    if (there != null) {
      session.kept(there);
    }
    if (step.type() == PlannedAction.Type.KEEP) {
      return CompletableFuture.completedFuture(Optional.ofNullable(there));
    }
    if (failure.get() != null) {
      return CompletableFuture.failedFuture(new CancellationException("another step failed"));
    }
    return work(step)
        .whenComplete(
            (made, thrown) -> {
              if (thrown != null) {
                String name = step.resource().id().toString();
                failure.compareAndSet(null, new StepFailure(name, verb(step.type()), thrown));
              }
            });
  }

  private CompletableFuture<Optional<AwsResource>> work(PlannedStep step) {
    ResourceHandler handler = handlers.of(step.resource());
    AwsResource there = step.there();
    return switch (step.type()) {
      case CREATE -> usable(Type.STARTED, step, () -> handler.create(step.resource(), build));
      case NEW_REVISION ->
          usable(
              Type.STARTED,
              step,
              () -> handler.revise(step.resource(), Objects.requireNonNull(there), build));
      case COMPLETE ->
          usable(
              Type.STARTED,
              step,
              () ->
                  handler.complete(
                      step.resource(), Objects.requireNonNull(there), step.requests(), build));
      case UPDATE ->
          usable(
              Type.UPDATING,
              step,
              () ->
                  handler.update(
                      step.resource(), Objects.requireNonNull(there), step.requests(), build));
      case ADOPT ->
          usable(
              Type.ADOPTING,
              step,
              () ->
                  handler.adopt(
                      step.resource(), Objects.requireNonNull(there), step.requests(), build));
      case DELETE -> removed(Objects.requireNonNull(there));
      case KEEP, REFUSED -> throw new IllegalStateException(step.type() + " is no work");
    };
  }

  private CompletableFuture<Optional<AwsResource>> usable(
      Type first, PlannedStep step, Supplier<CompletableFuture<AwsResource>> work) {
    CompiledResource resource = step.resource();
    tell(first, resource, resource.awsName());
    return work.get()
        .thenApply(
            made -> {
              if (!made.id().isEmpty()) {
                tell(Type.USABLE, resource, made.awsName());
              }
              return SpotRole.is(resource) ? Optional.empty() : Optional.of(made);
            });
  }

  private CompletableFuture<Optional<AwsResource>> removed(AwsResource there) {
    session.progress().tell(Type.DELETING, there.kind(), there.name(), there.awsName());
    return ready(there)
        .thenCompose(none -> handlers.of(there).delete(there))
        .thenApply(
            gone -> {
              session.deleted(there);
              return Optional.empty();
            });
  }

  /** What must be so before something goes. */
  private CompletableFuture<Void> ready(AwsResource there) {
    return switch (there.kind()) {
      case JOB_QUEUE -> withoutJobs(there);
      case IMAGE -> trims.requireUnpinned(there);
      case COMPUTE_ENVIRONMENT ->
          new EnvironmentDrain(session, Ownership.of(plan.names()))
              .run(there, Duration.ofMinutes(plan.drainMinutes()));
      default -> CompletableFuture.completedFuture(null);
    };
  }

  /** Jobs may have come since the plan. */
  private CompletableFuture<Void> withoutJobs(AwsResource queue) {
    return handlers
        .jobQueues(queue)
        .disable(queue)
        .thenCompose(disabled -> jobs.unfinished(List.of(queue)))
        .thenAccept(
            unfinished -> {
              if (!unfinished.isEmpty()) {
                throw new SpotBatchException(Removals.obstacle(unfinished));
              }
            });
  }

  private static String verb(PlannedAction.Type type) {
    return switch (type) {
      case UPDATE -> "update";
      case ADOPT -> "adopt";
      case DELETE -> "delete";
      default -> "create";
    };
  }

  private void tell(Type type, CompiledResource resource, String awsName) {
    session.progress().tell(type, resource.kind(), resource.name(), awsName);
  }

  private ProvisioningException refusal(String message) {
    return new ProvisioningException(message, "stack " + stack, "apply", null, null, null);
  }

  private CompletableFuture<List<AwsResource>> fail(Throwable thrown) {
    StepFailure first = failure.get();
    if (first == null) {
      return CompletableFuture.failedFuture(AwsErrors.unwrap(thrown));
    }
    // Deletions come last, when all that is wanted is there.
    CompletableFuture<String> end =
        onFailure == FailedApply.KEEP || first.step().equals(verb(PlannedAction.Type.DELETE))
            ? CompletableFuture.completedFuture(session.whatExists(stack))
            : new Rollback(session, handlers, plan, build).run();
    return end.thenApply(
        sentence -> {
          throw first.explain(sentence);
        });
  }
}
