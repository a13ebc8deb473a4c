package io.github.spotbatch.internal.provision;

import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.internal.aws.EcrLogins;
import io.github.spotbatch.internal.compile.CompiledStack;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.internal.compile.Target;
import io.github.spotbatch.internal.image.ImageLayouts;
import io.github.spotbatch.internal.image.ResolvedImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.StackSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Reads what has to be known before a stack is made, and refuses what cannot be done. */
final class Planner {

  private static final String BROKEN =
      " What is INVALID becomes VALID by an update of it that mends what AWS says, and what is"
          + " DELETING will soon be gone: then plan again.";

  private final Session session;
  private final Handlers handlers;

  Planner(Session session, Handlers handlers) {
    this.session = session;
    this.handlers = handlers;
  }

  CompletableFuture<StackPlan> plan(StackSpec stack, ImageLayouts layouts) {
    return session
        .waiter()
        .once(() -> new TargetReader(session).read(stack))
        .thenCompose(
            target ->
                images(stack, layouts, target)
                    .thenApply(images -> CompiledStack.compile(stack, target, images)))
        .thenCompose(
            compiled ->
                new StackReader(session, handlers, compiled)
                    .read()
                    .thenApply(state -> planned(compiled, state)));
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

  private StackPlan planned(CompiledStack stack, StackState state) {
    requireNotForeign(stack.names(), state);
    requireUnchanged(stack.names(), state);
    return new StackPlan(stack, state.steps());
  }

  private static void requireNotForeign(Names names, StackState state) {
    if (!state.foreign().isEmpty()) {
      throw refusal(
          names,
          ("Stack %s cannot be made in %s, since these names are in use for things that are not"
                  + " its own: %s. Choose another name for the stack.")
              .formatted(names.stack(), names.region(), listed(state.foreign(), ", ")));
    }
  }

  private static void requireUnchanged(Names names, StackState state) {
    List<String> reasons = new ArrayList<>();
    if (!state.changed().isEmpty()) {
      reasons.add(
          "differs from its spec in what cannot be changed yet (%s)"
              .formatted(listed(state.changed(), "; ")));
    }
    if (!state.leftovers().isEmpty()) {
      reasons.add(
          "has what its spec no longer has, which cannot be removed alone yet (%s)"
              .formatted(listed(state.leftovers(), ", ")));
    }
    if (!reasons.isEmpty()) {
      boolean broken = state.changed().stream().anyMatch(StackState.Changed::broken);
      throw refusal(
          names,
          "Stack %s exists in %s and %s: destroy it first by destroy(\"%s\"), or choose another name.%s"
              .formatted(
                  names.stack(),
                  names.region(),
                  String.join(", and ", reasons),
                  names.stack(),
                  broken ? BROKEN : ""));
    }
  }

  private static String listed(List<?> things, String separator) {
    return things.stream().map(Object::toString).collect(Collectors.joining(separator));
  }

  private static ProvisioningException refusal(Names names, String message) {
    return new ProvisioningException(message, "stack " + names.stack(), "plan", null, null, null);
  }
}
