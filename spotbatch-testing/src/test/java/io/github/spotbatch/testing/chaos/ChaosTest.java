package io.github.spotbatch.testing.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random stacks, jobs, markets and faults: whatever happens, what must hold does.
 *
 * <p>The wider sweep, and one scenario alone:
 *
 * <pre>{@code
 * ./mvnw -pl spotbatch-testing -am test -Dtest=ChaosTest -Dchaos.scenarios=100000 \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * ./mvnw -pl spotbatch-testing -am test -Dtest=ChaosTest -Dchaos.seed=17 \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 */
class ChaosTest {

  private static final int SCENARIOS = Integer.getInteger("chaos.scenarios", 1_000);
  private static final long ONLY = Long.getLong("chaos.seed", 0);

  @Test
  void anyScenario_keepsEveryInvariant_andEverythingHappens() {
    assumeThat(ONLY).as("-Dchaos.seed runs one scenario alone").isZero();
    Tally tally = new Tally();

    sweep(PlantedBug.NONE, tally);

    System.out.println(SCENARIOS + " scenarios of chaos: " + tally);
    assertThat(tally.missing()).as("what never happened in %d scenarios", SCENARIOS).isEmpty();
  }

  @Test
  void oneScenario_keepsEveryInvariant() {
    assumeThat(ONLY).as("-Dchaos.seed says which").isNotZero();
    Scenario scenario = Chaos.scenario(ONLY);
    System.out.println(scenario);

    Outcome outcome = new ChaosRun(scenario, PlantedBug.NONE).run(new Tally());

    System.out.println(outcome.story().text());
    System.out.println(outcome.report());
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 25, 31, 47, 50, 77})
  void sameSeed_givesTheSameRun(long seed) {
    assumeThat(ONLY).as("-Dchaos.seed runs one scenario alone").isZero();

    assertThat(told(seed)).isEqualTo(told(seed));
  }

  private static String told(long seed) {
    Outcome outcome = new ChaosRun(Chaos.scenario(seed), PlantedBug.NONE).run(new Tally());
    return outcome.story().text() + outcome.report().toJson();
  }

  static List<Arguments> bugs() {
    return List.of(
        Arguments.of(new BlindResends(), "is there 2 times"),
        Arguments.of(new ForgottenAttempts(), "attempts and had"),
        Arguments.of(new RoomGivenBackTwice(), "ran \\d+ vCPUs and \\d+ MiB"));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void plantedBug_isCaught_withASeedThatShowsItAgain(PlantedBug bug, String symptom) {
    assumeThat(ONLY).as("-Dchaos.seed runs one scenario alone").isZero();

    AssertionError caught =
        catchThrowableOfType(AssertionError.class, () -> sweep(bug, new Tally()));

    assertThat(caught).hasMessageMatching("(?s)chaos seed \\d+: [^\\n]*" + symptom + ".*");
    long seed = seedIn(caught);
    assertThat(caught).hasMessageContaining("-Dchaos.seed=" + seed);
    assertThat(catchThrowableOfType(AssertionError.class, () -> run(seed, bug, new Tally())))
        .hasMessage(caught.getMessage());
    run(seed, PlantedBug.NONE, new Tally());
  }

  private static long seedIn(AssertionError failure) {
    return Long.parseLong(failure.getMessage().replaceFirst("(?s)chaos seed (\\d+):.*", "$1"));
  }

  private static void sweep(PlantedBug bug, Tally tally) {
    LongStream.rangeClosed(1, SCENARIOS).forEach(seed -> run(seed, bug, tally));
  }

  private static void run(long seed, PlantedBug bug, Tally tally) {
    new ChaosRun(Chaos.scenario(seed), bug).run(tally);
  }
}
