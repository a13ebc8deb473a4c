package io.github.spotbatch.internal.provision;

import io.github.spotbatch.AffectedJob;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold before anything of a stack is removed. */
final class DestroyChecks {

  private DestroyChecks() {}

  /** The plan is one to destroy a stack, and of this Region. */
  static void requirePlace(StackPlan plan, String region) {
    String stack = plan.names().stack();
    if (plan.purpose() == StackPlan.Purpose.APPLY) {
      throw refusal(
          stack,
          "The plan of stack %s is one to make it, which apply does; planDestroy(\"%s\") plans its removal."
              .formatted(stack, stack));
    }
    if (!region.equals(plan.target().region())) {
      throw refusal(
          stack,
          "The plan of stack %s is for %s, but this SpotBatch works in %s: plan again."
              .formatted(stack, plan.target().region(), region));
    }
  }

  /** Nothing has come, and nothing is used otherwise; what is gone already was to go. */
  static void requireUnmoved(StackPlan plan, StackPlan now) {
    String stack = plan.names().stack();
    if (!now.target().account().equals(plan.target().account())) {
      throw refusal(
          stack,
          "The plan of stack %s is for account %s, but the credentials are now of account %s: plan again."
              .formatted(stack, plan.target().account(), now.target().account()));
    }
    requireNothingRefused(plan);
    List<String> moved = new ArrayList<>(Moves.between(plan.steps(), now.steps()));
    moved.addAll(newJobs(plan, now));
    if (!moved.isEmpty()) {
      throw refusal(
          stack,
          "The plan of stack %s no longer fits what is there (%s). Nothing was changed: plan again."
              .formatted(stack, String.join("; ", moved)));
    }
  }

  /** Jobs that the plan does not name are not terminated. */
  private static List<String> newJobs(StackPlan plan, StackPlan now) {
    Map<CompiledResource.Id, List<AffectedJob>> known =
        plan.steps().stream()
            .collect(Collectors.toMap(step -> step.resource().id(), PlannedStep::affectedJobs));
    List<String> come = new ArrayList<>();
    for (PlannedStep step : now.steps()) {
      Set<String> ids = new HashSet<>();
      known.getOrDefault(step.resource().id(), List.of()).forEach(job -> ids.add(job.id()));
      step.affectedJobs().stream()
          .filter(job -> !ids.contains(job.id()))
          .forEach(job -> come.add(job + " has come"));
    }
    return come;
  }

  static void requireNothingRefused(StackPlan plan) {
    if (!plan.refused().isEmpty()) {
      String reasons =
          plan.refused().stream()
              .map(step -> step.resource().id() + ": " + step.reason())
              .collect(Collectors.joining("; "));
      String stack = plan.names().stack();
      throw refusal(
          stack,
          "Stack %s cannot be destroyed (%s). Nothing was changed.".formatted(stack, reasons));
    }
  }

  private static ProvisioningException refusal(String stack, String message) {
    return new ProvisioningException(message, "stack " + stack, "destroy", null, null, null);
  }
}
