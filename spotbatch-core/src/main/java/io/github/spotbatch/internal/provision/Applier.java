package io.github.spotbatch.internal.provision;

import io.github.spotbatch.ProvisioningEvent.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.CompiledStack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;

/** Makes what a plan says: each thing after what it needs, independent things side by side. */
final class Applier {

  private final Session session;
  private final Handlers handlers;
  private final CompiledStack stack;
  private final Build build;
  private final AtomicReference<StepFailure> failure = new AtomicReference<>();

  Applier(Session session, Handlers handlers, CompiledStack stack) {
    this.session = session;
    this.handlers = handlers;
    this.stack = stack;
    this.build = new Build(stack);
  }

  /** The plan may be old, so what it found is looked at again before anything is made. */
  CompletableFuture<List<AwsResource>> run() {
    return session
        .waiter()
        .once(this::requireSamePlace)
        .thenCompose(same -> new Planner(session, handlers).requireFree(stack))
        .thenCompose(free -> createAll())
        .exceptionally(this::fail);
  }

  private String requireSamePlace() {
    if (!session.region().equals(stack.target().region())) {
      throw new ProvisioningException(
          "The plan of stack %s is for %s, but this SpotBatch works in %s: plan again."
              .formatted(stack.names().stack(), stack.target().region(), session.region()),
          "stack " + stack.names().stack(),
          "apply",
          null,
          null,
          null);
    }
    String account =
        session
            .calls()
            .call(
                GetCallerIdentityRequest.builder().build(),
                session.clients().sts()::getCallerIdentity)
            .account();
    if (!account.equals(stack.target().account())) {
      throw new ProvisioningException(
          "The plan of stack %s is for account %s, but the credentials are now of account %s: plan again."
              .formatted(stack.names().stack(), stack.target().account(), account),
          "stack " + stack.names().stack(),
          "apply",
          null,
          null,
          null);
    }
    return account;
  }

  private CompletableFuture<List<AwsResource>> createAll() {
    Map<CompiledResource.Id, CompletableFuture<AwsResource>> steps = new LinkedHashMap<>();
    for (CompiledResource resource : stack.resources()) {
      CompletableFuture<?>[] needed =
          resource.dependsOn().stream().map(steps::get).toArray(CompletableFuture[]::new);
      steps.put(
          resource.id(), CompletableFuture.allOf(needed).thenCompose(ready -> create(resource)));
    }
    return Futures.all(steps.values());
  }

  private CompletableFuture<AwsResource> create(CompiledResource resource) {
    if (failure.get() != null) {
      return CompletableFuture.failedFuture(new CancellationException("another step failed"));
    }
    tell(Type.STARTED, resource, resource.awsName());
    return handlers
        .of(resource.kind())
        .create(resource, build)
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

  private void tell(Type type, CompiledResource resource, String awsName) {
    session.progress().tell(type, resource.kind(), resource.name(), awsName);
  }

  private List<AwsResource> fail(Throwable thrown) {
    StepFailure first = failure.get();
    if (first != null) {
      throw first.explain(session.whatExists(stack.names().stack()));
    }
    throw Futures.unchecked(thrown);
  }
}
