package io.github.spotbatch.internal.provision;

import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.ProvisioningEvent.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.CompiledStack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;

/** Makes what a plan says: each thing after what it needs, independent things side by side. */
final class Applier {

  private final Session session;
  private final Handlers handlers;
  private final StackPlan plan;
  private final CompiledStack stack;
  private final AtomicReference<StepFailure> failure = new AtomicReference<>();

  Applier(Session session, Handlers handlers, StackPlan plan) {
    this.session = session;
    this.handlers = handlers;
    this.plan = plan;
    this.stack = plan.stack();
  }

  /** The plan may be old, so what it found is looked at again before anything is made. */
  CompletableFuture<List<AwsResource>> run() {
    return session
        .waiter()
        .once(this::requireSamePlace)
        .thenCompose(same -> new StackReader(session, handlers, stack).read())
        .thenCompose(this::doAll)
        .exceptionally(this::fail);
  }

  private String requireSamePlace() {
    if (!session.region().equals(stack.target().region())) {
      throw refusal(
          "The plan of stack %s is for %s, but this SpotBatch works in %s: plan again."
              .formatted(stack.names().stack(), stack.target().region(), session.region()));
    }
    String account =
        session
            .calls()
            .call(
                GetCallerIdentityRequest.builder().build(),
                session.clients().sts()::getCallerIdentity)
            .account();
    if (!account.equals(stack.target().account())) {
      throw refusal(
          "The plan of stack %s is for account %s, but the credentials are now of account %s: plan again."
              .formatted(stack.names().stack(), stack.target().account(), account));
    }
    return account;
  }

  private CompletableFuture<List<AwsResource>> doAll(StackState state) {
    List<String> moved = new ArrayList<>(Moves.between(plan.steps(), state));
    moved.addAll(changedFiles(state));
    if (!moved.isEmpty()) {
      throw refusal(
          "The plan of stack %s no longer fits what is there (%s). Nothing was changed: plan again."
              .formatted(stack.names().stack(), String.join("; ", moved)));
    }
    Map<CompiledResource.Id, CompletableFuture<AwsResource>> steps = new LinkedHashMap<>();
    for (PlannedStep step : state.steps()) {
      CompletableFuture<?>[] needed =
          step.resource().dependsOn().stream().map(steps::get).toArray(CompletableFuture[]::new);
      steps.put(
          step.resource().id(),
          CompletableFuture.allOf(needed).thenCompose(ready -> take(step, state.build())));
    }
    return Futures.all(steps.values());
  }

  /** Files of images that are still to be pushed; another content would have another digest. */
  private List<String> changedFiles(StackState state) {
    return state.steps().stream()
        .filter(step -> step.resource().kind() == ResourceKind.IMAGE)
        .filter(step -> step.type() != PlannedAction.Type.KEEP)
        .flatMap(step -> state.build().image(step.resource()).resolved().layout().stream())
        .flatMap(layout -> layout.changedFiles().stream())
        .map(file -> file + " has changed")
        .distinct()
        .toList();
  }

  private CompletableFuture<AwsResource> take(PlannedStep step, Build build) {
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
    return work(step, build)
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

  private CompletableFuture<AwsResource> work(PlannedStep step, Build build) {
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
    return new ProvisioningException(
        message, "stack " + stack.names().stack(), "apply", null, null, null);
  }

  private List<AwsResource> fail(Throwable thrown) {
    StepFailure first = failure.get();
    if (first != null) {
      throw first.explain(session.whatExists(stack.names().stack()));
    }
    throw Futures.unchecked(thrown);
  }
}
