package io.github.spotbatch.internal.compile;

import io.github.spotbatch.spec.RetryCondition;
import io.github.spotbatch.spec.RetryPolicy;
import java.time.Duration;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.JobTimeout;
import software.amazon.awssdk.services.batch.model.RetryStrategy;

/** Compiles when an attempt ends and whether another one follows. */
final class Retries {

  private Retries() {}

  static RetryStrategy strategy(RetryPolicy policy) {
    RetryStrategy.Builder strategy = RetryStrategy.builder().attempts(policy.attempts());
    if (!policy.conditions().isEmpty()) {
      strategy.evaluateOnExit(policy.conditions().stream().map(Retries::condition).toList());
    }
    return strategy.build();
  }

  static JobTimeout timeout(Duration timeout) {
    return JobTimeout.builder()
        .attemptDurationSeconds(Math.toIntExact(timeout.toSeconds()))
        .build();
  }

  private static EvaluateOnExit condition(RetryCondition condition) {
    return EvaluateOnExit.builder()
        .onStatusReason(condition.onStatusReason().orElse(null))
        .onReason(condition.onReason().orElse(null))
        .onExitCode(condition.onExitCode().orElse(null))
        .action(condition.action().name())
        .build();
  }
}
