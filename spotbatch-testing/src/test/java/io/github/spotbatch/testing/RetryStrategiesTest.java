package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.RetryStrategy;

/**
 * Whether a failed attempt is followed by another, written from what AWS says of retry strategies
 * and not from the code. Each row is a strategy, what its first attempt comes to, and whether there
 * is a second one, which would succeed.
 */
class RetryStrategiesTest {

  private static FakeAws aws;
  private static BatchWorld world;
  private static int rows;

  @BeforeAll
  static void open() {
    aws = FakeAws.create();
    world = BatchWorld.ready(aws);
  }

  @AfterAll
  static void close() {
    aws.close();
  }

  @ParameterizedTest
  @CsvSource({
    "exit 1,  true",
    "exit 137, true",
    "memory,  true",
    "no pull, true",
    "reclaim, true",
    "sigterm, true",
  })
  @Rule("JD-77")
  void withoutConditions_anyFailureIsRetried(String failure, boolean retried) {
    check("", failure, retried);
  }

  @ParameterizedTest
  @CsvSource({
    "onReason=* EXIT,       exit 1,  false",
    "onReason=* EXIT,       reclaim, false",
    "onReason=* EXIT,       memory,  false",
    "onExitCode=* EXIT,     exit 1,  false",
    "onExitCode=* EXIT,     reclaim, false",
    "onExitCode=* EXIT,     no pull, false",
    "onStatusReason=* EXIT, exit 1,  false",
    "onStatusReason=* EXIT, reclaim, false",
    "onReason=* RETRY,      exit 1,  true",
  })
  @Rule({"JD-66", "JD-74", "UNV-15"})
  void loneStar_matchesAnythingAndNothing(String conditions, String failure, boolean retried) {
    check(conditions, failure, retried);
  }

  @ParameterizedTest
  @CsvSource({
    "onExitCode=137 onReason=OutOfMemory* EXIT,         memory,   false",
    "onExitCode=137 onReason=OutOfMemory* EXIT,         exit 137, true",
    "onExitCode=1 onReason=OutOfMemory* EXIT,           memory,   true",
    "onExitCode=3 onStatusReason=Essential* EXIT,       exit 3,   false",
    "onExitCode=3 onStatusReason=Host EC2* EXIT,        exit 3,   true",
    "onExitCode=* onReason=* onStatusReason=Host* EXIT, exit 3,   true",
    "onExitCode=* onReason=* onStatusReason=Host* EXIT, reclaim,  false",
  })
  @Rule("JD-67")
  void condition_matchesOnlyWithAllItsPatterns(String conditions, String failure, boolean retried) {
    check(conditions, failure, retried);
  }

  @ParameterizedTest
  @CsvSource({
    "onStatusReason=Host EC2* RETRY; onReason=* EXIT,          reclaim, true",
    "onStatusReason=Host EC2* RETRY; onReason=* EXIT,          exit 1,  false",
    "onReason=* EXIT; onStatusReason=Host EC2* RETRY,          reclaim, false",
    "onExitCode=3 EXIT; onExitCode=3 RETRY,                    exit 3,  false",
    "onExitCode=3 RETRY; onExitCode=3 EXIT,                    exit 3,  true",
    "onExitCode=1 EXIT; onExitCode=2 EXIT; onExitCode=4 EXIT; onExitCode=3 RETRY; onReason=* EXIT,"
        + " exit 3, true",
  })
  @Rule({"JD-68", "JD-70"})
  void conditions_areTriedInOrder(String conditions, String failure, boolean retried) {
    check(conditions, failure, retried);
  }

  @ParameterizedTest
  @CsvSource({
    "onExitCode=4 EXIT,               exit 3,  true",
    "onStatusReason=Host EC2* RETRY,  exit 3,  true",
    "onExitCode=4 EXIT,               reclaim, true",
    "onReason=CannotPull* EXIT,       reclaim, true",
    "onExitCode=4 EXIT,               exit 4,  false",
  })
  @Rule("JD-69")
  void noMatch_meansRetry(String conditions, String failure, boolean retried) {
    check(conditions, failure, retried);
  }

  @ParameterizedTest
  @CsvSource({
    "onExitCode=3 exit,   exit 3, false",
    "onExitCode=3 Exit,   exit 3, false",
    "onExitCode=3 EXIT,   exit 3, false",
    "onExitCode=3 retry; onReason=* eXiT,  exit 3, true",
    "onExitCode=3 Retry; onReason=* eXiT,  exit 3, true",
  })
  @Rule("JD-71")
  void action_isReadInAnyCaseAndShownInLowerCase(
      String conditions, String failure, boolean retried) {
    JobDetail job = check(conditions, failure, retried);

    assertThat(job.retryStrategy().evaluateOnExit())
        .extracting(EvaluateOnExit::actionAsString)
        .allMatch(action -> action.equals("retry") || action.equals("exit"));
  }

