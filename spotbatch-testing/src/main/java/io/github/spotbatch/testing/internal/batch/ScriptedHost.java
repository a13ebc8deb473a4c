package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.ec2.Pool;
import io.github.spotbatch.testing.internal.script.Glob;
import io.github.spotbatch.testing.internal.spot.SpotHost;
import java.math.BigDecimal;
import java.util.Optional;

/** A Spot host as scripts see it. */
record ScriptedHost(InstanceHost host, Fleet fleet) implements SpotHost {

  @Override
  public String id() {
    return host.id();
  }

  @Override
  public Pool pool() {
    return host.pool();
  }

  @Override
  public boolean joined() {
    return host.containerInstanceArn() != null;
  }

  @Override
  public int running() {
    return (int) host.attempts().stream().filter(it -> it.startedAt() != null).count();
  }

  @Override
  public boolean runs(Glob job) {
    return host.attempts().stream()
        .anyMatch(it -> it.startedAt() != null && job.matchesJob(it.job().name()));
  }

  @Override
  public Optional<BigDecimal> bid() {
    Integer bid = host.environment().detail().computeResources().bidPercentage();
    return Optional.ofNullable(bid).map(it -> InstanceChoice.limit(host.type(), it));
  }

  @Override
  public void reclaim() {
    fleet.reclaim(host);
  }

  @Override
  public void recommendRebalance() {
    fleet.recommendRebalance(host);
  }
}
