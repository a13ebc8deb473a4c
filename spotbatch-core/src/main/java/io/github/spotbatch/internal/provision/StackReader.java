package io.github.spotbatch.internal.provision;

import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.provision.StackState.Unfinished;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Reads what is there of a stack, all side by side. A plan has to list what the account has, since
 * it says what of it is wanted no more; what a plan has found is read again by its names.
 */
final class StackReader {

  private final Handlers handlers;
  private final JobEnding jobs;

  StackReader(Handlers handlers, JobEnding jobs) {
    this.handlers = handlers;
    this.jobs = jobs;
  }

  CompletableFuture<StackState> read(List<CompiledResource> wanted, Build build) {
    return state(
        build,
        wanted,
        wanted.stream().map(planned -> handlers.of(planned).find(planned, build)).toList(),
        handlers.owned(Ownership.of(build.names())));
  }

  /** Reads what the plan says that there is, and the places of what it makes. */
  CompletableFuture<StackState> verify(StackPlan plan, Build build) {
    Ownership ownership = Ownership.of(plan.names());
    return state(
        build,
        plan.wanted(),
        plan.wanted().stream().map(planned -> verify(planned, plan.steps(), build)).toList(),
        Futures.all(
                plan.steps().stream()
                    .filter(step -> step.type() == PlannedAction.Type.DELETE)
                    .map(PlannedStep::there)
                    .filter(Objects::nonNull)
                    .map(leftover -> handlers.of(leftover.kind()).still(leftover, ownership))
                    .toList())
            .thenApply(still -> still.stream().flatMap(Optional::stream).toList()));
  }

  private CompletableFuture<Optional<Found>> verify(
      CompiledResource planned, List<PlannedStep> steps, Build build) {
    List<PlannedStep> known =
        steps.stream().filter(step -> step.resource().kind() == planned.kind()).toList();
    return handlers.of(planned).verify(planned, known, build);
  }

  private CompletableFuture<StackState> state(
      Build build,
      List<CompiledResource> wanted,
      List<CompletableFuture<Optional<Found>>> places,
      CompletableFuture<List<AwsResource>> owned) {
    CompletableFuture<List<Optional<Found>>> found = Futures.all(places);
    return CompletableFuture.allOf(found, owned)
        .thenCompose(
            read ->
                withJobs(build, wanted, withoutForeignImages(wanted, found.join()), owned.join()));
  }

  /** An image is its repository's owner's; in somebody else's there is none of ours. */
  private static List<Optional<Found>> withoutForeignImages(
      List<CompiledResource> wanted, List<Optional<Found>> found) {
    Set<CompiledResource.Id> foreign = new HashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      if (found.get(i).filter(place -> place.owned().isEmpty()).isPresent()) {
        foreign.add(wanted.get(i).id());
      }
    }
    List<Optional<Found>> places = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      boolean image = wanted.get(i).kind() == ResourceKind.IMAGE;
      boolean within = wanted.get(i).dependsOn().stream().anyMatch(foreign::contains);
      places.add(image && within ? Optional.empty() : found.get(i));
    }
    return places;
  }

  private CompletableFuture<StackState> withJobs(
      Build build,
      List<CompiledResource> wanted,
      List<Optional<Found>> found,
      List<AwsResource> owned) {
    StackState state = new StackState(build, wanted, found, owned, List.of());
    return Futures.all(
            state.leftovers(found).stream()
                .filter(leftover -> leftover.kind() == ResourceKind.JOB_QUEUE)
                .map(this::unfinished)
                .toList())
        .thenApply(unfinished -> new StackState(build, wanted, found, owned, unfinished));
  }

  private CompletableFuture<Unfinished> unfinished(AwsResource queue) {
    return jobs.unfinished(List.of(queue)).thenApply(unended -> new Unfinished(queue, unended));
  }
}
