package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.AttemptOutcome;
import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.ec2.Instance;
import io.github.spotbatch.testing.internal.ec2.Pool;
import io.github.spotbatch.testing.internal.ec2.SpotPrice;
import io.github.spotbatch.testing.internal.report.HostKind;
import io.github.spotbatch.testing.internal.report.HostRecord;
import io.github.spotbatch.testing.internal.report.Prices;
import io.github.spotbatch.testing.internal.report.Recorder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tells the world's recorder what becomes of Batch's hosts and attempts. */
final class LifeRecords {

  private final Scope scope;
  private final Recorder recorder;

  LifeRecords(Scope scope) {
    this.scope = scope;
    this.recorder = scope.world().recorder();
  }

  /** What a pool costs on Spot. */
  private record SpotPrices(Pool pool) implements Prices {

    @Override
    public Optional<BigDecimal> at(Instant time) {
      return Optional.of(pool.price(time));
    }

    @Override
    public List<Instant> changes(Instant after, Instant before) {
      return pool.prices(after, before).stream()
          .map(SpotPrice::since)
          .filter(since -> since.isAfter(after) && since.isBefore(before))
          .toList();
    }
  }

  void launched(InstanceHost host, Instance instance) {
    String type = host.type().name();
    String zone = instance.zone();
    HostKind pool = new HostKind(scope.account(), zone, type, host.vcpus(), host.spot());
    host.record(
        recorder.launched(
            host.id(),
            host.environment().name(),
            pool,
            scope.world().takes(Step.HOST_PENDING),
            () ->
                host.spot()
                    ? new SpotPrices(host.pool())
                    : Prices.constant(host.type().onDemandUsdPerHour())));
  }

  void joined(InstanceHost host) {
    recorder.joined(host.record());
  }

  void recommended(InstanceHost host) {
    recorder.rebalanceRecommended(host.record());
  }

  void noticed(InstanceHost host) {
    recorder.noticed(host.record());
  }

  void stopping(InstanceHost host, String reason) {
    recorder.stopping(host.record(), reason);
  }

  void terminated(InstanceHost host) {
    recorder.terminated(host.record());
  }

  void starting(Attempt attempt) {
    Job job = attempt.job();
    attempt.record(
        recorder.starting(
            record(attempt.host()),
            job.name(),
            job.idOrParentId(),
            job.index(),
            attempt.number(),
            job.cpuUnits()));
  }

  private HostRecord record(Host host) {
    return host instanceof InstanceHost instance
        ? instance.record()
        : recorder.fargate(scope.account(), scope.region(), host.environment().name(), host.spot());
  }

  void began(Attempt attempt) {
    recorder.began(attempt.record());
  }

  void ended(Attempt attempt) {
    recorder.ended(attempt.record(), outcome(attempt));
  }

  private static AttemptOutcome outcome(Attempt attempt) {
    Integer code = attempt.exitCode();
    if (attempt.job().terminated()) {
      return AttemptOutcome.STOPPED;
    }
    if (code != null && code == 0) {
      return AttemptOutcome.SUCCEEDED;
    }
    return attempt.lost() ? AttemptOutcome.LOST_WITH_HOST : AttemptOutcome.FAILED;
  }
}
