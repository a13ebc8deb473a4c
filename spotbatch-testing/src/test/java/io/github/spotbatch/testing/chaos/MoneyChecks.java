package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.AttemptReport;
import io.github.spotbatch.testing.HostReport;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the hosts cost is what their attempts cost and what nobody used. */
final class MoneyChecks {

  /** Amounts have nine decimals, the rest cut off. */
  private static final BigDecimal CUT_OFF = new BigDecimal("0.000000001");

  private MoneyChecks() {}

  static List<String> of(Outcome outcome) {
    List<String> broken = new ArrayList<>();
    Map<String, List<AttemptReport>> byHost =
        outcome.report().attempts().stream().collect(Collectors.groupingBy(AttemptReport::hostId));
    BigDecimal sum = BigDecimal.ZERO;
    for (HostReport host : outcome.report().hosts()) {
      List<AttemptReport> attempts = byHost.getOrDefault(host.hostId(), List.of());
      BigDecimal parts =
          attempts.stream()
              .map(attempt -> attempt.costUsd().orElseThrow())
              .reduce(host.idleUsd(), BigDecimal::add);
      compare(broken, host.hostId(), host.costUsd(), parts, attempts.size() + 2);
      sum = sum.add(host.costUsd());
    }
    int hosts = outcome.report().hosts().size();
    compare(broken, "the world", outcome.report().costUsd(), sum, hosts + 1);
    return broken;
  }

  private static void compare(
      List<String> broken, String what, BigDecimal whole, BigDecimal parts, int amounts) {
    BigDecimal most = CUT_OFF.multiply(BigDecimal.valueOf(amounts));
    if (whole.subtract(parts).abs().compareTo(most) > 0) {
      broken.add("%s cost USD %s, its parts %s".formatted(what, whole, parts));
    }
  }
}
