package io.github.spotbatch.testing.assertj;

import io.github.spotbatch.testing.AttemptOutcome;
import io.github.spotbatch.testing.WorldReport;
import io.github.spotbatch.testing.internal.script.Usd;
import java.math.BigDecimal;
import java.util.Locale;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on what a world's hosts and attempts have cost. Each failure shows the report. */
public final class WorldReportAssert extends AbstractAssert<WorldReportAssert, WorldReport> {

  WorldReportAssert(@Nullable WorldReport actual) {
    super(actual, WorldReportAssert.class);
  }

  /**
   * All hosts together cost no more than so much.
   *
   * @param usd such as {@code 0.25}
   * @return these assertions
   * @throws NumberFormatException if it is no decimal number
   */
  public WorldReportAssert costAtMost(String usd) {
    isNotNull();
    return atMost(usd, "cost", actual.costUsd());
  }

  /**
   * Attempts that failed or were lost with their hosts cost no more than so much.
   *
   * @param usd such as {@code 0.05}
   * @return these assertions
   * @throws NumberFormatException if it is no decimal number
   */
  public WorldReportAssert wasteAtMost(String usd) {
    isNotNull();
    return atMost(usd, "waste", actual.wasteUsd());
  }

  private WorldReportAssert atMost(String usd, String what, BigDecimal is) {
    int unknown = actual.unpricedAttempts();
    require(unknown == 0, "a known %s, but %d attempts have no price".formatted(what, unknown));
    return require(
        is.compareTo(Usd.of(usd)) <= 0,
        "a %s of at most %s USD, not %s".formatted(what, usd, is.toPlainString()));
  }

  /**
   * Spot has taken so many hosts back.
   *
   * @param number how many
   * @return these assertions
   */
  public WorldReportAssert hasReclaims(int number) {
    isNotNull();
    int were = actual.reclaims();
    return require(were == number, "%d reclaims, not %d".formatted(number, were));
  }

  /**
   * So many attempts were lost with their hosts.
   *
   * @param number how many
   * @return these assertions
   */
  public WorldReportAssert hasLostAttempts(int number) {
    isNotNull();
    int were = actual.attempts(AttemptOutcome.LOST_WITH_HOST);
    return require(were == number, "%d lost attempts, not %d".formatted(number, were));
  }

  /**
   * At least such a part of the vCPUs that were paid for was used.
   *
   * @param part from 0 to 1
   * @return these assertions
   * @throws IllegalArgumentException if it is something else, such as a percentage
   */
  public WorldReportAssert utilisationAtLeast(double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("a utilisation is from 0 to 1, was " + part);
    }
    isNotNull();
    String is =
        actual.utilisation().isPresent()
            ? String.format(Locale.ROOT, "%.3f", actual.utilisation().getAsDouble())
            : "without any host";
    return require(
        actual.utilisation().orElse(-1) >= part,
        "a utilisation of at least %s, not %s".formatted(part, is));
  }

  private WorldReportAssert require(boolean holds, String expected) {
    if (!holds) {
      failWithMessage("%nExpected %s%n%n%s", expected, actual);
    }
    return this;
  }
}
