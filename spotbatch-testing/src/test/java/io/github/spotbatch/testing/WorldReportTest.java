package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.DescribeJobsResponse;

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

  @Test
  void outcome_isToldForEachEnding() {
    try (FakeAws aws = FakeAws.create()) {
      BatchWorld world = world(aws, resources -> resources.minvCpus(2));
      aws.jobs().named("fails").exits(3);
      aws.jobs().named("stopped").runsFor(Duration.ofHours(9));
      aws.jobs().named("late").runsFor(Duration.ofHours(9));
      aws.jobs().named("ends143").exits(143);
      String stopped = world.submit("stopped");
      List.of("succeeds", "fails", "ends143").forEach(world::submit);
      world.submit("late", r -> r.timeout(t -> t.attemptDurationSeconds(60)));
      aws.advance(Duration.ofHours(1));
      String open = world.submit("stopped");
      aws.advance(Duration.ofMinutes(1));
      world.batch.terminateJob(r -> r.jobId(stopped).reason("enough"));
      aws.advance(Duration.ofMinutes(1));

      WorldReport report = aws.report();

      assertThat(outcome(report, stopped)).isEqualTo(AttemptOutcome.STOPPED);
      assertThat(outcome(report, open)).isEqualTo(AttemptOutcome.UNDER_WAY);
      assertThat(outcome(report, "succeeds")).isEqualTo(AttemptOutcome.SUCCEEDED);
      assertThat(outcome(report, "fails")).isEqualTo(AttemptOutcome.FAILED);
      assertThat(outcome(report, "ends143")).isEqualTo(AttemptOutcome.FAILED);
      assertThat(outcome(report, "late")).isEqualTo(AttemptOutcome.FAILED);
      assertThat(report.wasteUsd().signum()).isEqualTo(1);
    }
  }

  private static AttemptOutcome outcome(WorldReport report, String job) {
    return report.attempts(job).get(0).outcome();
  }

  @Test
  void outcome_ofAnAttemptThatTheHostsSigtermEnded_isLost() {
    try (FakeAws aws = FakeAws.builder().reclaimExitRate(1).build()) {
      BatchWorld world = world(aws, resources -> {});
      aws.jobs().named("frame").runsFor(Duration.ofMinutes(40));
      aws.spot().reclaim().hostOf("frame").after(Duration.ofMinutes(1));
      String id = world.submit("frame");
      aws.runUntilIdle();

      assertThat(world.job(id).attempts().get(0).container().exitCode()).isEqualTo(143);
      assertThat(outcome(aws.report(), id)).isEqualTo(AttemptOutcome.LOST_WITH_HOST);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, 143, LOST_WITH_HOST",
    "true, 3, LOST_WITH_HOST",
    "true, 0, LOST_WITH_HOST",
    "false, 143, FAILED",
    "false, 3, FAILED",
    "false, 0, SUCCEEDED"
  })
  void outcome_ofAnAttemptThatEndsBetweenNoticeAndEnd_isThatOfADrainingHostOrItsOwn(
      boolean draining, int code, AttemptOutcome outcome) {
    try (FakeAws aws = FakeAws.builder().spotDraining(draining).build()) {
      BatchWorld world = world(aws, resources -> {});
      aws.jobs().named("frame").runsFor(Duration.ofSeconds(70)).exits(code);
      aws.spot().reclaim().hostOf("frame").after(Duration.ofMinutes(1));
      String id = world.submit("frame");
      aws.runUntilIdle();

      assertThat(outcome(aws.report(), id)).isEqualTo(outcome);
    }
  }

  /** Without any notice: the environment goes, and its hosts with it. */
  @Test
  void outcome_ofAnAttemptWhoseHostIsShutDown_isLost() {
    try (FakeAws aws = FakeAws.builder().reclaimExitRate(1).build()) {
      BatchWorld world = world(aws, resources -> resources.maxvCpus(4));
      aws.jobs().named("frame").runsFor(Duration.ofHours(9));
      world.submit("frame");
      aws.advance(Duration.ofHours(1));
      world.batch.updateComputeEnvironment(
          r ->
              r.computeEnvironment(BatchWorld.ENVIRONMENT)
                  .computeResources(c -> c.instanceTypes("m5.large"))
                  .updatePolicy(p -> p.terminateJobsOnUpdate(true)));
      aws.advance(Duration.ofHours(1));

      WorldReport report = aws.report();

      assertThat(outcome(report, "frame")).isEqualTo(AttemptOutcome.LOST_WITH_HOST);
      assertThat(report.reclaims()).isZero();
      assertThat(report.hosts().get(0).noticeAt()).isEmpty();
    }
  }

  @Test
  void onDemandHost_costsItsOnDemandPrice() {
    try (FakeAws aws = FakeAws.create()) {
      BatchWorld world =
          world(
              aws,
              resources -> resources.type(CRType.EC2).allocationStrategy("BEST_FIT_PROGRESSIVE"));
      world.submit("frame");
      aws.runUntilIdle();

      AttemptReport attempt = aws.report().attempts("frame").get(0);

      assertThat(attempt.spot()).isFalse();
      assertThat(attempt.usdPerHour().orElseThrow()).isEqualByComparingTo("0.085");
      assertThat(attempt.costUsd()).hasValue(usd(new BigDecimal("0.085"), 64, 1, 2));
    }
  }

  @Test
  void attempts_ofJobsThatBatchHasForgotten_stay() {
    try (FakeAws aws = FakeAws.create()) {
      BatchWorld world = world(aws, resources -> {});
      String id = world.submit("frame");
      aws.runUntilIdle();
      BigDecimal cost = aws.report().costUsd();
      aws.advance(Duration.ofDays(8));

      DescribeJobsResponse shown = world.batch.describeJobs(r -> r.jobs(id));

      assertThat(shown.jobs()).isEmpty();
      assertThat(world.ec2.describeInstances().reservations()).isEmpty();
      assertThat(aws.report().attempts(id)).hasSize(1);
      assertThat(aws.report().hosts()).hasSize(1);
      assertThat(aws.report().costUsd()).isEqualTo(cost);
    }
  }

  @Test
  void attempts_ofAnArray_areFoundByItsIdAndByTheirOwn() {
    try (FakeAws aws = FakeAws.create()) {
      BatchWorld world = world(aws, resources -> {});
      String id = world.submit("tiles", r -> r.arrayProperties(a -> a.size(3)));
      world.submit("other");
      aws.runUntilIdle();

      WorldReport report = aws.report();

      assertThat(report.attempts()).hasSize(4);
      assertThat(report.attempts("t*")).hasSize(3).isEqualTo(report.attempts(id));
      assertThat(report.attempts(id + ":1"))
          .singleElement()
          .satisfies(attempt -> assertThat(attempt.jobId()).isEqualTo(id + ":1"));
      assertThat(report.attempts("tile")).isEmpty();
    }
  }

  @Test
  void seed_makesTheReport() {
    assertThat(ofTwenty(7)).isEqualTo(ofTwenty(7)).isNotEqualTo(ofTwenty(8));
  }

  private static String ofTwenty(long seed) {
    try (FakeAws aws = FakeAws.builder().seed(seed).build()) {
      BatchWorld world = BatchWorld.ready(aws);
      for (int i = 0; i < 20; i++) {
        world.submit("job" + i);
      }
      aws.spot().reclaim().hostOf("job3").after(Duration.ofSeconds(30));
      aws.runUntilIdle();
      return aws.report() + aws.report().toJson();
    }
  }

  @Test
  void money_ofEveryHost_isThatOfItsAttemptsAndIdle() {
    try (FakeAws aws = FakeAws.create()) {
      BatchWorld world = BatchWorld.ready(aws);
      for (int i = 0; i < 50; i++) {
        world.submit("job" + i);
      }
      aws.spot().reclaim().hostOf("job7").after(Duration.ofSeconds(30));
      aws.runUntilIdle();

      WorldReport report = aws.report();

      for (HostReport host : report.hosts()) {
        BigDecimal used =
            report.attempts().stream()
                .filter(attempt -> attempt.hostId().equals(host.hostId()))
                .map(attempt -> attempt.costUsd().orElseThrow())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(used.add(host.idleUsd())).isEqualTo(host.costUsd());
        assertThat(host.idleUsd()).isNotNegative();
      }
      assertThat(report.utilisation().orElseThrow()).isBetween(0.05, 1.0);
    }
  }
}
