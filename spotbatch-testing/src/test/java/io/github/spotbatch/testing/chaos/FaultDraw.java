package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.FaultKind;
import java.util.ArrayList;
import java.util.List;

/** Draws what goes wrong with calls. */
final class FaultDraw {

  private static final List<String> ANY =
      List.of("*", "SubmitJob", "Describe*", "List*", "Create*", "Terminate*");
  private static final List<String> READS = List.of("DescribeJobs", "ListJobs", "Describe*");

  private final Draw draw;

  FaultDraw(Draw draw) {
    this.draw = draw;
  }

  /**
   * Draws some.
   *
   * @param most of a hundred calls: what takes many calls must come to its end now and then
   */
  List<FaultPlan> faults(int most) {
    List<FaultPlan> faults = new ArrayList<>();
    for (FaultKind kind : draw.some(draw.between(1, 3), List.of(FaultKind.values()))) {
      List<String> operations = kind == FaultKind.STALE ? READS : ANY;
      faults.add(
          new FaultPlan(
              draw.oneOf(operations), kind, draw.seconds(1, 5), draw.between(3, most) / 100.0));
    }
    return List.copyOf(faults);
  }
}
