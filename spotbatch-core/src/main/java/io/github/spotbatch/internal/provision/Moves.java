package io.github.spotbatch.internal.provision;

import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.diff.Comparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What has moved between a plan and its apply, each in words. */
final class Moves {

  private Moves() {}

  static List<String> between(List<PlannedStep> planned, List<PlannedStep> now) {
    Map<CompiledResource.Id, PlannedStep> before = byId(planned);
    List<String> moves = new ArrayList<>();
    for (PlannedStep fresh : now) {
      Optional.ofNullable(before.remove(fresh.resource().id()))
          .map(step -> move(step, fresh))
          .orElseGet(() -> come(fresh))
          .ifPresent(moves::add);
    }
    before.values().forEach(step -> gone(step).ifPresent(moves::add));
    return moves;
  }

  private static Map<CompiledResource.Id, PlannedStep> byId(List<PlannedStep> steps) {
    Map<CompiledResource.Id, PlannedStep> byId = new LinkedHashMap<>();
    steps.forEach(step -> byId.put(step.resource().id(), step));
    return byId;
  }

  private static Optional<String> come(PlannedStep now) {
    return Optional.ofNullable(now.there()).map(there -> there + " is there now");
  }

  private static Optional<String> gone(PlannedStep planned) {
    // What was to be deleted has only been quicker.
    return planned.type() == Type.DELETE
        ? Optional.empty()
        : Optional.ofNullable(planned.there()).map(there -> there + " is gone");
  }

  private static Optional<String> move(PlannedStep planned, PlannedStep now) {
    AwsResource before = planned.there();
    AwsResource there = now.there();
    if (there == null && now.type() == Type.REFUSED) {
      return Optional.of(now.resource().id() + " is there now and somebody else's");
    }
    if (before == null) {
      return Optional.ofNullable(there).map(come -> come + " is there now");
    }
    if (there == null) {
      return Optional.of(before + " is gone");
    }
    if (!before.id().equals(there.id())) {
      return Optional.of("%s is there in the place of %s".formatted(there, before));
    }
    // What was half made may well be whole by now.
    boolean fits =
        (now.type() == planned.type() && planned.requests().containsAll(now.requests()))
            || (planned.type() == Type.COMPLETE && now.type() == Type.KEEP);
    return fits ? Optional.empty() : Optional.of(there + changed(planned, now));
  }

  /** Says what was and what is, or why it cannot be as it was planned any more. */
  private static String changed(PlannedStep planned, PlannedStep now) {
    Comparison comparison = Comparison.of(planned.asItIs(), now.asItIs());
    String fields =
        comparison.changes().stream().map(Object::toString).collect(Collectors.joining(", "));
    if (!fields.isEmpty()) {
      return " has changed: " + fields;
    }
    return now.reason().isEmpty() ? " is not as it was" : ": " + now.reason();
  }
}
