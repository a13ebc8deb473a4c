package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.Adversity;
import io.github.spotbatch.testing.Condition;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** Draws what befalls a market: any of all kinds of adversity. */
final class MarketDraw {

  private static final List<String> POOLS =
      List.of("*", "c5.*", "*.large", "m5.* in us-east-1a", "* in us-east-1b", "c6i.large");

  private final Draw draw;

  MarketDraw(Draw draw) {
    this.draw = draw;
  }

  List<MarketStep> steps() {
    return IntStream.range(0, draw.between(0, 6)).mapToObj(i -> step()).toList();
  }

  private MarketStep step() {
    Condition condition = draw.chance(0.4) ? condition() : null;
    Duration after = condition == null ? draw.seconds(0, 1_800) : Duration.ZERO;
    return new MarketStep(after, condition, adversity());
  }

  private @Nullable Condition condition() {
    return switch (draw.between(1, 4)) {
      case 1 -> Condition.jobsRunning(draw.between(1, 4));
      case 2 -> Condition.hostsJoined(draw.between(1, 3));
      case 3 -> Condition.jobsEnded(draw.between(1, 8));
      default -> Condition.job("j*" + draw.between(1, 9) + "-*", JobStatus.RUNNING);
    };
  }

  private Adversity adversity() {
    String pools = draw.oneOf(POOLS);
    return switch (draw.between(1, 12)) {
      case 1 -> Adversity.drain(pools);
      case 2 -> Adversity.giveBack(pools);
      case 3 -> Adversity.reclaim(draw.between(1, 3), pools);
      case 4 -> Adversity.reclaimShare(draw.between(1, 10) / 10.0, pools);
      case 5 -> Adversity.reclaimZone("us-east-1" + draw.oneOf(List.of("a", "b", "c")));
      case 6 -> Adversity.reclaimEverything();
      case 7 -> Adversity.reclaimHostOf("j" + draw.between(1, 9) + "-*");
      case 8 -> Adversity.recommendRebalance(pools);
      case 9 -> Adversity.blockScaleUp(draw.oneOf(List.of("*spot*", "*steady*", "*")));
      case 10 -> Adversity.allowScaleUp("*");
      case 11 -> Adversity.multiplyPrice(pools, draw.oneOf(List.of(0.5, 1.3, 3.0)));
      default -> Adversity.fixPrice(pools, draw.oneOf(List.of("0.02", "0.07", "0.3")));
    };
  }
}
