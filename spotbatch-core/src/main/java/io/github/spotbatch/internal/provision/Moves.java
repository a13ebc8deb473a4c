package io.github.spotbatch.internal.provision;

import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What has moved between a plan and its apply, each in words. */
final class Moves {

  private Moves() {}

  static List<String> between(List<PlannedStep> planned, StackState now) {
    List<String> moves = new ArrayList<>();
    now.foreign().forEach(id -> moves.add(id + " is there now and somebody else's"));
    now.changed().forEach(changed -> moves.add("now differs " + changed));
    now.leftovers().forEach(resource -> moves.add(resource + " is there now"));
    Map<CompiledResource.Id, PlannedStep> steps =
        now.steps().stream()
            .collect(Collectors.toMap(step -> step.resource().id(), Function.identity()));
    for (PlannedStep step : planned) {
      Optional.ofNullable(steps.get(step.resource().id()))
          .flatMap(fresh -> move(step, fresh))
          .ifPresent(moves::add);
    }
    return moves;
  }

  private static Optional<String> move(PlannedStep planned, PlannedStep now) {
    AwsResource before = planned.there();
    AwsResource there = now.there();
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
    return fits ? Optional.empty() : Optional.of(there + " is not as it was");
  }
}
