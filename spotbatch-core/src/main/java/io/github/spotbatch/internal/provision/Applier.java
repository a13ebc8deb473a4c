package io.github.spotbatch.internal.provision;

import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.ProvisioningEvent.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;

/** Makes what a plan says: each thing after what it needs, independent things side by side. */
final class Applier {

  private final Session session;
  private final Handlers handlers;
  private final StackPlan plan;
  private final String stack;
  private final Build build;
  private final AtomicReference<StepFailure> failure = new AtomicReference<>();

  Applier(Session session, Handlers handlers, StackPlan plan) {
    this.session = session;
    this.handlers = handlers;
    this.plan = plan;
    this.stack = plan.names().stack();
    this.build = new Build(plan.names(), plan.target(), plan.images());
  }

  /** The plan may be old, so what it found is looked at again before anything is made. */
  CompletableFuture<List<AwsResource>> run() {
    requireNothingRefused();
    return session
        .waiter()
        .once(this::requireSamePlace)
        .thenCompose(same -> new StackReader(handlers).read(plan.wanted(), build))
        .thenApply(state -> Steps.of(state, handlers))
        .thenCompose(this::doAll)
        .exceptionally(this::fail);
  }

  private void requireNothingRefused() {
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

  private String requireSamePlace() {
    if (!session.region().equals(plan.target().region())) {
      throw refusal(
          "The plan of stack %s is for %s, but this SpotBatch works in %s: plan again."
              .formatted(stack, plan.target().region(), session.region()));
    }
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

  private CompletableFuture<List<AwsResource>> doAll(List<PlannedStep> now) {
    List<String> moved = new ArrayList<>(Moves.between(plan.steps(), now));
    moved.addAll(changedFiles(now));
    if (!moved.isEmpty()) {
      throw refusal(
          "The plan of stack %s no longer fits what is there (%s). Nothing was changed: plan again."
              .formatted(stack, String.join("; ", moved)));
    }
    Map<CompiledResource.Id, CompletableFuture<AwsResource>> steps = new LinkedHashMap<>();
    for (PlannedStep step : now) {
      CompletableFuture<?>[] needed =
          step.resource().dependsOn().stream().map(steps::get).toArray(CompletableFuture[]::new);
      steps.put(
          step.resource().id(), CompletableFuture.allOf(needed).thenCompose(ready -> take(step)));
    }
    return Futures.all(steps.values());
  }

  /** Files of images that are still to be pushed; another content would have another digest. */
  private List<String> changedFiles(List<PlannedStep> now) {
    return now.stream()
        .filter(step -> step.resource().kind() == ResourceKind.IMAGE)
        .filter(step -> step.type() != PlannedAction.Type.KEEP)
        .flatMap(step -> build.image(step.resource()).resolved().layout().stream())
        .flatMap(layout -> layout.changedFiles().stream())
        .map(file -> file + " has changed")
        .distinct()
        .toList();
  }

  private CompletableFuture<AwsResource> take(PlannedStep step) {
    AwsResource there = step.there();
    if (there != null) {
      session.kept(there);
    }
    if (step.type() == PlannedAction.Type.KEEP) {
      return CompletableFuture.completedFuture(there);
    }
    if (failure.get() != null) {
      return CompletableFuture.failedFuture(new CancellationException("another step failed"));
    }
    CompiledResource resource = step.resource();
    tell(Type.STARTED, resource, resource.awsName());
    return work(step)
        .whenComplete(
            (made, thrown) -> {
              if (thrown == null) {
                tell(Type.USABLE, resource, made.awsName());
              } else {
                failure.compareAndSet(
                    null, new StepFailure(resource.id().toString(), "create", thrown));
              }
            });
  }

  private CompletableFuture<AwsResource> work(PlannedStep step) {
    ResourceHandler handler = handlers.of(step.resource().kind());
    return step.type() == PlannedAction.Type.COMPLETE
        ? handler.complete(
            step.resource(), Objects.requireNonNull(step.there()), step.requests(), build)
        : handler.create(step.resource(), build);
  }

  private void tell(Type type, CompiledResource resource, String awsName) {
    session.progress().tell(type, resource.kind(), resource.name(), awsName);
  }

  private ProvisioningException refusal(String message) {
    return new ProvisioningException(message, "stack " + stack, "apply", null, null, null);
  }

  private List<AwsResource> fail(Throwable thrown) {
    StepFailure first = failure.get();
    if (first != null) {
      throw first.explain(session.whatExists(stack));
    }
    throw Futures.unchecked(thrown);
  }
}
