package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * The jobs of a queue with a scheduling policy, by their shares.
 *
 * <p>AWS says what the members of a policy mean, but publishes no formula. Here the turn is that of
 * the share with the lowest {@code weightFactor * (vCPUs in use + vCPUs used lately)}, where the
 * usage fades exponentially with {@code shareDecaySeconds} as its time constant (600 s where that
 * is 0 or not given), so that a steady use of n vCPUs comes to n used lately. A tie goes to the
 * share that was served longest ago. Within a share jobs of higher scheduling priority come first,
 * and retried jobs in front of their like.
 *
 * <p>A share is active while it has an unfinished job. Of the vCPUs that the queue's environments
 * may have in all, the ratio {@code (computeReservation / 100) ^ activeShares} is kept free for
 * shares yet to come.
 */
final class FairShare implements WaitingJobs {

  private static final int DEFAULT_DECAY_SECONDS = 600;
  private static final double FORGOTTEN_VCPUS = 1e-6;

  private final World world;
  private SchedulingPolicy policy;
  private final Map<String, Share> shares = new LinkedHashMap<>();

  FairShare(World world, SchedulingPolicy policy) {
    this.world = world;
    this.policy = policy;
  }

  void policy(SchedulingPolicy changed) {
    this.policy = changed;
  }

  SchedulingPolicy policy() {
    return policy;
  }

  /** Whether one more job of that share would not be one share too many. */
  boolean admits(String identifier) {
    Share share = shares.get(identifier);
    boolean active = share != null && share.active();
    return active || activeShares() < SchedulingPolicyRules.MAX_SHARES;
  }

  /** A job has been submitted. */
  void submitted(Job job) {
    shareOf(job).unfinished(1);
  }

  /** A job has ended for good. */
  void finished(Job job) {
    shareOf(job).unfinished(-1);
  }

  /** A job has got a place. */
  void placed(Job job) {
    Share share = shareOf(job);
    share.inUse(job.vcpus(), world.now(), decaySeconds());
    // The order of the map is that of the shares' last turns.
    shares.remove(share.identifier());
    shares.put(share.identifier(), share);
  }

  /** A job has left its place. */
  void released(Job job) {
    shareOf(job).inUse(-job.vcpus(), world.now(), decaySeconds());
  }

  @Override
  public void add(Job job, boolean inFront) {
    shareOf(job).waiting().add(job, inFront);
  }

  @Override
  public void remove(Job job) {
    shareOf(job).waiting().remove(job);
  }

  private Share shareOf(Job job) {
    String identifier = Objects.requireNonNull(job.shareIdentifier());
    Share known = shares.get(identifier);
    if (known != null) {
      return known;
    }
    shares.values().removeIf(this::forgotten);
    Share share = new Share(identifier, world.now());
    shares.put(identifier, share);
    return share;
  }

  private boolean forgotten(Share share) {
    return !share.active() && share.lately(world.now(), decaySeconds()) < FORGOTTEN_VCPUS;
  }

  @Override
  public int allowance(int mostVcpus) {
    Integer reservation = policy.fairShare().computeReservation();
    if (reservation == null || reservation == 0) {
      return Integer.MAX_VALUE;
    }
    double reserved = StrictMath.pow(reservation / 100.0, activeShares());
    int inUse = shares.values().stream().mapToInt(Share::vcpusInUse).sum();
    return (int) Math.floor(mostVcpus * (1 - reserved)) - inUse;
  }

  private int activeShares() {
    return (int) shares.values().stream().filter(Share::active).count();
  }

  private double decaySeconds() {
    Integer seconds = policy.fairShare().shareDecaySeconds();
    return seconds == null || seconds == 0 ? DEFAULT_DECAY_SECONDS : seconds;
  }

  /** As if each job took its place when its turn has come. */
  @Override
  public Iterator<Job> iterator() {
    Instant now = world.now();
    double decay = decaySeconds();
    PriorityQueue<Turn> turns =
        new PriorityQueue<>(
            Comparator.comparingDouble(Turn::load).thenComparingInt(turn -> turn.lastServed));
    int lastServed = 0;
    for (Share share : List.copyOf(shares.values())) {
      Iterator<Job> jobs = share.waiting().iterator();
      if (jobs.hasNext()) {
        double used = share.vcpusInUse() + share.lately(now, decay);
        turns.add(new Turn(jobs, policy.weightOf(share.identifier()), used, lastServed));
      }
      lastServed++;
    }
    return new InTurn(turns, lastServed);
  }

  /** A share with jobs that wait for their turn. */
  private static final class Turn {

    private final Iterator<Job> jobs;
    private final double weight;
    private double used;
    private int lastServed;

    Turn(Iterator<Job> jobs, double weight, double used, int lastServed) {
      this.jobs = jobs;
      this.weight = weight;
      this.used = used;
      this.lastServed = lastServed;
    }

    double load() {
      return weight * used;
    }
  }

  private static final class InTurn implements Iterator<Job> {

    private final PriorityQueue<Turn> turns;
    private int served;

    InTurn(PriorityQueue<Turn> turns, int served) {
      this.turns = turns;
      this.served = served;
    }

    @Override
    public boolean hasNext() {
      return !turns.isEmpty();
    }

    @Override
    public Job next() {
      Turn turn = turns.remove();
      Job job = turn.jobs.next();
      turn.used += job.vcpus();
      turn.lastServed = served++;
      if (turn.jobs.hasNext()) {
        turns.add(turn);
      }
      return job;
    }
  }
}
