package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
  private static final RetryCondition HOST =
      RetryCondition.retry().onStatusReason("Host EC2*").build();
  private static final RetryCondition EXIT_REASON = RetryCondition.exit().onReason("*").build();
  private static final RetryCondition EXIT_CODE = RetryCondition.exit().onExitCode("*").build();

  @Nested
  class Presets {

    @Test
    void none_always_isOneAttempt() {
      assertThat(RetryPolicy.none().attempts()).isEqualTo(1);
      assertThat(RetryPolicy.none().conditions()).isEmpty();
    }

    @Test
    void attempts_number_hasNoConditions() {
      assertThat(RetryPolicy.attempts(4).attempts()).isEqualTo(4);
      assertThat(RetryPolicy.attempts(4).conditions()).isEmpty();
    }

    @Test
    void spotInterruptions_always_isTheRecipes() {
      RetryPolicy policy = RetryPolicy.spotInterruptions();

      assertThat(policy.attempts()).isEqualTo(3);
      assertThat(policy.conditions()).containsExactly(HOST, EXIT_REASON, EXIT_CODE);
      assertThat(RetryPolicy.spotInterruptions(5))
          .isEqualTo(policy.toBuilder().attempts(5).build());
    }

    @Test
    void alsoRetrying_bothCauses_standBeforeTheFirstExit() {
      assertThat(
              RetryPolicy.spotInterruptions()
                  .alsoRetrying(RetryCause.SIGTERM_EXIT, RetryCause.START_FAILURE)
                  .conditions())
          .containsExactly(
              HOST,
              RetryCondition.retry().onExitCode("143").build(),
              RetryCondition.retry().onStatusReason("Task failed to start*").build(),
              EXIT_REASON,
              EXIT_CODE);
    }

    @Test
    void alsoRetrying_causeAlreadyThere_isNotRepeated() {
      RetryPolicy wider = RetryPolicy.spotInterruptions().alsoRetrying(RetryCause.SIGTERM_EXIT);

      assertThat(wider.alsoRetrying(RetryCause.SIGTERM_EXIT)).isEqualTo(wider);
    }

    @Test
    void alsoRetrying_exitComesFirst_standsBeforeIt() {
      RetryPolicy policy = RetryPolicy.builder(3).condition(EXIT_REASON).build();

      assertThat(policy.alsoRetrying(RetryCause.SIGTERM_EXIT).conditions())
          .containsExactly(RetryCondition.retry().onExitCode("143").build(), EXIT_REASON);
    }

    @Test
    void alsoRetrying_nothingExits_changesNothing() {
      RetryPolicy policy = RetryPolicy.attempts(3);

      assertThat(policy.alsoRetrying(RetryCause.START_FAILURE)).isSameAs(policy);
    }
  }

  @Nested
  class Bounds {

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void attempts_atBound_isTaken(int attempts) {
      assertThat(RetryPolicy.attempts(attempts).attempts()).isEqualTo(attempts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "Host EC2*", "CannotPullContainerError:*", "a.b\tc", "x"})
    void build_legalReason_isTaken(String pattern) {
      assertThat(RetryCondition.retry().onReason(pattern).build().onReason()).hasValue(pattern);
    }

    @Test
    void build_longestPatterns_areTaken() {
      assertThatCode(
              () -> {
                RetryCondition.retry().onReason("a".repeat(511) + "*").build();
                RetryCondition.retry().onExitCode("1".repeat(511) + "*").build();
                RetryPolicy.builder(2).conditions(Collections.nCopies(5, HOST)).build();
              })
          .doesNotThrowAnyException();
    }
  }

  static Stream<Refused> refusals() {
    String reason = "must be 1 to 512 letters, digits, . : spaces and tabs, then optionally one *";
    String code = "must be 1 to 512 digits, then optionally one *";
    String tooLong = "a".repeat(513);
    return Stream.of(
        refused(
            "JD-60",
            () -> RetryPolicy.attempts(0),
            "retryPolicy.attempts",
            0,
            "must be from 1 to 10"),
        refused(
            "JD-60",
            () -> RetryPolicy.spotInterruptions(11),
            "retryPolicy.attempts",
            11,
            "must be from 1 to 10"),
        refused(
            "JD-62",
            () -> RetryPolicy.builder(2).conditions(Collections.nCopies(6, HOST)).build(),
            "retryPolicy.conditions",
            "6 conditions",
            "must be at most 5"),
        refused(
            "JD-62",
            () ->
                RetryPolicy.spotInterruptions().toBuilder()
                    .condition(EXIT_CODE)
                    .build()
                    .alsoRetrying(RetryCause.values()),
            "retryPolicy.conditions",
            "6 conditions",
            "must be at most 5"),
        refused(
            "JD-63",
            () -> RetryCondition.exit().build(),
            "retryCondition.onStatusReason",
            "(none)",
            "or onReason or onExitCode must be given"),
        refused(
            "JD-64",
            () -> RetryCondition.exit().onReason(tooLong).build(),
            "retryCondition.onReason",
            tooLong,
            reason),
        refused(
            "JD-65",
            () -> RetryCondition.exit().onStatusReason("*Spot*").build(),
            "retryCondition.onStatusReason",
            "*Spot*",
            reason),
        refused(
            "JD-65",
            () -> RetryCondition.exit().onStatusReason("Host EC2 (instance*").build(),
            "retryCondition.onStatusReason",
            "Host EC2 (instance*",
            reason),
        refused(
            "JD-65",
            () -> RetryCondition.exit().onReason("").build(),
            "retryCondition.onReason",
            "",
            reason),
        refused(
            "JD-65",
            () -> RetryCondition.exit().onReason("Cannot*Error").build(),
            "retryCondition.onReason",
            "Cannot*Error",
            reason),
        refused(
            "JD-65",
            () -> RetryCondition.exit().onExitCode("-1").build(),
            "retryCondition.onExitCode",
            "-1",
            code),
        refused(
            "JD-65",
            () -> RetryCondition.exit().onExitCode("1**").build(),
            "retryCondition.onExitCode",
            "1**",
            code),
        refused(
            "attempt's number",
            () -> AttemptObservation.builder(0).build(),
            "attemptObservation.attempt",
            0,
            "must be at least 1"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void build_oneRuleBroken_isTheOnlyProblem(Refused refused) {
    refused.verify();
  }

  @Nested
  class Explain {

    @Test
    void explain_spotInterruptions_saysWhatIsRetriedAndWhatIsGivenUp() {
      assertThat(RetryPolicy.spotInterruptions().explain())
          .isEqualTo(
              """
              3 attempts in all.
              host terminated (a Spot interruption, mostly): retried
              exit code 143 (told to stop, perhaps before its host was lost): the job fails
              out of memory: the job fails
              image cannot be pulled: the job fails
              container cannot be started for another reason: the job fails
              exit code 1 (the application failed): the job fails
              timeout: the job fails, whatever the policy
              cancelled or terminated: the job fails, whatever the policy
              Gives up at once on: exit code 143 (told to stop, perhaps before its host was lost);\
               out of memory; image cannot be pulled; container cannot be started for another\
               reason; exit code 1 (the application failed).""");
    }

    @Test
    void explain_anyFailure_givesNothingUp() {
      assertThat(RetryPolicy.attempts(2).explain())
          .startsWith("2 attempts in all.")
          .contains("exit code 1 (the application failed): retried")
          .endsWith("Gives up at once on: nothing that can be retried.");
    }

    @Test
    void explain_none_retriesNothing() {
      assertThat(RetryPolicy.none().explain())
          .startsWith("1 attempt in all.")
          .doesNotContain(": retried");
    }
  }

  @Nested
  class Warnings {

    @Test
    void warnings_presets_areNone() {
      assertThat(RetryPolicy.none().warnings()).isEmpty();
      assertThat(RetryPolicy.attempts(3).warnings()).isEmpty();
      assertThat(RetryPolicy.spotInterruptions().warnings()).isEmpty();
      assertThat(RetryPolicy.spotInterruptions().alsoRetrying(RetryCause.values()).warnings())
          .isEmpty();
    }

    @Test
    void warnings_endIsOneExit_asksForBoth() {
      assertThat(policy(HOST, EXIT_REASON).warnings())
          .containsExactly(
              "whether * matches an absent value is not documented; end with both an exit on"
                  + " reason * and an exit on exit code *");
    }

    @Test
    void warnings_endIsOpen_saysThatTheRestIsRetried() {
      RetryCondition one = RetryCondition.exit().onExitCode("1").build();

      assertThat(policy(HOST, one).warnings())
          .containsExactly(
              "a failure that matches no condition is retried; end with an exit on reason * and an"
                  + " exit on exit code *");
    }

    @Test
    void warnings_nothingExits_saysThatConditionsChangeNothing() {
      assertThat(policy(HOST).warnings())
          .containsExactly(
              "nothing exits, so that every failure is retried, with or without conditions");
    }

    @Test
    void warnings_oneAttempt_saysThatConditionsTakeNoPart() {
      assertThat(RetryPolicy.builder(1).condition(HOST).build().warnings())
          .containsExactly("with 1 attempt the conditions never take part");
    }

    @Test
    void warnings_catchAllFirst_saysThatTheRestTakesNoPart() {
      assertThat(policy(EXIT_REASON, EXIT_CODE, HOST).warnings())
          .containsExactly(
              "conditions after the one that matches everything never take part",
              "the loss of the host, which a Spot interruption is, is not retried");
    }

    @Test
    void warnings_restIsRetriedOnPurpose_areNone() {
      RetryCondition one = RetryCondition.exit().onExitCode("1").build();
      RetryCondition rest = RetryCondition.retry().onStatusReason("*").build();

      assertThat(policy(one, rest).warnings()).isEmpty();
    }

    private RetryPolicy policy(RetryCondition... conditions) {
      return RetryPolicy.builder(3).conditions(List.of(conditions)).build();
    }
  }
}
