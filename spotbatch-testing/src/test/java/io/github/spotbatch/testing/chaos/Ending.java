package io.github.spotbatch.testing.chaos;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.AttemptDetail;

/** How an attempt ended, as DescribeJobs tells it. */
record Ending(
    int number, @Nullable String statusReason, @Nullable String reason, @Nullable String exitCode) {

  private static final String TIMED_OUT = "Job attempt duration exceeded timeout";

  static Ending of(int number, AttemptDetail attempt) {
    Integer code = attempt.container().exitCode();
    return new Ending(
        number,
        attempt.statusReason(),
        attempt.container().reason(),
        code == null ? null : code.toString());
  }

  boolean timedOut() {
    return TIMED_OUT.equals(statusReason);
  }

  boolean succeeded() {
    return "0".equals(exitCode);
  }

  boolean lostWithHost() {
    return statusReason != null && statusReason.startsWith("Host EC2 (instance i-");
  }
}
