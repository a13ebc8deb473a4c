package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.fault.FaultControl;
import io.github.spotbatch.testing.internal.fault.FaultRule;

/**
 * A fault that befalls some calls: every one of them, unless this says which. Every word counts at
 * once, for calls that are made from then on.
 *
 * <pre>{@code
 * aws.faults().on("SubmitJob").throttle().skip(10).times(3); // the 11th to the 13th
 * aws.faults().on("Describe*").fail().rate(0.05);
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class FaultScript {

  private final FaultControl control;
  private final FaultRule rule;

  FaultScript(FaultControl control, FaultRule rule) {
    this.control = control;
    this.rule = rule;
  }

  /**
   * How often it happens; afterwards calls get through again. Unless there is a {@link #rate}, it
   * is a mistake, which {@link FakeAws#verify()} reports, if it has not happened so often by the
   * end.
   *
   * @param calls at least 1; every call that it is for unless told
   * @return this script
   * @throws IllegalArgumentException if the number is below 1
   */
  public FaultScript times(int calls) {
    return changed(() -> rule.times(atLeast(1, calls, "times")));
  }

  /**
   * How many calls get through first.
   *
   * @param calls 0 unless told
   * @return this script
   * @throws IllegalArgumentException if the number is negative
   */
  public FaultScript skip(int calls) {
    return changed(() -> rule.skip(atLeast(0, calls, "skip")));
  }

  /**
   * Only one of so many calls, the last of each such group.
   *
   * @param nth 1 unless told, which means each
   * @return this script
   * @throws IllegalArgumentException if the number is below 1
   */
  public FaultScript every(int nth) {
    return changed(() -> rule.every(atLeast(1, nth, "every")));
  }

  /**
   * Only a share of the calls, drawn by lot. The lots follow from the world's seed and the order of
   * the scripts, and change nothing else that is random.
   *
   * @param share above 0 and at most 1; each call unless told
   * @return this script
   * @throws IllegalArgumentException if the share is something else
   */
  public FaultScript rate(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a rate is above 0 and at most 1, was " + share);
    }
    return changed(() -> rule.rate(share));
  }

  private static int atLeast(int least, int number, String word) {
    if (number < least) {
      throw new IllegalArgumentException(
          "%s takes %d or more, was %d".formatted(word, least, number));
    }
    return number;
  }

  private FaultScript changed(Runnable change) {
    control.change(change);
    return this;
  }
}
