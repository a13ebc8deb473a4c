package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.CompiledStack;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.spec.StackSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Reads what has to be known before a stack is made, and refuses what cannot be made. */
final class Planner {

  private final Session session;
  private final Handlers handlers;

  Planner(Session session, Handlers handlers) {
    this.session = session;
    this.handlers = handlers;
  }

  CompletableFuture<CompiledStack> plan(StackSpec stack) {
    return session
        .waiter()
        .once(() -> new TargetReader(session).read(stack))
        .thenApply(target -> CompiledStack.compile(stack, target))
        .thenCompose(compiled -> requireFree(compiled).thenApply(free -> compiled));
  }

  /** Succeeds if nothing of the stack is there and all its names are free. */
  CompletableFuture<Void> requireFree(CompiledStack stack) {
    return handlers
        .owned(Ownership.of(stack.names()))
        .thenAccept(owned -> requireNone(stack.names(), owned))
        .thenCompose(none -> taken(stack.resources()))
        .thenAccept(taken -> requireNotForeign(stack.names(), taken));
  }

  private CompletableFuture<List<CompiledResource>> taken(List<CompiledResource> resources) {
    return Futures.all(
            resources.stream()
                .map(
                    resource ->
                        session
                            .waiter()
                            .once(
                                () ->
                                    handlers.of(resource.kind()).taken(resource)
                                        ? Optional.of(resource)
                                        : Optional.<CompiledResource>empty()))
                .toList())
        .thenApply(found -> found.stream().flatMap(Optional::stream).toList());
  }

  private static void requireNone(Names names, List<AwsResource> owned) {
    if (!owned.isEmpty()) {
      String list = owned.stream().map(AwsResource::toString).collect(Collectors.joining(", "));
      throw refusal(
          names,
          ("Stack %s exists in %s already (%s). An existing stack cannot be updated yet: destroy it"
                  + " first by destroy(\"%s\"), or choose another name.")
              .formatted(names.stack(), names.region(), list, names.stack()));
    }
  }

  private static void requireNotForeign(Names names, List<CompiledResource> taken) {
    if (!taken.isEmpty()) {
      String list = taken.stream().map(r -> r.id().toString()).collect(Collectors.joining(", "));
      throw refusal(
          names,
          ("Stack %s cannot be made in %s, since these names are in use for things that are not"
                  + " its own: %s. Choose another name for the stack.")
              .formatted(names.stack(), names.region(), list));
    }
  }

  private static ProvisioningException refusal(Names names, String message) {
    return new ProvisioningException(message, "stack " + names.stack(), "plan", null, null, null);
  }
}
