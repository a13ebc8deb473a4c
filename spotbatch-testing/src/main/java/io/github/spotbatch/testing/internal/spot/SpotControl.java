package io.github.spotbatch.testing.internal.spot;

import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.Pool;
import io.github.spotbatch.testing.internal.ec2.SpotMarket;
import io.github.spotbatch.testing.internal.script.EnvironmentNames;
import io.github.spotbatch.testing.internal.script.Glob;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What can be done to the Spot markets of a world and to the hosts launched from them. Each action
 * says in words what it did, and nothing if it found nothing to do it to. Guarded by the world's
 * lock.
 */
public final class SpotControl {

  private static final int NAMED = 5;

  private final World world;
  private final Random random;
  private final List<SpotFleet> fleets = new ArrayList<>();
  private final List<Blocking> blockings = new ArrayList<>();
  private final EnvironmentNames environments = new EnvironmentNames();
  private final RandomReclaims randomReclaims;
  private final MarketScripts scripts;

  /** Whether some environments get no instances although they want some. */
  private record Blocking(Glob environment, boolean blocked) {}

  public SpotControl(World world, long seed) {
    this.world = world;
    this.random = new Random(~seed);
    this.randomReclaims = new RandomReclaims(world, this, random);
    this.scripts = new MarketScripts(world, this);
  }

  public RandomReclaims randomReclaims() {
    return randomReclaims;
  }

  public MarketScripts scripts() {
    return scripts;
  }

  /** The environments that there were, on Spot or not. */
  public EnvironmentNames environments() {
    return environments;
  }

  public void add(SpotFleet fleet) {
    fleets.add(fleet);
  }

  /** All Spot hosts that stay for now. */
  public List<SpotHost> hosts() {
    return fleets.stream().flatMap(fleet -> fleet.spotHosts().stream()).toList();
  }

  List<SpotHost> hosts(PoolPattern pools) {
    return hosts().stream().filter(host -> pools.matches(host.pool())).toList();
  }

  /** Pools that match, in all Regions that anybody has asked for. */
  public List<Pool> pools(PoolPattern pattern) {
    return world.markets().stream().flatMap(SpotMarket::pools).filter(pattern::matches).toList();
  }

  /** Nothing more is launched from some pools. */
  public Optional<String> drain(PoolPattern pattern) {
    return forPools(pattern, pool -> pool.drain(true));
  }

  /** Something befell a market, for the timeline and reports. */
  public void tell(String label, String what) {
    world.changed("spot market", label, what);
    world.recorder().mark(label, what);
  }

  /** Some pools have what they had again. */
  public Optional<String> giveBack(PoolPattern pattern) {
    Optional<String> done = forPools(pattern, pool -> pool.drain(false));
    fleets.forEach(SpotFleet::lookAgain);
    return done;
  }

  /** Some zones no longer have some types, on Spot or on demand. */
  public Optional<String> withdraw(PoolPattern pattern) {
    Optional<String> done = forPools(pattern, Pool::withdraw);
    fleets.forEach(SpotFleet::lookAgain);
    return done;
  }

  /** Some pools have their price times a factor, and hosts whose bid it passes go. */
  public Optional<String> multiplyPrice(PoolPattern pattern, BigDecimal factor) {
    Optional<String> done = forPools(pattern, it -> it.multiplyPrice(factor, world.now()));
    return done.map(words -> words + priceMoved(pattern));
  }

  /** Some pools have one price, and hosts whose bid it passes go. */
  public Optional<String> fixPrice(PoolPattern pattern, BigDecimal usdPerHour) {
    Optional<String> done = forPools(pattern, it -> it.fixPrice(usdPerHour, world.now()));
    return done.map(words -> words + priceMoved(pattern));
  }

  private String priceMoved(PoolPattern pattern) {
    List<SpotHost> outbid =
        hosts(pattern).stream().filter(host -> host.outbid(world.now())).toList();
    outbid.forEach(SpotHost::reclaim);
    fleets.forEach(SpotFleet::lookAgain);
    return outbid.isEmpty() ? "" : "; above the bid of " + named(outbid);
  }

  private Optional<String> forPools(PoolPattern pattern, Consumer<Pool> action) {
    List<Pool> pools = pools(pattern);
    pools.forEach(action);
    return pools.isEmpty() ? Optional.empty() : Optional.of(pools.size() + " pools");
  }

  /** So many hosts are taken back, drawn by lot. */
  public Optional<String> reclaim(int most, PoolPattern pattern) {
    List<SpotHost> drawn = new ArrayList<>(hosts(pattern));
    Collections.shuffle(drawn, random);
    return forHosts(drawn.subList(0, Math.min(most, drawn.size())), SpotHost::reclaim);
  }

  /** A share of the hosts is taken back, drawn by lot; of one host or more at least one. */
  public Optional<String> reclaimShare(double share, PoolPattern pattern) {
    BigDecimal part = BigDecimal.valueOf(share).multiply(new BigDecimal(hosts(pattern).size()));
    return reclaim(part.setScale(0, RoundingMode.CEILING).intValueExact(), pattern);
  }

  /** The host of a job is taken back. */
  public Optional<String> reclaimHostOf(Glob job) {
    List<SpotHost> running = hosts().stream().filter(host -> host.runs(job)).toList();
    return forHosts(running, SpotHost::reclaim);
  }

  /** Hosts are told that they are at risk. */
  public Optional<String> recommendRebalance(PoolPattern pattern) {
    return forHosts(hosts(pattern), SpotHost::recommendRebalance);
  }

  private static Optional<String> forHosts(List<SpotHost> hosts, Consumer<SpotHost> action) {
    hosts.forEach(action);
    return hosts.isEmpty() ? Optional.empty() : Optional.of(named(hosts));
  }

  private static String named(List<SpotHost> hosts) {
    String first =
        hosts.stream()
            .limit(NAMED)
            .map(host -> host.id() + " (" + host.pool() + ")")
            .collect(Collectors.joining(", "));
    int more = hosts.size() - NAMED;
    return first + (more > 0 ? " and " + more + " more " + noun(more) : "");
  }

  /** Environments get no instances, of Spot or not, until this is taken back. */
  public Optional<String> blockScaleUp(Glob environment, boolean blocked) {
    blockings.add(new Blocking(environment, blocked));
    environments.said(
        environment, (blocked ? "blocked" : "allowed") + " the scale-up of " + environment);
    fleets.forEach(SpotFleet::lookAgain);
    return Optional.of(blocked ? "no instances from now on" : "instances again");
  }

  /** Whether an environment gets no instances for now. */
  public boolean scaleUpBlocked(String environment) {
    return blockings.stream()
        .filter(blocking -> blocking.environment().matches(environment))
        .reduce((earlier, later) -> later)
        .map(Blocking::blocked)
        .orElse(false);
  }

  private static String noun(int hosts) {
    return hosts == 1 ? "host" : "hosts";
  }

  /** The pools from which something was launched, for whoever looks for a mistyped name. */
  public String whatThereWas() {
    String pools =
        world.markets().stream()
            .flatMap(SpotMarket::used)
            .map(pool -> "%s (%d %s)".formatted(pool, pool.launches(), noun(pool.launches())))
            .collect(Collectors.joining(", "));
    List<SpotHost> living = hosts();
    return pools.isEmpty()
        ? "there was no Spot host"
        : "Spot hosts were launched from "
            + pools
            + "; there are now "
            + (living.isEmpty() ? "none" : named(living));
  }
}
