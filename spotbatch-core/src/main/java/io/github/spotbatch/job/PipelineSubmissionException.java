package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Some steps of a pipeline were not submitted; the others run. */
public class PipelineSubmissionException extends SpotBatchException {

  private static final long serialVersionUID = 1L;

  /** What was submitted. */
  private final transient Map<String, JobHandle> submitted;

  /** What went wrong. */
  private final transient Map<String, Throwable> failures;

  /** What was not even tried. */
  private final transient List<String> notSent;

  /**
   * Creates an exception.
   *
   * @param message what was sent, what was not and why
   * @param submitted the jobs that were submitted, by the names of their steps
   * @param failures why steps could not be submitted, by their names
   * @param notSent the steps behind those, which were not sent
   * @param cause the first of the failures
   */
  public PipelineSubmissionException(
      String message,
      Map<String, JobHandle> submitted,
      Map<String, Throwable> failures,
      List<String> notSent,
      Throwable cause) {
    super(message, cause);
    this.submitted = Collections.unmodifiableMap(new LinkedHashMap<>(submitted));
    this.failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    this.notSent = List.copyOf(notSent);
  }

  /**
   * The jobs that were submitted all the same. They go on; terminate those that make no sense
   * without the others.
   *
   * @return the jobs by the names of their steps
   */
  public Map<String, JobHandle> submitted() {
    return submitted;
  }

  /**
   * Why steps could not be submitted. A {@link JobSubmissionException} tells whether the job may
   * run all the same.
   *
   * @return the failures by the names of the steps
   */
  public Map<String, Throwable> failures() {
    return failures;
  }

  /**
   * The steps that were not sent because they need one that could not be submitted.
   *
   * @return their names
   */
  public List<String> notSent() {
    return notSent;
  }
}
