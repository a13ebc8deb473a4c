package io.github.spotbatch.internal.compile;

import io.github.spotbatch.spec.RetryCondition;
import io.github.spotbatch.spec.RetryPolicy;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.RetryAction;
import software.amazon.awssdk.services.batch.model.RetryStrategy;

/** Compiles a retry policy for a job definition or a job. */
public final class RetryStrategies {

  private RetryStrategies() {}

  public static RetryStrategy compile(RetryPolicy policy) {
    RetryStrategy.Builder strategy = RetryStrategy.builder().attempts(policy.attempts());
    if (!policy.conditions().isEmpty()) {
      strategy.evaluateOnExit(
          policy.conditions().stream().map(RetryStrategies::condition).toList());
    }
    return strategy.build();
  }

  private static EvaluateOnExit condition(RetryCondition condition) {
    return EvaluateOnExit.builder()
        .onStatusReason(condition.onStatusReason().orElse(null))
        .onReason(condition.onReason().orElse(null))
        .onExitCode(condition.onExitCode().orElse(null))
        .action(
            switch (condition.action()) {
              case RETRY -> RetryAction.RETRY;
              case EXIT -> RetryAction.EXIT;
            })
        .build();
  }
}
