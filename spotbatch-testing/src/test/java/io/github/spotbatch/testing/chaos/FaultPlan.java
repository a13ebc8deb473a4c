package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FaultKind;
import io.github.spotbatch.testing.FaultScripts;
import java.time.Duration;

/**
 * What goes wrong with some calls.
 *
 * @param operation such as {@code Describe*}
 * @param duration how late a call is, or how old an answer may be
 * @param rate with what share of the calls
 */
record FaultPlan(String operation, FaultKind kind, Duration duration, double rate) {

  void addTo(FakeAws aws) {
    FaultScripts.Calls calls = aws.faults().on(operation);
    switch (kind) {
      case THROTTLED -> calls.throttle().rate(rate);
      case FAILED -> calls.fail().rate(rate);
      case RESPONSE_LOST -> calls.loseResponse().rate(rate);
      case DELAYED -> calls.delay(duration).rate(rate);
      case STALE -> calls.stale(duration).rate(rate);
    }
  }
}
