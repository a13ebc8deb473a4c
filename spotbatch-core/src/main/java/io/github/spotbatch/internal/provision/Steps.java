package io.github.spotbatch.internal.provision;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.diff.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what is to be done with each resource of a stack that was read. Asks AWS nothing. */
final class Steps {

  private final Handlers handlers;
  private final StackState state;
  private final Build build;

  private Steps(Handlers handlers, StackState state) {
    this.handlers = handlers;
    this.state = state;
    this.build = state.build();
  }

  /** The steps in an order in which they can be taken. */
  static List<PlannedStep> of(StackState state, Handlers handlers) {
    return new Steps(handlers, state).all();
  }

  /** What one refers to may be any other, so all must have been found before. */
  private List<PlannedStep> all() {
    List<PlannedStep> steps = new ArrayList<>();
    for (int i = 0; i < state.wanted().size(); i++) {
      steps.add(step(state.wanted().get(i), state.found().get(i)));
    }
    leftovers().forEach(leftover -> steps.add(PlannedStep.refused(leftover, unremovable())));
    return steps;
  }

  private PlannedStep step(CompiledResource planned, Optional<Found> place) {
    CompiledResource wanted = named(planned);
    if (place.isEmpty()) {
      return PlannedStep.create(wanted);
    }
    Found found = place.get();
    return found
        .owned()
        .map(there -> held(wanted, found, there))
        .orElseGet(() -> PlannedStep.foreign(wanted, foreign()));
  }

  /** What is wanted, with the real names of all that is there. */
  private CompiledResource named(CompiledResource planned) {
    return new CompiledResource(
        build.resolve(planned.id()),
        planned.name(),
        handlers.of(planned.kind()).requests(planned, build),
        planned.dependsOn().stream().map(build::resolve).collect(Collectors.toSet()),
        planned.notes());
  }

  private PlannedStep held(CompiledResource wanted, Found found, AwsResource there) {
    Comparison comparison = Comparison.of(found.requests(), wanted.requests());
    List<FieldChange> changes = new ArrayList<>(comparison.changes());
    if (found.state() == Found.State.BROKEN) {
      changes.add(new FieldChange("status", Optional.of(found.status()), Optional.of("VALID")));
    }
    if (!changes.isEmpty() && wanted.kind() == ResourceKind.JOB_DEFINITION) {
      return PlannedStep.newRevision(wanted, there, found.requests(), changes);
    }
    if (!changes.isEmpty()) {
      return PlannedStep.refused(wanted, there, found.requests(), changes, unchangeable(found));
    }
    if (!comparison.missing().isEmpty() || found.state() == Found.State.PENDING) {
      String status = found.status().isEmpty() ? "" : " as " + found.status();
      String note = "it is there already%s, and is completed".formatted(status);
      return PlannedStep.complete(wanted, there, found.requests(), comparison.missing(), note);
    }
    return PlannedStep.keep(wanted, there, found.requests());
  }

  /** All that is owned, but for what was found in its place and what newer revisions replaced. */
  private List<AwsResource> leftovers() {
    Set<AwsResource> inPlace =
        state.found().stream()
            .flatMap(Optional::stream)
            .flatMap(place -> place.owned().stream())
            .collect(Collectors.toSet());
    Set<String> definitions =
        state.wanted().stream()
            .filter(planned -> planned.kind() == ResourceKind.JOB_DEFINITION)
            .map(CompiledResource::awsName)
            .collect(Collectors.toSet());
    return state.owned().stream()
        .filter(resource -> !inPlace.contains(resource))
        .filter(
            resource ->
                resource.kind() != ResourceKind.JOB_DEFINITION
                    || !definitions.contains(resource.awsName().replaceFirst(":\\d+$", "")))
        .toList();
  }

  private static String foreign() {
    return "its name is in use for something that is not the stack's own; choose another name for"
        + " the stack";
  }

  private String unchangeable(Found found) {
    String broken =
        found.state() == Found.State.BROKEN
            ? "; what is INVALID becomes VALID by an update of it that mends what AWS says, and"
                + " what is DELETING will soon be gone: then plan again"
            : "";
    return "it cannot be changed so yet; " + startAgain() + broken;
  }

  private String unremovable() {
    return "the spec no longer has it, and it cannot be removed alone yet; " + startAgain();
  }

  private String startAgain() {
    return "destroy the stack first by destroy(\"%s\"), or choose another name for it"
        .formatted(build.names().stack());
  }
}
