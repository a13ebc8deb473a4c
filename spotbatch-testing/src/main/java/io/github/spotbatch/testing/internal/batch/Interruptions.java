package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.script.Scripts;
import java.time.Duration;
import java.util.List;

/**
 * How Spot takes hosts back: it recommends to move the work, gives notice, and takes the host with
 * all that is on it.
 */
final class Interruptions {

  private static final String SOURCE = "aws.ec2";

  private final FakeBatch batch;
  private final Scope scope;
  private final World world;
  private final Scripts scripts;
  private final LifeRecords records;

  Interruptions(FakeBatch batch, Scope scope, Scripts scripts, LifeRecords records) {
    this.batch = batch;
    this.scope = scope;
    this.world = scope.world();
    this.scripts = scripts;
    this.records = records;
  }

  /** A task on Fargate has neither metadata nor events of EC2. */
  void reclaim(Host host) {
    if (host instanceof InstanceHost instance) {
      giveNotice(instance);
    } else {
      world.changed("host", host.id(), "interruption notice");
      world.after(
          world.takes(Step.SPOT_NOTICE),
          () -> List.copyOf(host.attempts()).forEach(batch.runs()::hostLost));
    }
  }

  /** A host is told once, and not at all when it goes anyway. */
  private void giveNotice(InstanceHost host) {
    Duration left = world.takes(Step.SPOT_NOTICE);
    if (host.leaving() || !host.notices().interrupt(world.now().plus(left))) {
      return;
    }
    recommendRebalance(host);
    records.noticed(host);
    world.changed("host", host.id(), "interruption notice");
    String zone = scope.ec2().instance(host.id()).orElseThrow().zone();
    scope
        .events()
        .publish(
            SOURCE,
            "EC2 Spot Instance Interruption Warning",
            List.of("arn:" + scope.partition().id() + ":ec2:" + zone + ":instance/" + host.id()),
            () ->
                "{\"instance-id\":\"%s\",\"instance-action\":\"terminate\"}".formatted(host.id()));
    if (scripts.spotDraining()) {
      drain(host);
    }
    world.after(left, () -> batch.fleet().taken(host));
  }

  /** A host is told once; with the notice at the latest. */
  void recommendRebalance(InstanceHost host) {
    if (host.leaving() || !host.notices().recommendRebalance(world.now())) {
      return;
    }
    records.recommended(host);
    world.changed("host", host.id(), "rebalance recommendation");
    String arn = scope.arn("ec2", "instance/" + host.id());
    scope
        .events()
        .publish(
            SOURCE,
            "EC2 Instance Rebalance Recommendation",
            List.of(arn),
            () -> "{\"instance-id\":\"%s\"}".formatted(host.id()));
  }

  private void drain(InstanceHost host) {
    world.changed("host", host.id(), "draining");
    host.drain();
    showDraining(host);
    List.copyOf(host.attempts()).forEach(batch.runs()::drain);
    batch.scheduler().kick();
  }

  /** A host that was told before it joined takes no job either. */
  void showDraining(InstanceHost host) {
    if (host.draining() && host.containerInstanceArn() != null) {
      scope.ecs().drain(host.containerInstanceArn());
    }
  }
}
