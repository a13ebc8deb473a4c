package io.github.spotbatch.runtime;

import io.github.spotbatch.spec.ArrayInputs;
import io.github.spotbatch.spec.InvalidSpecException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The input that this job is there for, read from its environment variables: the job was submitted
 * with {@link ArrayInputs}, alone or as one of an array's children.
 *
 * <p>It needs the JDK and spotbatch's own jar only, and neither AWS nor a network. Immutable and
 * thread-safe.
 */
public final class JobInput {

  private static final String JOB_ID = "AWS_BATCH_JOB_ID";
  private static final String ARRAY_INDEX = "AWS_BATCH_JOB_ARRAY_INDEX";
  private static final String ARRAY_SIZE = "AWS_BATCH_JOB_ARRAY_SIZE";

  private final int index;
  private final int count;
  private final String value;

  private JobInput(int index, int count, String value) {
    this.index = index;
    this.count = count;
    this.value = value;
  }

  /**
   * The input of the job that this program runs in.
   *
   * @return its input
   * @throws IllegalStateException if this does not run in a job, or if the job was submitted
   *     without inputs, or if its variables do not fit one another
   */
  public static JobInput current() {
    return of(System.getenv());
  }

  /**
   * The input of a job with other environment variables than this program's, as for a test.
   *
   * @param environment the variables of the job's container
   * @return its input
   * @throws IllegalStateException if these are not a job's, or if the job was submitted without
   *     inputs, or if its variables do not fit one another
   */
  public static JobInput of(Map<String, String> environment) {
    String job = environment.get(JOB_ID);
    if (job == null) {
      throw new IllegalStateException(
          "This does not run in a job of AWS Batch: "
              + JOB_ID
              + " is not set. A test can give the variables to JobInput.of(Map).");
    }
    boolean child = environment.containsKey(ARRAY_INDEX);
    int size = child ? number(environment, ARRAY_SIZE) : 1;
    int position = child ? number(environment, ARRAY_INDEX) : 0;
    ArrayInputs inputs =
        inputs(environment, size)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Job "
                            + job
                            + " was submitted without inputs: JobQueue.submitArray gives it some."));
    if (position < 0 || position >= size) {
      throw new IllegalStateException(
          "%s must be below %s, %d, was %d".formatted(ARRAY_INDEX, ARRAY_SIZE, size, position));
    }
    return new JobInput(inputs.index(position), inputs.total(), inputs.input(position));
  }

  /**
   * Where the input stands in the whole list that was submitted, over all the arrays that it was
   * spread over. An input that is run again keeps its place.
   *
   * @return from 0 to below {@link #count()}
   */
  public int index() {
    return index;
  }

  /**
   * The number of inputs in the whole list that was submitted.
   *
   * @return at least 1
   */
  public int count() {
    return count;
  }

  /**
   * The input itself.
   *
   * @return one line of a list, a number of a range in decimal, or the template with its number
   */
  public String value() {
    return value;
  }

  /** {@return the input with its place} */
  @Override
  public String toString() {
    return "input " + (index + 1) + " of " + count + ": " + value;
  }

  private static Optional<ArrayInputs> inputs(Map<String, String> environment, int size) {
    try {
      return ArrayInputs.fromEnvironment(environment, size);
    } catch (InvalidSpecException e) {
      throw new IllegalStateException("The variables of this job do not fit: " + e.getMessage(), e);
    }
  }

  private static int number(Map<String, String> environment, String variable) {
    @Nullable String text = environment.get(variable);
    try {
      return Integer.parseInt(String.valueOf(text));
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          variable + " must be a number in an array's child: " + text, e);
    }
  }
}
