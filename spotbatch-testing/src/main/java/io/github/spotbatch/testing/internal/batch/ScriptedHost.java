package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.ec2.Pool;
import io.github.spotbatch.testing.internal.script.Glob;
import io.github.spotbatch.testing.internal.spot.SpotHost;
import java.time.Instant;

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
  public boolean outbid(Instant now) {
    return host.outbid(now);
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