  @ParameterizedTest
  @CsvSource({
    "onStatusReason=host ec2* EXIT,            reclaim, true",
    "onStatusReason=Host EC2* EXIT,            reclaim, false",
    "onStatusReason=Host EC2 EXIT,             reclaim, true",
    "onStatusReason=Task failed to start EXIT, no pull, false",
    "onStatusReason=Task failed to EXIT,       no pull, true",
    "onStatusReason=ailed to start EXIT,       no pull, true",
    "onReason=cannotPull* EXIT,                no pull, true",
    "onExitCode=1* EXIT,                       exit 13, false",
    "onExitCode=1 EXIT,                        exit 13, true",
    "onExitCode=3 EXIT,                        exit 13, true",
    "onReason='' EXIT,                         exit 3,  true",
    "onExitCode='' EXIT,                       reclaim, true",
  })
  @Rule({"JD-72", "UNV-14"})
  void pattern_isTheWholeTextOrItsBeginning(String conditions, String failure, boolean retried) {
    check(conditions.replace("''", ""), failure, retried);
  }

  @ParameterizedTest
  @CsvSource({
    "onStatusReason=Essential* EXIT,    exit 1,  false",
    "onReason=Essential* EXIT,          exit 1,  true",
    "onReason=OutOfMemoryError* EXIT,   memory,  false",
    "onStatusReason=OutOfMemory* EXIT,  memory,  true",
    "onReason=CannotPull* EXIT,         no pull, false",
    "onStatusReason=CannotPull* EXIT,   no pull, true",
    "onExitCode=137 EXIT,               memory,  false",
    "onExitCode=143 EXIT,               sigterm, false",
    "onStatusReason=Host EC2* EXIT,     sigterm, true",
    "onExitCode=143 EXIT,               reclaim, true",
  })
  @Rule("JD-73")
  void pattern_looksAtItsOwnText(String conditions, String failure, boolean retried) {
    check(conditions, failure, retried);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "onStatusReason=* RETRY", "onExitCode=* RETRY"})
  @Rule({"JD-54", "JD-75"})
  void timeout_isNeverRetriedWhateverTheStrategy(String conditions) {
    JobDetail job = run(strategy(10, conditions), "timeout");

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.attempts()).hasSize(1);
    assertThat(job.statusReason()).isEqualTo("Job attempt duration exceeded timeout");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "onStatusReason=* RETRY"})
  @Rule("JD-75")
  void terminated_isNeverRetriedWhateverTheStrategy(String conditions) {
    String name = "terminated" + rows++;
    aws.jobs().named(name).runsFor(Duration.ofHours(2));
    String id = world.submit(name, r -> r.retryStrategy(strategy(10, conditions)));
    aws.advance(Duration.ofMinutes(5));

    world.batch.terminateJob(r -> r.jobId(id).reason("enough"));
    aws.runUntilIdle();

    assertThat(world.job(id).status()).isEqualTo(JobStatus.FAILED);
    assertThat(world.job(id).attempts()).hasSize(1);
  }

  @Test
  @Rule("JD-75")
  void cancelledBetweenTwoAttempts_isNotTriedAgain() {
    String name = "cancelled" + rows++;
    aws.jobs().named(name).exits(1);
    String id = world.submit(name, r -> r.retryStrategy(strategy(10, "")));
    while (world.job(id).attempts().isEmpty()) {
      aws.advance(Duration.ofSeconds(1));
    }
    assertThat(world.job(id).status()).isEqualTo(JobStatus.RUNNABLE);

    world.batch.cancelJob(r -> r.jobId(id).reason("enough"));
    aws.runUntilIdle();

    assertThat(world.job(id).status()).isEqualTo(JobStatus.FAILED);
    assertThat(world.job(id).attempts()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  @Rule({"JD-60", "JD-70"})
  void attempts_countTheFirstOne(int attempts) {
    String name = "job" + rows++;
    aws.jobs().named(name).exits(1);

    String id = world.submit(name, r -> r.retryStrategy(strategy(attempts, "onExitCode=1 RETRY")));
    aws.runUntilIdle();

    assertThat(world.job(id).attempts()).hasSize(attempts);
    assertThat(world.job(id).status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  @Rule("JD-60")
  void noStrategy_isOneAttempt() {
    assertThat(run(null, "exit 1").attempts()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource
  @Rule({"JD-60", "JD-61", "JD-62", "JD-63", "JD-64", "JD-65"})
  void submit_strategyThatAwsRefuses_isRefusedInItsWords(Refusal<RetryStrategy.Builder> refusal) {
    refusal.check(() -> world.submit("job", r -> r.retryStrategy(refusal.change())));
  }

  static Stream<Refusal<RetryStrategy.Builder>>
      submit_strategyThatAwsRefuses_isRefusedInItsWords() {
    String restricted = "Evaluate on exit condition contains restricted characters.";
    String tooLong = "Evaluate on exit condition cannot exceed 512 characters.";
    String none = "RetryAttempts must be provided with retry strategy.";
    EvaluateOnExit[] six =
        Collections.nCopies(6, condition("onReason=* EXIT")).toArray(new EvaluateOnExit[0]);
    return Stream.of(
        Refusal.bare("RetryAttempts must be between 1 and 10.", s -> s.attempts(0)),
        Refusal.bare("RetryAttempts must be between 1 and 10.", s -> s.attempts(11)),
        Refusal.wrapped(none, s -> {}),
        Refusal.wrapped(none, s -> s.evaluateOnExit(condition("onReason=* EXIT"))),
        Refusal.bare(
            "Up to 5 evaluateOnExit condition can be specified.",
            s -> s.attempts(2).evaluateOnExit(six)),
        Refusal.wrapped(
            "EvaluateOnExit should contain at least one of onExitCode, onReason or onStatusReason",
            given("EXIT")),
        Refusal.wrapped(tooLong, given("onReason=" + "x".repeat(513) + " EXIT")),
        Refusal.wrapped(tooLong, given("onExitCode=" + "1".repeat(513) + " EXIT")),
        Refusal.wrapped(restricted, given("onStatusReason=*Spot* EXIT")),
        Refusal.wrapped(restricted, given("onReason=Cannot*Error* EXIT")),
        Refusal.wrapped(restricted, given("onStatusReason=Host EC2 (instance* EXIT")),
        Refusal.wrapped(restricted, given("onExitCode=13x EXIT")),
        Refusal.wrapped(restricted, given("onExitCode=*1 EXIT")));
  }

  @ParameterizedTest
  @MethodSource
  @Rule({"JD-61", "JD-62", "JD-63", "JD-64", "JD-65"})
  void submit_strategyAtTheLimits_isAcceptedAndShownAsItIs(RetryStrategy strategy) {
    String id = world.submit("job", r -> r.retryStrategy(strategy));

    assertThat(world.job(id).retryStrategy()).isEqualTo(strategy);
  }

  static Stream<RetryStrategy> submit_strategyAtTheLimits_isAcceptedAndShownAsItIs() {
    return Stream.of(
        strategy(10, ""),
        strategy(2, String.join("; ", Collections.nCopies(5, "onReason=* exit"))),
        strategy(2, "onReason=" + "x".repeat(511) + "* exit"),
        strategy(2, "onStatusReason=A b\t1.2:3* exit"),
        strategy(2, "onExitCode=12* retry"),
        strategy(2, "onExitCode= retry"));
  }

  private static Consumer<RetryStrategy.Builder> given(String condition) {
    return s -> s.attempts(2).evaluateOnExit(condition(condition));
  }

  private static JobDetail check(String conditions, String failure, boolean retried) {
    JobDetail job = run(strategy(2, conditions), failure);

    assertThat(job.attempts()).hasSize(retried ? 2 : 1);
    assertThat(job.status()).isEqualTo(retried ? JobStatus.SUCCEEDED : JobStatus.FAILED);
    return job;
  }

  /** A job whose first attempt fails so, and whose second would succeed. */
  private static JobDetail run(RetryStrategy strategy, String failure) {
    String name = "row" + rows++;
    JobScript first = aws.jobs().named(name).onAttempt(1);
    switch (failure) {
      case "memory" -> first.runsOutOfMemory();
      case "no pull" -> first.cannotBePulled();
      case "timeout" -> first.runsFor(Duration.ofHours(2));
      case "reclaim", "sigterm" -> {
        first.runsFor(Duration.ofHours(2));
        aws.spot().reclaim().hostOf(name).after(Duration.ofMinutes(1));
      }
      default -> first.exits(Integer.parseInt(failure.replace("exit ", "")));
    }
    if (failure.equals("sigterm")) {
      aws.spot().exitOnReclaim(name);
    }
    String id =
        world.submit(
            name, r -> r.retryStrategy(strategy).timeout(t -> t.attemptDurationSeconds(3600)));
    aws.runUntilIdle();
    return world.job(id);
  }

  private static RetryStrategy strategy(int attempts, String conditions) {
    List<EvaluateOnExit> all =
        conditions.isEmpty()
            ? List.of()
            : Arrays.stream(conditions.split("; ")).map(RetryStrategiesTest::condition).toList();
    return RetryStrategy.builder().attempts(attempts).evaluateOnExit(all).build();
  }

  /** Such as {@code onExitCode=137 onReason=OutOfMemory* EXIT}. */
  private static EvaluateOnExit condition(String text) {
    int action = text.lastIndexOf(' ') + 1;
    EvaluateOnExit.Builder condition = EvaluateOnExit.builder().action(text.substring(action));
    Map<String, Consumer<String>> patterns =
        Map.of(
            "onStatusReason", condition::onStatusReason,
            "onReason", condition::onReason,
            "onExitCode", condition::onExitCode);
    for (String part : text.substring(0, action).strip().split(" (?=on[A-Z])")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        patterns.get(part.substring(0, equals)).accept(part.substring(equals + 1));
      }
    }
    return condition.build();
  }
}
