package io.github.spotbatch.spec;

import java.util.List;
import org.immutables.value.Value;

/**
 * Jobs that depend on one another, to be submitted together.
 *
 * <pre>{@code
 * JobPipeline nightly =
 *     JobPipeline.builder("nightly")
 *         .step("split", JobRequest.builder("split").build())
 *         .step("render", JobRequest.builder("render").arraySize(500).build(), "split")
 *         .step(
 *             PipelineStep.builder("check", JobRequest.builder("check").arraySize(500).build())
 *                 .nToN("render")
 *                 .build())
 *         .step("join", JobRequest.builder("join").build(), "check")
 *         .build();
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
@Value.Immutable
public sealed interface JobPipeline permits ImmutableJobPipeline {
  /**
   * Starts a pipeline.
   *
   * @param name what messages call it; AWS never sees it
   * @return a builder of a pipeline without steps
   */
  static Builder builder(String name) {
    return ImmutableJobPipeline.builder().name(name);
  }

  /** {@return what messages call it} */
  String name();

  /** {@return the steps, in any order; at least one} */
  List<PipelineStep> steps();

  /** {@return a builder that holds this pipeline's values} */
  default Builder toBuilder() {
    return ImmutableJobPipeline.builder().from(this);
  }

  /** Builds a {@link JobPipeline}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Appends a step.
     *
     * @param name its name within the pipeline
     * @param request what to run
     * @param after the names of the steps that must have succeeded as a whole
     * @return this builder
     */
    public Builder step(String name, JobRequest request, String... after) {
      return step(PipelineStep.builder(name, request).after(after).build());
    }

    /**
     * Appends a step.
     *
     * @param step the step
     * @return this builder
     * @see JobPipeline#steps()
     */
    public Builder step(PipelineStep step) {
      return addStep(step);
    }

    abstract Builder addStep(PipelineStep step);

    /**
     * Sets the steps.
     *
     * @param steps the steps, in any order
     * @return this builder
     * @see JobPipeline#steps()
     */
    public abstract Builder steps(Iterable<? extends PipelineStep> steps);

    /**
     * Makes the pipeline.
     *
     * <p>It is refused if steps wait for one another in a circle, need a step that there is not,
     * need more than 20 jobs, those of the request included, or follow child by child what is no
     * array. AWS does not say what becomes of arrays of different sizes that follow one another
     * child by child; that is left to AWS.
     *
     * @return the pipeline
     * @throws InvalidSpecException if it can never be submitted; lists every problem
     */
    public JobPipeline build() {
      JobPipeline pipeline = create();
      JobPipelineChecks.check(pipeline);
      return pipeline;
    }

    abstract JobPipeline create();
  }
}
