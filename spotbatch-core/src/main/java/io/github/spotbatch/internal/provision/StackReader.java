package io.github.spotbatch.internal.provision;

import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.CompiledStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Reads what is there of a stack, all side by side, and finds what is to be done with each. */
final class StackReader {

  private final Session session;
  private final Handlers handlers;
  private final CompiledStack stack;
  private final Build build;

  StackReader(Session session, Handlers handlers, CompiledStack stack) {
    this.session = session;
    this.handlers = handlers;
    this.stack = stack;
    this.build = new Build(stack);
  }

  CompletableFuture<StackState> read() {
    return handlers
        .owned(Ownership.of(stack.names()))
        .thenCompose(
            owned ->
                Futures.all(stack.resources().stream().map(this::find).toList())
                    .thenApply(found -> state(owned, found)));
  }

  private CompletableFuture<Optional<Found>> find(CompiledResource planned) {
    return session
        .waiter()
        .call(Waits.FOUND, () -> handlers.of(planned.kind()).find(planned, build));
  }

  /** What one refers to may be any other, so all must have been found before. */
  private StackState state(List<AwsResource> owned, List<Optional<Found>> found) {
    List<PlannedStep> steps = new ArrayList<>();
    List<CompiledResource.Id> foreign = new ArrayList<>();
    List<StackState.Changed> changed = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      CompiledResource planned = stack.resources().get(i);
      Optional<Found> place = found.get(i);
      Optional<AwsResource> there = place.flatMap(Found::owned);
      if (place.isEmpty()) {
        steps.add(PlannedStep.create(planned));
      } else if (there.isEmpty()) {
        foreign.add(planned.id());
      } else {
        held(planned, place.get(), there.get(), steps, changed);
      }
    }
    return new StackState(build, steps, foreign, changed, leftovers(owned, found));
  }

  private void held(
      CompiledResource planned,
      Found found,
      AwsResource there,
      List<PlannedStep> steps,
      List<StackState.Changed> changed) {
    var wanted = handlers.of(planned.kind()).requests(planned, build);
    Comparison comparison = Comparison.of(found.requests(), wanted);
    List<String> differences = new ArrayList<>(comparison.differences());
    boolean broken = found.state() == Found.State.BROKEN;
    if (broken) {
      differences.add("status " + found.status() + " -> VALID");
    }
    if (!differences.isEmpty() && planned.kind() == ResourceKind.JOB_DEFINITION) {
      List<String> notes = differences.stream().map(d -> "changes " + d).toList();
      steps.add(new PlannedStep(planned, Type.NEW_REVISION, there, wanted, notes));
    } else if (!differences.isEmpty()) {
      changed.add(new StackState.Changed(there, differences, broken));
    } else if (!comparison.missing().isEmpty() || found.state() == Found.State.PENDING) {
      String status = found.status().isEmpty() ? "" : " as " + found.status();
      List<String> notes = List.of("it is there already%s, and is completed".formatted(status));
      steps.add(new PlannedStep(planned, Type.COMPLETE, there, comparison.missing(), notes));
    } else {
      steps.add(PlannedStep.keep(planned, there));
    }
  }

  /** All that is owned, but for what was found in its place and what newer revisions replaced. */
  private List<AwsResource> leftovers(List<AwsResource> owned, List<Optional<Found>> found) {
    Set<AwsResource> inPlace =
        found.stream()
            .flatMap(Optional::stream)
            .flatMap(place -> place.owned().stream())
            .collect(Collectors.toSet());
    Set<String> definitions =
        stack.resources().stream()
            .filter(planned -> planned.kind() == ResourceKind.JOB_DEFINITION)
            .map(CompiledResource::awsName)
            .collect(Collectors.toSet());
    return owned.stream()
        .filter(resource -> !inPlace.contains(resource))
        .filter(
            resource ->
                resource.kind() != ResourceKind.JOB_DEFINITION
                    || !definitions.contains(resource.awsName().replaceFirst(":\\d+$", "")))
        .toList();
  }
}
