package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.access.AccessControl;
import io.github.spotbatch.time.TimeKeeper;
import io.github.spotbatch.time.WallClock;
import java.util.List;
import software.amazon.awssdk.regions.Region;

/** Describes a world. Not thread-safe. */
public final class FakeAwsBuilder {

  private static final double MOST_RECLAIMS = 1_000_000;

  private Region region = Region.US_EAST_1;
  private Timings timings = Timings.defaults();
  private long seed = 1;
  private int journalCapacity = 10_000;
  private double reclaimExitRate;
  private double randomReclaims;
  private boolean spotDraining;
  private double speed;
  private List<String> callerPolicies = List.of();

  FakeAwsBuilder() {}

  Region region() {
    return region;
  }

  Timings timings() {
    return timings;
  }

  long seed() {
    return seed;
  }

  int journalCapacity() {
    return journalCapacity;
  }

  double reclaimExitRate() {
    return reclaimExitRate;
  }

  double randomReclaims() {
    return randomReclaims;
  }

  boolean spotDraining() {
    return spotDraining;
  }

  AccessControl access() {
    return AccessControl.of(callerPolicies);
  }

  TimeKeeper time() {
    return speed == 0 ? VirtualClock.create() : WallClock.scaled(speed);
  }

  /**
   * The Region of the world's own clients; others can be reached all the same.
   *
   * @param region us-east-1 unless told
   * @return this builder
   */
  public FakeAwsBuilder region(Region region) {
    this.region = region;
    return this;
  }

  /**
   * How long things take.
   *
   * @param timings {@link Timings#defaults()} unless told
   * @return this builder
   */
  public FakeAwsBuilder timings(Timings timings) {
    this.timings = timings;
    return this;
  }

  /**
   * What all that is random follows from.
   *
   * @param seed 1 unless told; the same seed gives the same run on the virtual clock
   * @return this builder
   */
  public FakeAwsBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * How many requests {@link FakeAws#journal()} keeps; of more the earliest go.
   *
   * @param requests 10,000 unless told; 0 for none
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  public FakeAwsBuilder journalCapacity(int requests) {
    if (requests < 0) {
      throw new IllegalArgumentException("a journal keeps 0 requests or more, not " + requests);
    }
    this.journalCapacity = requests;
    return this;
  }

  /**
   * What share of the attempts that lose their host ends with exit code 143 instead, drawn by lot
   * from the seed. AWS is known to do either, but not how often.
   *
   * @param share 0 unless told, at most 1
   * @return this builder
   * @throws IllegalArgumentException if it is not from 0 to 1
   * @see SpotScripts#exitOnReclaim(String, int)
   */
  public FakeAwsBuilder reclaimExitRate(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is from 0 to 1, was " + share);
    }
    this.reclaimExitRate = share;
    return this;
  }

  /**
   * Takes Spot hosts back by chance, drawn from the seed: at the rates of the Spot Instance
   * Advisor, which say what share of a type's instances is taken in a month (2.5, 7.5, 12.5, 17.5
   * or 25 %). The hosts of a pool go together: each time about half of them. A pool is left alone
   * while no job runs on its hosts, so that a world without jobs comes to rest.
   *
   * <p>At the advisor's own rates a run of some hours hardly ever loses a host. At 1,000 times
   * those a pool loses hosts every 1 to 14 hours on average, as the rate of its type is.
   *
   * @param times how many times those rates, at most 1,000,000; none unless told, 1 for the
   *     advisor's own
   * @return this builder
   * @throws IllegalArgumentException if it is out of its bounds or no number
   */
  public FakeAwsBuilder randomReclaims(double times) {
    if (!(times >= 0 && times <= MOST_RECLAIMS)) {
      throw new IllegalArgumentException(
          "hosts are taken at 0 to 1,000,000 times the advisor's rates, was " + times);
    }
    this.randomReclaims = times;
    return this;
  }

  /**
   * Whether Spot hosts drain when their interruption notice comes, as the agent of ECS has them do
   * where {@code ECS_ENABLE_SPOT_INSTANCE_DRAINING} is set: a host then takes no more jobs, its
   * containers get SIGTERM at once, and SIGKILL {@link Timings.Step#CONTAINER_STOPPING} later.
   * Without it nothing but the host's metadata and events tells of the notice, and SIGTERM comes
   * when the host shuts down.
   *
   * <p>An attempt ends when its container has, and shows the lost host whatever the exit code was,
   * but where {@link SpotScripts#exitOnReclaim(String, int)} or {@link #reclaimExitRate} says
   * otherwise. A scripted container does not hear SIGTERM: it ends by SIGKILL, or by its script if
   * that comes first. What is still starting is lost at once.
   *
   * @param draining false unless told
   * @return this builder
   */
  public FakeAwsBuilder spotDraining(boolean draining) {
    this.spotDraining = draining;
    return this;
  }

  /**
   * What whoever calls may do, as far as IAM says: each call is checked as AWS does before its
   * service looks at it, pushes and pulls of images too, and refused in the words of that service.
   * A call needs what the Service Authorization Reference says, which is more than its own action
   * where roles are passed or tags are given at once. {@link RequestJournal#unrecorded} clients are
   * not checked, so that a test can prepare its world.
   *
   * <p>Modelled are statements that allow or deny actions on resources, with wildcards, under
   * conditions {@code StringEquals}, {@code StringLike}, {@code ArnEquals} and {@code ArnLike},
   * each also as {@code ...IfExists}, on the keys that the calls of spotbatch have. A call of which
   * it is not known what it needs fails with an {@link UnsupportedOperationException}.
   *
   * <p>{@code {"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}} allows everything, and
   * lets {@link RequestJournal#actions} say what was needed.
   *
   * @param documents identity-based policies as JSON, all of them attached; everything is allowed,
   *     and nothing is checked, unless some are given
   * @return this builder
   * @throws IllegalArgumentException if none is given, or if one is no policy or says more than is
   *     modelled
   */
  public FakeAwsBuilder callerPolicy(String... documents) {
    if (documents.length == 0) {
      throw new IllegalArgumentException("no policy is given");
    }
    List<String> policies = List.of(documents);
    AccessControl unused = AccessControl.of(policies);
    this.callerPolicies = policies;
    return this;
  }

  /**
   * Runs on the wall clock instead of a virtual one. Jobs may then be real processes, and the world
   * can be served.
   *
   * @param speed simulated seconds per real second, above 0
   * @return this builder
   * @throws IllegalArgumentException if the speed is not a positive number
   */
  public FakeAwsBuilder speed(double speed) {
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("speed must be a positive number, was " + speed);
    }
    this.speed = speed;
    return this;
  }

  /**
   * Makes the world.
   *
   * @return a new world
   */
  public FakeAws build() {
    return new FakeAws(this);
  }
}
