package io.github.spotbatch.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Written from what AWS says of evaluateOnExit, rule by rule, and not from the code. */
class RetryDecisionTest {
  private static final String HOST_LOST = "Host EC2 (instance i-0737c70432d64f82a) terminated.";
  private static final String EXITED = "Essential container in task exited";
  private static final String OUT_OF_MEMORY =
      "OutOfMemoryError: Container killed due to memory usage";

  private static AttemptObservation.Builder attempt(String statusReason) {
    return AttemptObservation.builder(1).statusReason(statusReason);
  }

  private static RetryPolicy policy(RetryCondition... conditions) {
    RetryPolicy.Builder builder = RetryPolicy.builder(3);
    for (RetryCondition condition : conditions) {
      builder.condition(condition);
    }
    return builder.build();
  }

  private static RetryCondition retryOn(String statusReason) {
    return RetryCondition.retry().onStatusReason(statusReason).build();
  }

  private static RetryCondition exitOn(String statusReason) {
    return RetryCondition.exit().onStatusReason(statusReason).build();
  }

  @Nested
  class Patterns {

    /** Rules JD-65, JD-66, JD-72 to JD-74; an empty cell is an absent value. */
    @ParameterizedTest
    @CsvSource({
      "Host EC2*,  Host EC2 (instance i-0737c70432d64f82a) terminated., true",
      "Host EC2*,  Host EC2,                                            true",
      "Host EC2*,  host ec2 terminated,                                 false",
      "Host EC2*,  The Host EC2 terminated,                             false",
      "Host EC2*,  ,                                                    false",
      "Host EC2,   Host EC2,                                            true",
      "Host EC2,   Host EC2 terminated,                                 false",
      "Host EC2,   Host EC,                                             false",
      "*,          anything at all,                                     true",
      "*,          ,                                                    true"
    })
    void decide_statusReasonOrReason_matchesWholeOrBeginning(
        String pattern, String text, boolean matched) {
      RetryDecision expected = matched ? RetryDecision.EXIT : RetryDecision.RETRY;
      AttemptObservation.Builder byStatus = AttemptObservation.builder(1);
      AttemptObservation.Builder byReason = AttemptObservation.builder(1).statusReason(EXITED);
      if (text != null) {
        byStatus.statusReason(text);
        byReason.reason(text);
      }

      assertThat(policy(exitOn(pattern)).decide(byStatus.build())).isEqualTo(expected);
      assertThat(policy(RetryCondition.exit().onReason(pattern).build()).decide(byReason.build()))
          .isEqualTo(expected);
    }

    /** Rule JD-73: the exit code is compared in decimal. */
    @ParameterizedTest
    @CsvSource({
      "137, 137, true",
      "137, 1370, false",
      "13,  137, false",
      "13*, 137, true",
      "13*, 13,  true",
      "1*,  2,   false",
      "1,   ,    false",
      "1*,  ,    false",
      "*,   0,   true",
      "*,   ,    true"
    })
    void decide_exitCode_matchesDecimal(String pattern, Integer exitCode, boolean matched) {
      AttemptObservation.Builder observation = AttemptObservation.builder(1);
      if (exitCode != null) {
        observation.exitCode(exitCode);
      }

      assertThat(
              policy(RetryCondition.exit().onExitCode(pattern).build()).decide(observation.build()))
          .isEqualTo(matched ? RetryDecision.EXIT : RetryDecision.RETRY);
    }
  }

  @Nested
  class Conditions {
    private final RetryCondition both =
        RetryCondition.exit().onStatusReason("Essential*").onExitCode("1").build();

    /** Rule JD-67. */
    @Test
    void decide_allPatternsMatch_conditionDecides() {
      assertThat(policy(both).decide(attempt(EXITED).exitCode(1).build()))
          .isEqualTo(RetryDecision.EXIT);
    }

    /** Rule JD-67. */
    @Test
    void decide_onePatternDoesNotMatch_conditionTakesNoPart() {
      assertThat(policy(both).decide(attempt(EXITED).exitCode(2).build()))
          .isEqualTo(RetryDecision.RETRY);
      assertThat(policy(both).decide(attempt(HOST_LOST).exitCode(1).build()))
          .isEqualTo(RetryDecision.RETRY);
    }

    /** Rule JD-68. */
    @Test
    void decide_severalMatch_firstDecides() {
      assertThat(policy(retryOn("Host*"), exitOn("*")).decide(attempt(HOST_LOST).build()))
          .isEqualTo(RetryDecision.RETRY);
      assertThat(policy(exitOn("*"), retryOn("Host*")).decide(attempt(HOST_LOST).build()))
          .isEqualTo(RetryDecision.EXIT);
    }

    /** Rule JD-69. */
    @Test
    void decide_noneMatches_retries() {
      assertThat(policy(exitOn("Host*")).decide(attempt(EXITED).exitCode(1).build()))
          .isEqualTo(RetryDecision.RETRY);
    }

