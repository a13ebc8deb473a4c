package io.github.spotbatch.internal.provision;

import io.github.spotbatch.Adoption;
import io.github.spotbatch.internal.aws.EcrLogins;
import io.github.spotbatch.internal.compile.CompiledStack;
import io.github.spotbatch.internal.compile.Target;
import io.github.spotbatch.internal.image.ImageLayouts;
import io.github.spotbatch.internal.image.ResolvedImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.StackSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Reads what has to be known before a stack is made, and finds what is to be done. */
final class Planner {

  private final Session session;
  private final Handlers handlers;

  Planner(Session session, Handlers handlers) {
    this.session = session;
    this.handlers = handlers;
  }

  /**
   * Makes a plan.
   *
   * @param adoptions what is to be taken over if it is nobody's
   */
  CompletableFuture<StackPlan> plan(
      StackSpec stack, ImageLayouts layouts, Set<Adoption> adoptions) {
    return session
        .waiter()
        .once(() -> new TargetReader(session).read(stack))
        .thenCompose(
            target ->
                images(stack, layouts, target)
                    .thenApply(images -> CompiledStack.compile(stack, target, images)))
        .thenCompose(
            compiled -> {
              Places places = Places.of(adoptions, compiled);
              Build build =
                  new Build(
                          compiled.names(),
                          compiled.target(),
                          compiled.images(),
                          compiled.drainMinutes())
                      .adopting(places.ids());
              return new StackReader(handlers, new JobEnding(session))
                  .read(compiled.resources(), build)
                  .thenCompose(
                      state -> steps(stack, state, places.required(Steps.of(state, handlers))))
                  .thenApply(steps -> planned(compiled, steps));
            });
  }

  private CompletableFuture<List<PlannedStep>> steps(
      StackSpec stack, StackState state, List<PlannedStep> found) {
    return new Trims(session)
        .planned(state, found, stack.keptRevisions())
        .thenCompose(steps -> new KeptForOthers(session, state.build()).within(steps))
        .thenCompose(
            steps -> new RunningJobs(session, Ownership.of(state.build().names())).within(steps));
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

  private static StackPlan planned(CompiledStack stack, List<PlannedStep> steps) {
    return new StackPlan(
        StackPlan.Purpose.APPLY,
        stack.names(),
        stack.target(),
        stack.resources(),
        stack.images(),
        stack.drainMinutes(),
        steps,
        stack.warnings());
  }
}
