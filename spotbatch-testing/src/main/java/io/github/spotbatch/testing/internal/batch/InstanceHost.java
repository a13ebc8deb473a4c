package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.ec2.InstanceType;
import io.github.spotbatch.testing.internal.ec2.Pool;
import io.github.spotbatch.testing.internal.metadata.SpotNotices;
import io.github.spotbatch.testing.internal.report.HostRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An instance of an environment, with the room that its jobs leave. */
final class InstanceHost implements Host {

  private final Environment environment;
  private final boolean spot;
  private final Pool pool;
  private final @Nullable BigDecimal bid;
  private final String instanceId;
  private final long number;
  private final Set<Attempt> attempts = new LinkedHashSet<>();
  private final SpotNotices notices = new SpotNotices();
  private @Nullable HostRecord record;
  private @Nullable String containerInstanceArn;
  private int freeVcpus;
  private int freeMemoryMiB;
  private boolean leaving;
  private boolean outdated;
  private boolean draining;
  private int busyPeriods;

  InstanceHost(Environment environment, Pool pool, String instanceId) {
    this.environment = environment;
    this.spot = environment.spot();
    this.pool = pool;
    this.bid = InstanceChoice.bid(environment, pool.type());
    this.instanceId = instanceId;
    this.number = environment.hostIndex().nextNumber();
    this.freeVcpus = type().vcpus();
    this.freeMemoryMiB = memoryForJobs(type());
  }

  /**
   * What ECS registers of an instance's memory: less than it has, by 32 MiB for the agent and what
   * the kernel keeps. The kernel's share is about 4 %.
   */
  static int memoryForJobs(InstanceType type) {
    return type.memoryMib() - type.memoryMib() / 25 - 32;
  }

  @Override
  public Environment environment() {
    return environment;
  }

  /** As it was launched, which its environment may no longer be. */
  @Override
  public boolean spot() {
    return spot;
  }

  InstanceType type() {
    return pool.type();
  }

  /** Its type in its zone, whether it is of Spot or not. */
  Pool pool() {
    return pool;
  }

  /** Whether its environment had a bid when it was launched. */
  boolean hasBid() {
    return bid != null;
  }

  /** Whether that bid has come to be too low. */
  boolean outbid(Instant now) {
    return bid != null && pool.price(now).compareTo(bid) >= 0;
  }

  @Override
  public String id() {
    return instanceId;
  }

  /** The younger among its environment's hosts, the higher. */
  long number() {
    return number;
  }

  @Override
  public String architecture() {
    return type().architecture().equals("arm64") ? "arm64" : "amd64";
  }

  int vcpus() {
    return type().vcpus();
  }

  @Override
  public Set<Attempt> attempts() {
    return attempts;
  }

  void record(HostRecord kept) {
    this.record = kept;
  }

  /** What reports tell of it. */
  HostRecord record() {
    return Objects.requireNonNull(record);
  }

  /** The host has joined its cluster. */
  void joined(String arn) {
    this.containerInstanceArn = arn;
    environment.hostIndex().file(this);
  }

  @Override
  public @Nullable String containerInstanceArn() {
    return containerInstanceArn;
  }

  boolean ready() {
    return containerInstanceArn != null && takesJobs();
  }

  /** Whether jobs that find no room now may count on this host once it has joined. */
  boolean booting() {
    return containerInstanceArn == null && takesJobs();
  }

  void leave() {
    this.leaving = true;
    environment.hostIndex().file(this);
  }

  /** An update replaces the host: it takes no more jobs. */
  void outdate() {
    this.outdated = true;
    environment.hostIndex().file(this);
  }

  boolean outdated() {
    return outdated;
  }

  /** What it has been told of its end. */
  SpotNotices notices() {
    return notices;
  }

  /** It takes no more jobs, for Spot will take it. */
  void drain() {
    this.draining = true;
    environment.hostIndex().file(this);
  }

  boolean draining() {
    return draining;
  }

  private boolean takesJobs() {
    return staying() && !draining;
  }

  boolean staying() {
    return !leaving && !outdated;
  }

  @Override
  public boolean leaving() {
    return leaving;
  }

  int freeVcpus() {
    return freeVcpus;
  }

  int freeMemoryMiB() {
    return freeMemoryMiB;
  }

  boolean fits(Job job) {
    return job.vcpus() <= freeVcpus && job.memoryMiB() <= freeMemoryMiB;
  }

  @Override
  public void take(Attempt attempt) {
    attempts.add(attempt);
    freeVcpus -= attempt.job().vcpus();
    freeMemoryMiB -= attempt.job().memoryMiB();
    environment.hostIndex().file(this);
  }

  @Override
  public void release(Attempt attempt) {
    if (attempts.remove(attempt)) {
      freeVcpus += attempt.job().vcpus();
      freeMemoryMiB += attempt.job().memoryMiB();
      busyPeriods++;
      environment.hostIndex().file(this);
    }
  }

  boolean busy() {
    return !attempts.isEmpty();
  }

  /** How many attempts have ended here, which tells whether the host was busy in between. */
  int busyPeriods() {
    return busyPeriods;
  }

  @Override
  public Step startup() {
    return Step.CONTAINER_STARTING;
  }

  @Override
  public String lossReason() {
    return "Host EC2 (instance " + instanceId + ") terminated.";
  }

  /** Nobody is left to tell one. */
  @Override
  public @Nullable Integer lossExitCode() {
    return null;
  }
}