    /** Rule JD-77. */
    @Test
    void decide_noConditions_anyFailureRetries() {
      assertThat(RetryPolicy.attempts(2).decide(attempt(EXITED).exitCode(1).build()))
          .isEqualTo(RetryDecision.RETRY);
      assertThat(RetryPolicy.attempts(2).decide(attempt(HOST_LOST).build()))
          .isEqualTo(RetryDecision.RETRY);
    }
  }

  @Nested
  class Attempts {

    /** Rules JD-60 and JD-70. */
    @ParameterizedTest
    @CsvSource({
      "1, 1, EXIT",
      "2, 1, RETRY",
      "2, 2, EXIT",
      "3, 2, RETRY",
      "3, 3, EXIT",
      "3, 4, EXIT",
      "10, 9, RETRY",
      "10, 10, EXIT"
    })
    void decide_retryable_endsWithTheLastAttempt(
        int attempts, int attempt, RetryDecision decision) {
      RetryPolicy policy = RetryPolicy.builder(attempts).condition(retryOn("*")).build();
      AttemptObservation lost = AttemptObservation.builder(attempt).statusReason(HOST_LOST).build();

      assertThat(policy.decide(lost)).isEqualTo(decision);
    }

    /** Rules JD-54 and JD-75. */
    @Test
    void decide_timedOutCancelledOrTerminated_neverRetries() {
      RetryPolicy always = policy(retryOn("*"));

      assertThat(always.decide(attempt("x").timedOut(true).build())).isEqualTo(RetryDecision.EXIT);
      assertThat(always.decide(attempt("x").cancelled(true).build())).isEqualTo(RetryDecision.EXIT);
      assertThat(always.decide(attempt("x").terminated(true).build()))
          .isEqualTo(RetryDecision.EXIT);
      assertThat(always.decide(attempt("x").build())).isEqualTo(RetryDecision.RETRY);
    }
  }

  @Nested
  class SpotInterruptions {
    private final RetryPolicy policy = RetryPolicy.spotInterruptions();

    @Test
    void decide_hostLost_retriesTwice() {
      AttemptObservation first = attempt(HOST_LOST).build();

      assertThat(policy.decide(first)).isEqualTo(RetryDecision.RETRY);
      assertThat(policy.decide(at(2, first))).isEqualTo(RetryDecision.RETRY);
      assertThat(policy.decide(at(3, first))).isEqualTo(RetryDecision.EXIT);
    }

    private AttemptObservation at(int number, AttemptObservation observation) {
      return AttemptObservation.builder(number)
          .statusReason(observation.statusReason().orElseThrow())
          .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 137, 143, 255})
    void decide_exitCode_exits(int exitCode) {
      assertThat(policy.decide(attempt(EXITED).exitCode(exitCode).build()))
          .isEqualTo(RetryDecision.EXIT);
    }

    @Test
    void decide_otherFailures_exit() {
      AttemptObservation memory = attempt(EXITED).exitCode(137).reason(OUT_OF_MEMORY).build();
      AttemptObservation pull =
          attempt("Task failed to start").reason("CannotPullContainerError: no").build();

      assertThat(policy.decide(memory)).isEqualTo(RetryDecision.EXIT);
      assertThat(policy.decide(pull)).isEqualTo(RetryDecision.EXIT);
      assertThat(policy.decide(AttemptObservation.builder(1).build()))
          .isEqualTo(RetryDecision.EXIT);
    }

    @Test
    void alsoRetrying_sigtermExit_retriesItAndNothingElse() {
      RetryPolicy wider = policy.alsoRetrying(RetryCause.SIGTERM_EXIT);

      assertThat(wider.decide(attempt(EXITED).exitCode(143).build()))
          .isEqualTo(RetryDecision.RETRY);
      assertThat(wider.decide(attempt(HOST_LOST).build())).isEqualTo(RetryDecision.RETRY);
      assertThat(wider.decide(attempt(EXITED).exitCode(1).build())).isEqualTo(RetryDecision.EXIT);
      assertThat(wider.decide(attempt("Task failed to start").build()))
          .isEqualTo(RetryDecision.EXIT);
    }

    @Test
    void alsoRetrying_startFailure_retriesItAndNothingElse() {
      RetryPolicy wider = policy.alsoRetrying(RetryCause.START_FAILURE);
      AttemptObservation pull =
          attempt("Task failed to start").reason("CannotPullContainerError: no").build();

      assertThat(wider.decide(pull)).isEqualTo(RetryDecision.RETRY);
      assertThat(wider.decide(attempt(EXITED).exitCode(143).build())).isEqualTo(RetryDecision.EXIT);
    }

    @ParameterizedTest
    @EnumSource
    void alsoRetrying_anyCause_hostLossStaysFirst(RetryCause cause) {
      assertThat(policy.alsoRetrying(cause).conditions().get(0)).isEqualTo(retryOn("Host EC2*"));
    }
  }
}
