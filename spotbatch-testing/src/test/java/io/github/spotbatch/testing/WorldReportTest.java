package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.ComputeResource;

/** What a report says of a world's hosts, attempts and money. */
class WorldReportTest {

  /** One type, one zone: a c5.large has 2 vCPUs, so that two jobs share it. */
  private static BatchWorld world(FakeAws aws, Consumer<ComputeResource.Builder> change) {
    return BatchWorld.ready(
        aws,
        resources -> {
          resources.instanceTypes("c5.large");
          change.accept(resources);
        });
  }

  private static BigDecimal usd(BigDecimal usdPerHour, long seconds, int vcpus, int of) {
    return usdPerHour
        .multiply(BigDecimal.valueOf(seconds * vcpus))
        .divide(BigDecimal.valueOf(3_600L * of), 9, RoundingMode.DOWN);
  }

  @Test
  void report_ofAReclaimedJob_saysWhereItRanAndWhatItCost() {
    try (FakeAws aws = FakeAws.create()) {
      BatchWorld world = world(aws, resources -> {});
      aws.jobs().named("frame").runsFor(Duration.ofMinutes(40));
      aws.spot().reclaim().hostOf("frame").after(Duration.ofMinutes(10));
      String id = world.submit("frame", r -> r.retryStrategy(s -> s.attempts(2)));
      aws.runUntilIdle();

      WorldReport report = aws.report();

      assertThat(report.attempts("frame")).hasSize(2).isEqualTo(report.attempts(id));
      AttemptReport lost = report.attempts("frame").get(0);
      HostReport reclaimed = report.hosts().get(0);
      Instant started = lost.startedAt().orElseThrow();
      assertThat(lost.jobId()).isEqualTo(id);
      assertThat(lost.number()).isEqualTo(1);
      assertThat(lost.hostId()).isEqualTo(reclaimed.hostId());
      assertThat(lost.environment()).isEqualTo(BatchWorld.ENVIRONMENT);
      assertThat(lost.instanceType()).hasValue("c5.large");
      assertThat(lost.zone()).hasValue(reclaimed.zone());
      assertThat(lost.spot()).isTrue();
      assertThat(lost.vcpus()).isEqualTo(1);
      assertThat(lost.startingAt()).isEqualTo(started.minusSeconds(4));
      assertThat(lost.stoppedAt()).hasValue(started.plusSeconds(720));
      assertThat(lost.outcome()).isEqualTo(AttemptOutcome.LOST_WITH_HOST);
      BigDecimal price = lost.usdPerHour().orElseThrow();
      assertThat(lost.costUsd()).hasValue(usd(price, 724, 1, 2));

      assertThat(reclaimed.reclaimed()).isTrue();
      assertThat(reclaimed.runningAt()).hasValue(reclaimed.launchedAt().plusSeconds(10));
      assertThat(reclaimed.joinedAt()).hasValue(reclaimed.launchedAt().plusSeconds(70));
      assertThat(reclaimed.noticeAt()).hasValue(started.plusSeconds(600));
      assertThat(reclaimed.stoppingAt()).hasValue(started.plusSeconds(720));
      assertThat(reclaimed.stopReason()).hasValue("Server.SpotInstanceTermination");
      assertThat(reclaimed.terminatedAt()).hasValue(started.plusSeconds(740));
      long paid =
          Duration.between(reclaimed.runningAt().orElseThrow(), started.plusSeconds(720))
              .toSeconds();
      assertThat(reclaimed.costUsd()).isEqualTo(usd(price, paid, 2, 2));
      assertThat(reclaimed.idleUsd())
          .isEqualTo(reclaimed.costUsd().subtract(lost.costUsd().orElseThrow()));

      AttemptReport second = report.attempts("frame").get(1);
      HostReport other = report.hosts().get(1);
      assertThat(second.outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
      assertThat(second.hostId()).isEqualTo(other.hostId());
      assertThat(other.reclaimed()).isFalse();
      assertThat(other.stopReason()).hasValue("Client.UserInitiatedShutdown");
      assertThat(report.reclaims()).isEqualTo(1);
      assertThat(report.attempts(AttemptOutcome.LOST_WITH_HOST)).isEqualTo(1);
      assertThat(report.wasteUsd()).isEqualTo(lost.costUsd().orElseThrow());
      assertThat(report.costUsd()).isEqualTo(reclaimed.costUsd().add(other.costUsd()));
      assertThat(report.idleUsd()).isEqualTo(reclaimed.idleUsd().add(other.idleUsd()));
      assertThat(report.unpricedAttempts()).isZero();
    }
  }
}
