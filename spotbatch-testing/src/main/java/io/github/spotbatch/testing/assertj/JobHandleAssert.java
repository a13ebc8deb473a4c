package io.github.spotbatch.testing.assertj;

import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.LogLine;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on a job and its output, as they are when they are asked. */
public final class JobHandleAssert extends AbstractAssert<JobHandleAssert, JobHandle> {

  JobHandleAssert(@Nullable JobHandle actual) {
    super(actual, JobHandleAssert.class);
  }

  /**
   * What is known of the job now.
   *
   * @return assertions on it
   */
  public JobResultAssert result() {
    isNotNull();
    return new JobResultAssert(actual.result());
  }

  /**
   * The job has written a line, in any of its attempts.
   *
   * @param text what the line contains
   * @return these assertions
   */
  public JobHandleAssert hasLogLine(String text) {
    isNotNull();
    List<LogLine> lines = actual.logs();
    if (lines.stream().noneMatch(line -> line.message().contains(text))) {
      failWithMessage(
          "%nExpected job %s to have written a line with \"%s\", but %s",
          actual.name(), text, shown(lines));
    }
    return this;
  }

  private static String shown(List<LogLine> lines) {
    return lines.isEmpty()
        ? "it has written nothing"
        : "it has written\n"
            + lines.stream()
                .map(line -> "\n  attempt " + line.attempt() + ": " + line.message())
                .collect(Collectors.joining());
  }
}
