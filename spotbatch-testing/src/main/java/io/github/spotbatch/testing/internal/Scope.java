package io.github.spotbatch.testing.internal;

import io.github.spotbatch.testing.internal.ec2.Ec2State;
import io.github.spotbatch.testing.internal.ecr.EcrState;
import io.github.spotbatch.testing.internal.ecs.EcsState;
import io.github.spotbatch.testing.internal.events.EventState;
import io.github.spotbatch.testing.internal.iam.IamState;
import io.github.spotbatch.testing.internal.logs.LogState;

/** One account in one Region: the states of its services, none of which needs an SDK class. */
public final class Scope {

  private final World world;
  private final Account account;
  private final String region;
  private final Partition partition;
  private final IamState iam;
  private final Ec2State ec2;
  private final EcrState ecr;
  private final EcsState ecs;
  private final LogState logs;
  private final EventState events;

  Scope(World world, Account account, String region) {
    this.world = world;
    this.account = account;
    this.region = region;
    this.partition = Partition.of(region);
    this.iam = account.iam(partition.id());
    this.ec2 = new Ec2State(world, account.id(), region);
    this.ecr = new EcrState(world, account.id(), region);
    this.ecs = new EcsState(world, account.id(), region);
    this.logs = new LogState(world, account.id(), region);
    this.events = new EventState(this);
  }

  public World world() {
    return world;
  }

  public String account() {
    return account.id();
  }

  public String region() {
    return region;
  }

  public Partition partition() {
    return partition;
  }

  /** The ARN of something in this account and Region. */
  public String arn(String service, String resource) {
    return partition.arnPrefix(service, region, account()) + resource;
  }

  /** The account's roles and profiles, the same in every Region of the partition. */
  public IamState iam() {
    return iam;
  }

  public Ec2State ec2() {
    return ec2;
  }

  public EcrState ecr() {
    return ecr;
  }

  public EcsState ecs() {
    return ecs;
  }

  public LogState logs() {
    return logs;
  }

  public EventState events() {
    return events;
  }
}
