package io.github.spotbatch.internal.provision;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.changes.Adoptions;
import io.github.spotbatch.internal.changes.Change;
import io.github.spotbatch.internal.changes.Changes;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.internal.diff.Comparison;
import io.github.spotbatch.internal.diff.RequestTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.AwsRequest;

/** Finds what is to be done with each resource of a stack that was read. Asks AWS nothing. */
final class Steps {

  private final Handlers handlers;
  private final StackState state;
  private final Build build;
  private final List<AwsResource> replaced = new ArrayList<>();

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
    List<Optional<Found>> places = new ArrayList<>();
    for (int i = 0; i < state.wanted().size(); i++) {
      CompiledResource planned = state.wanted().get(i);
      Optional<Found> place = state.found().get(i).map(found -> fitting(planned, found));
      places.add(place);
      steps.add(step(planned, place));
    }
    List<AwsResource> unwanted = new ArrayList<>(state.leftovers(places));
    unwanted.addAll(replaced);
    steps.addAll(
        new Removals(state.unfinished(), build.drainMinutes()).of(unwanted, List.copyOf(steps)));
    return steps;
  }

  /** Of several that could stand in one place the newest that is as wanted, or else the newest. */
  private Found fitting(CompiledResource planned, Found found) {
    List<Found> candidates = new ArrayList<>(List.of(found));
    candidates.addAll(found.others());
    Found fitting =
        candidates.stream().filter(place -> fits(planned, place)).findFirst().orElse(found);
    name(planned, fitting);
    return fitting;
  }

  private boolean fits(CompiledResource planned, Found place) {
    name(planned, place);
    List<AwsRequest> wanted = handlers.of(planned.kind()).requests(planned, build);
    return place.state() != Found.State.BROKEN
        && Comparison.of(place.requests(), wanted).changes().isEmpty();
  }

  /** Lets what refers to an environment know which generation of it is there. */
  private void name(CompiledResource planned, Found place) {
    place
        .owned()
        .filter(there -> there.kind() == ResourceKind.COMPUTE_ENVIRONMENT)
        .ifPresent(there -> build.put(planned.awsName(), there.awsName()));
  }

  private PlannedStep step(CompiledResource planned, Optional<Found> place) {
    if (place.isEmpty()) {
      return PlannedStep.create(named(planned));
    }
    Found found = place.get();
    return found
        .owned()
        .map(there -> held(planned, found, there))
        .orElseGet(() -> PlannedStep.foreign(named(planned), foreign(planned, found)));
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

  private PlannedStep held(CompiledResource planned, Found found, AwsResource there) {
    CompiledResource wanted = named(planned);
    Comparison comparison = Comparison.of(found.requests(), wanted.requests());
    List<FieldChange> changes = new ArrayList<>(comparison.changes());
    if (found.state() == Found.State.BROKEN) {
      changes.add(new FieldChange("status", Optional.of(found.status()), Optional.of("VALID")));
    }
    if (build.adopts(planned) && !owned(found)) {
      return adopted(wanted, found, there, new Comparison(changes, comparison.missing()));
    }
    if (!changes.isEmpty()) {
      return changed(planned, found, there, changes);
    }
    if (!comparison.missing().isEmpty() || found.state() == Found.State.PENDING) {
      String status = found.status().isEmpty() ? "" : " as " + found.status();
      String note = "it is there already%s, and is completed".formatted(status);
      return PlannedStep.complete(wanted, there, found.requests(), comparison.missing(), note);
    }
    return PlannedStep.keep(wanted, there, found.requests()).marked(found.mark());
  }

  private boolean owned(Found found) {
    return Ownership.of(build.names()).owns(RequestTags.of(found.requests()));
  }

  private static PlannedStep adopted(
      CompiledResource wanted, Found found, AwsResource there, Comparison comparison) {
    List<FieldChange> changes = comparison.changes();
    if (found.state() == Found.State.BROKEN) {
      String reason =
          "it is %s; have it repaired or deleted before it is adopted".formatted(found.status());
      return PlannedStep.refused(wanted, there, found.requests(), changes, reason);
    }
    Change change =
        Adoptions.of(there, found.requests(), wanted.requests(), changes, comparison.missing());
    return change instanceof Change.InPlace inPlace
        ? PlannedStep.adopt(wanted, there, found.requests(), changes, inPlace)
        : PlannedStep.refused(
            wanted, there, found.requests(), changes, ((Change.Refusal) change).reason());
  }

  private PlannedStep changed(
      CompiledResource planned, Found found, AwsResource there, List<FieldChange> changes) {
    CompiledResource wanted = named(planned);
    List<FieldChange> differing = List.copyOf(changes);
    Change change = Changes.of(there, found.requests(), wanted.requests(), differing);
    if (change instanceof Change.Revision) {
      return PlannedStep.newRevision(wanted, there, found.requests(), differing);
    }
    if (change instanceof Change.InPlace inPlace) {
      return PlannedStep.update(wanted, there, found.requests(), differing, inPlace);
    }
    if (change instanceof Change.Replacement replacement) {
      return replaced(planned, found, there, differing, replacement.reason());
    }
    String reason = ((Change.Refusal) change).reason();
    return PlannedStep.refused(wanted, there, found.requests(), differing, reason);
  }

  /** What depends on it gets to know the name of what takes its place. */
  private PlannedStep replaced(
      CompiledResource planned,
      Found found,
      AwsResource there,
      List<FieldChange> changes,
      String reason) {
    handlers.of(planned.kind()).succeed(planned, found.successor().orElseThrow(), build);
    replaced.add(there);
    return PlannedStep.replacement(
        withFix(named(planned), found),
        changes,
        "takes the place of %s: %s".formatted(there.awsName(), reason));
  }

  /** What was wrong with one that was broken may come again. */
  private static CompiledResource withFix(CompiledResource wanted, Found found) {
    if (found.state() != Found.State.BROKEN) {
      return wanted;
    }
    List<String> notes = new ArrayList<>(wanted.notes());
    Fixes.of(found.status()).ifPresent(fix -> notes.add("if that comes again: " + fix));
    return new CompiledResource(
        wanted.id(), wanted.name(), wanted.requests(), wanted.dependsOn(), notes);
  }

  private String foreign(CompiledResource planned, Found found) {
    Map<String, String> tags = RequestTags.of(found.requests());
    return Ownership.of(build.names()).isNobodys(tags)
        ? "its name is in use for something that is not the stack's own; choose another name for the stack, or take it over by plan(stack, Adoption.of(ResourceKind.%s, \"%s\"))"
            .formatted(planned.kind(), planned.name())
        : "its name is in use for something of stack %s in %s, which keeps it; choose another name for the stack"
            .formatted(tags.get(Names.STACK_TAG), tags.get(Names.REGION_TAG));
  }
}
