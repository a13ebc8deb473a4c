package io.github.spotbatch.testing.internal.ec2;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One EC2 instance. Only {@link Ec2State} moves it through its life. */
public final class Instance {

  private final String id;
  private final InstanceType type;
  private final Subnet subnet;
  private final String imageId;
  private final String reservationId;
  private final String privateIp;
  private final @Nullable String spotRequestId;
  private final @Nullable String profileArn;
  private final List<String> securityGroupIds;
  private final Map<String, String> tags;
  private final Instant launchedAt;
  private InstanceState state = InstanceState.PENDING;
  private @Nullable StateReason stateReason;
  private @Nullable Instant stoppingAt;
  private @Nullable Instant terminatedAt;

  Instance(
      InstanceIds ids,
      InstanceType type,
      Subnet subnet,
      String privateIp,
      List<String> securityGroupIds,
      @Nullable String profileArn,
      Map<String, String> tags,
      Instant launchedAt) {
    this.id = ids.instanceId();
    this.imageId = ids.imageId();
    this.reservationId = ids.reservationId();
    this.spotRequestId = ids.spotRequestId();
    this.type = type;
    this.subnet = subnet;
    this.privateIp = privateIp;
    this.securityGroupIds = List.copyOf(securityGroupIds);
    this.profileArn = profileArn;
    this.tags = new LinkedHashMap<>(tags);
    this.launchedAt = launchedAt;
  }

  public String id() {
    return id;
  }

  public InstanceType type() {
    return type;
  }

  public Subnet subnet() {
    return subnet;
  }

  /** The name of the Availability Zone. */
  public String zone() {
    return subnet.zone().name();
  }

  public String imageId() {
    return imageId;
  }

  public String reservationId() {
    return reservationId;
  }

  public String privateIp() {
    return privateIp;
  }

  public boolean spot() {
    return spotRequestId != null;
  }

  public Optional<String> spotRequestId() {
    return Optional.ofNullable(spotRequestId);
  }

  public Optional<String> profileArn() {
    return Optional.ofNullable(profileArn);
  }

  public List<String> securityGroupIds() {
    return securityGroupIds;
  }

  /** The tags, live: tagging changes them. */
  public Map<String, String> tags() {
    return tags;
  }

  public Instant launchedAt() {
    return launchedAt;
  }

  public InstanceState state() {
    return state;
  }

  /** Why the instance stops or has stopped. */
  public Optional<StateReason> stateReason() {
    return Optional.ofNullable(stateReason);
  }

  /** When it began to shut down. */
  public Optional<Instant> stoppingAt() {
    return Optional.ofNullable(stoppingAt);
  }

  /** When it was gone. */
  public Optional<Instant> terminatedAt() {
    return Optional.ofNullable(terminatedAt);
  }

  /** Whether it still holds its network interface, and by that its subnet and security groups. */
  public boolean holdsInterface() {
    return state != InstanceState.TERMINATED;
  }

  void started() {
    if (state == InstanceState.PENDING) {
      state = InstanceState.RUNNING;
    }
  }

  void stopping(StateReason reason, Instant at) {
    state = InstanceState.SHUTTING_DOWN;
    stateReason = reason;
    stoppingAt = at;
  }

  void stopped(Instant at) {
    state = InstanceState.TERMINATED;
    terminatedAt = at;
  }
}
