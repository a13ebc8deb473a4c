package io.github.spotbatch.spec;

import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A job of a {@link JobPipeline}, and which other steps it needs.
 *
 * <p>Immutable and thread-safe.
 */
@Value.Immutable
public sealed interface PipelineStep permits ImmutablePipelineStep {
  /**
   * Starts a step.
   *
   * @param name its name within the pipeline: 1 to 128 letters, digits, {@code -} and {@code _}
   * @param request what to run; its job is called as the step unless the request has a name
   * @return a builder of a step that needs no other
   */
  static Builder builder(String name, JobRequest request) {
    return ImmutablePipelineStep.builder().name(name).request(request);
  }

  /** {@return the name within the pipeline} */
  String name();

  /** {@return what to run} */
  JobRequest request();

  /** {@return the names of the steps that must have succeeded as a whole; default none} */
  List<String> after();

  /**
   * {@return the names of the array steps that this array follows child by child: each child waits
   * for the one of the same index; default none; Batch calls it N_TO_N}
   */
  List<String> nToN();

  /** {@return the name or ARN on AWS of another queue for this step; default the pipeline's} */
  Optional<String> queue();

  /** {@return a builder that holds this step's values} */
  default Builder toBuilder() {
    return ImmutablePipelineStep.builder().from(this);
  }

  /** Builds a {@link PipelineStep}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Sets the steps that must have succeeded as a whole.
     *
     * @param steps their names
     * @return this builder
     * @see PipelineStep#after()
     */
    public Builder after(String... steps) {
      return after(List.of(steps));
    }

    /**
     * Sets the steps that must have succeeded as a whole.
     *
     * @param steps their names
     * @return this builder
     * @see PipelineStep#after()
     */
    public abstract Builder after(Iterable<String> steps);

    /**
     * Sets the array steps that this array follows child by child.
     *
     * @param steps their names
     * @return this builder
     * @see PipelineStep#nToN()
     */
    public Builder nToN(String... steps) {
      return nToN(List.of(steps));
    }

    /**
     * Sets the array steps that this array follows child by child.
     *
     * @param steps their names
     * @return this builder
     * @see PipelineStep#nToN()
     */
    public abstract Builder nToN(Iterable<String> steps);

    /**
     * Sets another queue for this step.
     *
     * @param nameOrArn the queue's name or ARN on AWS
     * @return this builder
     * @see PipelineStep#queue()
     */
    public abstract Builder queue(String nameOrArn);

    /**
     * Makes the step. What it needs is checked by the pipeline, all steps together.
     *
     * @return the step
     */
    public PipelineStep build() {
      return create();
    }

    abstract PipelineStep create();
  }
}
