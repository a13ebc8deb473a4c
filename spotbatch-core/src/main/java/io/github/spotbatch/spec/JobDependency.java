package io.github.spotbatch.spec;

import java.util.Objects;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What a job waits for before it runs.
 *
 * <p>If what it waits for fails, the job fails without having run. Immutable and thread-safe. Facts
 * about Batch: AWS Batch API reference, JobDependency.
 */
@Value.Immutable(builder = false)
public sealed interface JobDependency permits ImmutableJobDependency {
  /** How a job waits. */
  enum Type {
    /** The whole job, or every child of the array, waits for the end of the other as a whole. */
    WHOLE,
    /** Each child of the array waits for the child of the same index of the other array. */
    N_TO_N,
    /** Each child of the array waits for the one before it. */
    SEQUENTIAL
  }

  /**
   * The job waits until another has succeeded as a whole.
   *
   * @param jobId the other's id; that of an array or of one child too
   * @return the dependency
   */
  static JobDependency on(String jobId) {
    return ImmutableJobDependency.of(Type.WHOLE, Optional.of(required(jobId)));
  }

  /**
   * Each child of an array job waits until the child of the same index of another array has
   * succeeded. For array jobs only.
   *
   * @param jobId the other array's id
   * @return the dependency
   */
  static JobDependency nToN(String jobId) {
    return ImmutableJobDependency.of(Type.N_TO_N, Optional.of(required(jobId)));
  }

  /**
   * The children of an array job run one after another, by index. For array jobs only.
   *
   * @return the dependency
   */
  static JobDependency sequential() {
    return ImmutableJobDependency.of(Type.SEQUENTIAL, Optional.empty());
  }

  /** {@return how the job waits} */
  @Value.Parameter
  Type type();

  /** {@return the id of the job that is waited for; empty if it is {@link Type#SEQUENTIAL}} */
  @Value.Parameter
  Optional<String> jobId();

  private static String required(String jobId) {
    return Objects.requireNonNull(jobId, "jobId");
  }
}
