package io.github.spotbatch.internal.provision;

import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.internal.compile.CompiledImage;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.internal.compile.Target;
import java.util.List;
import java.util.Map;

/**
 * What is to be done with a stack. It is plain data: nothing of it depends on who reads it where.
 *
 * @param purpose whether the stack is to be made or to be removed
 * @param target where the stack is
 * @param wanted all that the stack should consist of, as it was compiled
 * @param images what has to be pushed, by the resources that stand for it
 * @param drainMinutes how long the jobs of an environment that goes are waited for
 * @param steps what is to be done with each resource, in an order in which it can be
 * @param warnings what is legal but unwise
 */
public record StackPlan(
    Purpose purpose,
    Names names,
    Target target,
    List<CompiledResource> wanted,
    Map<CompiledResource.Id, CompiledImage> images,
    int drainMinutes,
    List<PlannedStep> steps,
    List<String> warnings) {

  /** What a plan is for. */
  public enum Purpose {
    /** The stack becomes as it is wanted. */
    APPLY,
    /** The stack goes; that it has unfinished jobs is an obstacle. */
    DESTROY,
    /** The stack goes, and its jobs are terminated. */
    DESTROY_WITH_JOBS
  }

  public StackPlan {
    wanted = List.copyOf(wanted);
    images = Map.copyOf(images);
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /** The places of what it takes over. */
  List<CompiledResource.Id> adopted() {
    return steps.stream()
        .filter(step -> step.type() == Type.ADOPT)
        .map(step -> step.resource().id())
        .toList();
  }

  /** What of it cannot be done. */
  public List<PlannedStep> refused() {
    return steps.stream().filter(step -> step.type() == Type.REFUSED).toList();
  }
}
