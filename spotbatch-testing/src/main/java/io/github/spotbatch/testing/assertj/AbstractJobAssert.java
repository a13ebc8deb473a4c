package io.github.spotbatch.testing.assertj;

import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a job, whoever describes it. Each failure shows the job with its attempts.
 *
 * @param <S> the type of the assertions
 * @param <A> what describes the job
 */
public abstract class AbstractJobAssert<S extends AbstractJobAssert<S, A>, A>
    extends AbstractAssert<S, A> {

  AbstractJobAssert(@Nullable A actual, Class<S> selfType) {
    super(actual, selfType);
  }

  abstract JobStory story();

  /**
   * The job has ended well.
   *
   * @return these assertions
   */
  public S succeeded() {
    return hasStatus("SUCCEEDED");
  }

  /**
   * The job has ended, and not well.
   *
   * @return these assertions
   */
  public S failed() {
    return hasStatus("FAILED");
  }

  /**
   * The job is in a state.
   *
   * @param status Batch's word for it, such as {@code RUNNABLE}
   * @return these assertions
   */
  public S hasStatus(String status) {
    require(story().status().equals(status), "to be " + status);
    return myself;
  }

  /**
   * The job has failed, and its last attempt with an exit code.
   *
   * @param exitCode the container's
   * @return these assertions
   */
  public S failedWithExitCode(int exitCode) {
    boolean so = story().status().equals("FAILED") && story().exitCode().orElse(-1) == exitCode;
    require(so, "to have failed with exit code " + exitCode);
    return myself;
  }

  /**
   * So many attempts have ended.
   *
   * @param number how many
   * @return these assertions
   */
  public S hasAttempts(int number) {
    int had = story().attempts().size();
    require(had == number, "to have had %d attempts, not %d".formatted(number, had));
    return myself;
  }

  /**
   * So many attempts have lost their host, which on Spot is mostly an interruption.
   *
   * @param number how many
   * @return these assertions
   */
  public S wasInterruptedTimes(int number) {
    long had = story().interruptions();
    require(had == number, "to have lost its host %d times, not %d".formatted(number, had));
    return myself;
  }

  /**
   * AWS's reason for the job's status contains a text.
   *
   * @param text as it is in the reason
   * @return these assertions
   */
  public S hasStatusReasonContaining(String text) {
    boolean so = story().reason().filter(reason -> reason.contains(text)).isPresent();
    require(so, "to have a status reason with \"" + text + "\"");
    return myself;
  }

  void require(boolean holds, String expected) {
    if (!holds) {
      failWithMessage("%nExpected job %s %s, but%n%n%s", story().name(), expected, story());
    }
  }
}
