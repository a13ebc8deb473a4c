package io.github.spotbatch.job;

import io.github.spotbatch.spec.JobPipeline;
import io.github.spotbatch.spec.PipelineStep;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What became of a pipeline's steps.
 *
 * @param pipeline what was submitted
 * @param steps the results by the names of the steps, in the pipeline's order
 */
public record PipelineResult(JobPipeline pipeline, Map<String, JobResult> steps) {

  /**
   * Copies the results.
   *
   * @param pipeline what was submitted
   * @param steps the results by the names of the steps
   */
  public PipelineResult {
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
  }

  /**
   * Whether every step succeeded.
   *
   * @return true if all did
   */
  public boolean succeeded() {
    return steps.values().stream().allMatch(JobResult::succeeded);
  }

  /**
   * The steps that failed themselves, also in part as arrays do.
   *
   * @return their names, in the pipeline's order
   */
  public List<String> failed() {
    return names(step -> hasFailed(step.name()) && !keptFromRunning(step));
  }

  /**
   * The steps that never ran because a step that they need as a whole failed, or itself never ran.
   *
   * @return their names, in the pipeline's order
   */
  public List<String> neverRan() {
    return names(step -> hasFailed(step.name()) && keptFromRunning(step));
  }

  /**
   * Says in one sentence what became of the pipeline.
   *
   * @return for example {@code Pipeline nightly failed: step render: Job render-k3x9a0zq (5b1c...)
   *     failed after 1 attempt because the container ran out of memory; join never ran.}
   */
  public String explain() {
    if (succeeded()) {
      return "Pipeline %s succeeded in all %d steps.".formatted(pipeline.name(), steps.size());
    }
    String failures = failed().stream().map(this::failure).collect(Collectors.joining("; "));
    List<String> never = neverRan();
    String behind = never.isEmpty() ? "" : "; " + String.join(", ", never) + " never ran";
    return "Pipeline %s failed: %s%s.".formatted(pipeline.name(), failures, behind);
  }

  private String failure(String step) {
    String sentence = steps.get(step).explain();
    return "step " + step + ": " + sentence.substring(0, sentence.length() - 1);
  }

  private List<String> names(Predicate<PipelineStep> which) {
    return pipeline.steps().stream().filter(which).map(PipelineStep::name).toList();
  }

  private boolean hasFailed(String step) {
    return steps.get(step).state() == JobState.FAILED;
  }

  /** A job that was stopped on purpose before its turn has that for its cause. */
  private boolean keptFromRunning(PipelineStep step) {
    JobResult result = steps.get(step.name());
    boolean stopped =
        result
            .cause()
            .filter(
                cause ->
                    cause instanceof AttemptCause.Cancelled
                        || cause instanceof AttemptCause.Terminated)
            .isPresent();
    boolean ofDependency =
        result.cause().filter(AttemptCause.DependencyFailed.class::isInstance).isPresent();
    return !stopped
        && result.attempts().isEmpty()
        && (ofDependency || step.after().stream().anyMatch(this::hasFailed));
  }
}
