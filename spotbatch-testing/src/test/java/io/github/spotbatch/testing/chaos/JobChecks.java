package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.chaos.Story.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every job was submitted once, went along legal ways only, and ended once. */
final class JobChecks {

  private static final Map<String, Set<String>> LEGAL =
      Map.of(
          "", Set.of("SUBMITTED"),
          "SUBMITTED", Set.of("PENDING", "RUNNABLE", "FAILED"),
          "PENDING", Set.of("RUNNABLE", "FAILED"),
          "RUNNABLE", Set.of("STARTING", "FAILED"),
          "STARTING", Set.of("RUNNING", "RUNNABLE", "FAILED"),
          "RUNNING", Set.of("RUNNABLE", "SUCCEEDED", "FAILED"),
          "SUCCEEDED", Set.of(),
          "FAILED", Set.of());
  private static final Map<String, Set<String>> LEGAL_OF_ARRAYS =
      Map.of(
          "", Set.of("SUBMITTED"),
          "SUBMITTED", Set.of("PENDING", "FAILED"),
          "PENDING", Set.of("SUCCEEDED", "FAILED"),
          "SUCCEEDED", Set.of(),
          "FAILED", Set.of());

  private final Outcome outcome;
  private final List<String> broken = new ArrayList<>();

  private JobChecks(Outcome outcome) {
    this.outcome = outcome;
  }

  static List<String> of(Outcome outcome) {
    JobChecks checks = new JobChecks(outcome);
    checks.eachSubmittedOnce();
    outcome.jobs().forEach(checks::movedLegally);
    outcome.jobs().stream().filter(job -> job.isArray()).forEach(checks::addsUp);
    outcome.jobs().stream().filter(job -> !job.isArray()).forEach(checks::waitedForOthers);
    return checks.broken;
  }

  private void eachSubmittedOnce() {
    Map<String, Long> submitted =
        outcome.jobs().stream()
            .filter(job -> !job.isChild())
            .collect(Collectors.groupingBy(job -> job.plan().name(), Collectors.counting()));
    for (JobPlan plan : outcome.scenario().jobs()) {
      long times = submitted.getOrDefault(plan.name(), 0L);
      if (times != 1) {
        broken.add(plan.name() + " is there " + times + " times");
      }
    }
  }

  private void movedLegally(Seen job) {
    List<Move> moves = outcome.story().moves().getOrDefault(job.key(), List.of());
    // The timeline does not tell of the submission of children.
    String state = job.isChild() ? "SUBMITTED" : "";
    for (Move move : moves) {
      Set<String> legal = (job.isArray() ? LEGAL_OF_ARRAYS : LEGAL).getOrDefault(state, Set.of());
      if (!move.from().equals(state) || !legal.contains(move.to())) {
        broken.add(job + " went from " + move.from() + " to " + move.to() + " when " + state);
      }
      state = move.to();
    }
    if (!state.equals(job.detail().statusAsString())) {
      broken.add(job + " was last seen to become " + state);
    }
  }

  private void addsUp(Seen array) {
    List<Seen> children =
        outcome.jobs().stream()
            .filter(it -> it.detail().jobId().startsWith(array.detail().jobId() + ":"))
            .toList();
    long failed =
        children.stream().filter(it -> it.detail().statusAsString().equals("FAILED")).count();
    boolean allEnded = children.stream().allMatch(Seen::ended);
    boolean fits =
        !allEnded
            ? !array.ended()
            : array.detail().statusAsString().equals(failed == 0 ? "SUCCEEDED" : "FAILED");
    if (!fits || children.size() != array.plan().arraySize()) {
      broken.add(array + " has " + children.size() + " children, of which failed " + failed);
    }
    Map<String, Long> counted =
        children.stream()
            .collect(
                Collectors.groupingBy(it -> it.detail().statusAsString(), Collectors.counting()));
    array
        .detail()
        .arrayProperties()
        .statusSummary()
        .forEach(
            (status, number) -> {
              if (counted.getOrDefault(status, 0L) != number.longValue()) {
                broken.add(array + " counts " + number + " " + status + " of " + counted);
              }
            });
  }

  private void waitedForOthers(Seen job) {
    Story story = outcome.story();
    int started = story.firstLine(job.key(), "STARTING");
    if (started == Integer.MAX_VALUE) {
      return;
    }
    for (Seen other : outcome.jobs()) {
      if (waitsFor(job, other) && story.firstLine(other.key(), "SUCCEEDED") > started) {
        broken.add(job + " started before " + other + " had succeeded");
      }
    }
  }

  private static boolean waitsFor(Seen job, Seen other) {
    if (job.isChild() && other.isChild() && job.plan().equals(other.plan())) {
      return job.plan().sequential() && index(other) == index(job) - 1;
    }
    return job.plan().after().contains(other.plan().name())
        && (job.plan().byIndex() ? index(other) == index(job) : !other.isChild());
  }

  /** -1 if it is none's child. */
  private static int index(Seen job) {
    String id = job.detail().jobId();
    return job.isChild() ? Integer.parseInt(id.substring(id.indexOf(':') + 1)) : -1;
  }
}
