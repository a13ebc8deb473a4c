package io.github.spotbatch.testing.assertj;

import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.JobResult;
import org.jspecify.annotations.Nullable;

/** Assertions on what spotbatch says of a job. */
public final class JobResultAssert extends AbstractJobAssert<JobResultAssert, JobResult> {

  JobResultAssert(@Nullable JobResult actual) {
    super(actual, JobResultAssert.class);
  }

  @Override
  JobStory story() {
    isNotNull();
    return JobStory.of(actual);
  }

  /**
   * The job has failed for a cause.
   *
   * @param cause such as {@code new AttemptCause.NonZeroExit(1)}
   * @return these assertions
   */
  public JobResultAssert failedWith(AttemptCause cause) {
    isNotNull();
    requireCause(actual.cause().filter(cause::equals).isPresent(), cause.explain());
    return this;
  }

  /**
   * The job has failed for a kind of cause.
   *
   * @param cause such as {@code AttemptCause.OutOfMemory.class}
   * @return these assertions
   */
  public JobResultAssert failedWith(Class<? extends AttemptCause> cause) {
    isNotNull();
    requireCause(actual.cause().filter(cause::isInstance).isPresent(), cause.getSimpleName());
    return this;
  }

  private void requireCause(boolean holds, String expected) {
    String found =
        actual
            .cause()
            .map(cause -> "not for " + cause.getClass().getSimpleName() + ": " + cause.explain())
            .orElse("which it has not");
    require(holds, "to have failed for " + expected + ", " + found);
  }
}
