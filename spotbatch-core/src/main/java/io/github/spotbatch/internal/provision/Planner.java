package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.internal.aws.EcrLogins;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.CompiledStack;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.internal.compile.Target;
import io.github.spotbatch.internal.image.ImageLayouts;
import io.github.spotbatch.internal.image.ResolvedImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.StackSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  CompletableFuture<CompiledStack> plan(StackSpec stack, ImageLayouts layouts) {
    return session
        .waiter()
        .once(() -> new TargetReader(session).read(stack))
        .thenCompose(
            target ->
                images(stack, layouts, target)
                    .thenApply(images -> CompiledStack.compile(stack, target, images)))
        .thenCompose(compiled -> requireFree(compiled).thenApply(free -> compiled));
  }

  /** What the images are now, each looked up or built once, side by side. */
  private CompletableFuture<Map<ContainerImage, ResolvedImage>> images(
      StackSpec stack, ImageLayouts layouts, Target target) {
    List<ContainerImage> images =
        stack.jobDefinitions().stream()
            .flatMap(definition -> definition.image().stream())
            .distinct()
            .toList();
    EcrLogins logins = session.logins(target.registryHost());
    return Futures.all(
            images.stream()
                .map(image -> session.waiter().once(() -> resolve(image, layouts, logins)))
                .toList())
        .thenApply(
            resolved -> {
              Map<ContainerImage, ResolvedImage> byImage = new HashMap<>();
              for (int i = 0; i < images.size(); i++) {
                byImage.put(images.get(i), resolved.get(i));
              }
              return byImage;
            });
  }

  private ResolvedImage resolve(ContainerImage image, ImageLayouts layouts, EcrLogins logins) {
    return session.longWork().run(() -> session.images().resolve(image, layouts, logins));
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
