package io.github.spotbatch.testing;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.testing.internal.Journal;
import io.github.spotbatch.testing.internal.ServiceCatalog;
import io.github.spotbatch.testing.internal.TimelineText;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.script.Scripts;
import io.github.spotbatch.testing.internal.wire.AwsWire;
import io.github.spotbatch.testing.internal.wire.InProcessHttpClient;
import io.github.spotbatch.testing.internal.wire.LoopbackServer;
import io.github.spotbatch.time.TimeKeeper;
import io.github.spotbatch.time.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.batch.BatchClient;

/**
 * An AWS in this JVM: Batch with IAM, EC2, ECR, ECS, STS and CloudWatch Logs, spoken to by real SDK
 * clients that open no socket.
 *
 * <p>It refuses what AWS refuses, in AWS's words, and an operation or a parameter that it does not
 * model fails with its name. On its virtual clock, the default, time stands still until somebody
 * waits, by {@code await} of spotbatch, {@link #advance} or {@link #runUntilIdle}; hours then pass
 * in milliseconds, and the same seed gives the same run. On the wall clock ({@link Builder#speed}),
 * jobs may be real processes.
 *
 * <p>Thread-safe. Account {@code 123456789012}, or the twelve digits given as access key id; every
 * Region.
 */
public final class FakeAws implements AutoCloseable {

  private final TimeKeeper time;
  private final World world;
  private final Scripts scripts;
  private final Journal journal;
  private final Instant start;
  private final Region region;
  private final long seed;
  private final SdkHttpClient httpClient;
  private final AwsWire wire;
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

  private FakeAws(Builder builder) {
    this.time = builder.speed == 0 ? VirtualClock.create() : WallClock.scaled(builder.speed);
    this.world = new World(time, builder.timings, builder.seed);
    this.scripts = new Scripts();
    this.journal = new Journal(builder.journalCapacity);
    this.start = time.now();
    this.region = builder.region;
    this.seed = builder.seed;
    this.wire = AwsWire.to(new ServiceCatalog(world, scripts, journal, region.id()));
    this.httpClient = InProcessHttpClient.of(wire);
  }

  /**
   * A new world on a virtual clock, with a default VPC and nothing in it.
   *
   * @return the world
   */
  public static FakeAws create() {
    return builder().build();
  }

  /**
   * A new world, to be described.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A real SDK client of this world: the rest of the builder's settings count as they are. Retries
   * come without delay unless the builder has a retry strategy of its own.
   *
   * @param builder such as {@code Ec2Client.builder()}; its HTTP client, Region and credentials are
   *     set here
   * @param <B> the builder's type
   * @param <C> the client's type
   * @return the client, the caller's to close
   */
  public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
    ClientOverrideConfiguration given = builder.overrideConfiguration();
    if (given.retryStrategy().isEmpty()) {
      builder.overrideConfiguration(given.toBuilder().retryStrategy(immediateRetries()).build());
    }
    return builder.httpClient(httpClient).region(region).credentialsProvider(credentials()).build();
  }

  private static RetryStrategy immediateRetries() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .backoffStrategy(BackoffStrategy.retryImmediately())
        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
        .build();
  }

  /**
   * A real Batch client of this world.
   *
   * @return the client, the caller's to close
   */
  public BatchClient batch() {
    return client(BatchClient.builder());
  }

  /**
   * A spotbatch on this world and its clock.
   *
   * @return a new one, closed with this world at the latest
   */
  public SpotBatch spotBatch() {
    SpotBatch spotBatch = spotBatchBuilder().build();
    toClose.push(spotBatch);
    return spotBatch;
  }

  /**
   * A spotbatch on this world and its clock, to be set up further.
   *
   * @return a builder that has this world's HTTP client, Region, credentials, clock and seed
   */
  public SpotBatch.Builder spotBatchBuilder() {
    return SpotBatch.builder()
        .httpClient(httpClient)
        .region(region)
        .credentialsProvider(credentials())
        .timeKeeper(time)
        .randomGenerator(new Random(seed));
  }

  private static AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("fake", "fake"));
  }

  /**
   * Serves this world on 127.0.0.1 for any SDK and the AWS CLI. The virtual clock would stand still
   * between requests, so the wall clock is needed.
   *
   * @param port to listen on; 0 for a free one
   * @return the running server, closed with this world at the latest
   * @throws IllegalStateException on the virtual clock
   */
  public FakeAwsServer serve(int port) {
    if (time instanceof VirtualClock) {
      throw new IllegalStateException(
          "a server needs the wall clock: FakeAws.builder().speed(100).build()");
    }
    FakeAwsServer server = new FakeAwsServer(LoopbackServer.start(wire::answer, port));
    toClose.push(server);
    return server;
  }

  /**
   * What containers do.
   *
   * @return the scripts, to add to
   */
  public JobScripts jobs() {
    return new JobScripts(scripts, time instanceof VirtualClock);
  }

  /**
   * When Spot takes hosts back.
   *
   * @return the scripts, to add to
   */
  public SpotScripts spot() {
    return new SpotScripts(scripts);
  }

  /**
   * The requests that have come so far.
   *
   * @return the journal, which goes on with the world
   */
  public RequestJournal journal() {
    return new RequestJournal(journal);
  }

  /**
   * What has happened so far, for people: every change of state, and every request that changes
   * something or was refused, with its time since the start and on the world's clock. The latest
   * 10,000 are kept.
   *
   * @return a line for each, the latest last
   */
  public String timeline() {
    return TimelineText.of(world.timeline(), start);
  }

  /**
   * The world's clock.
   *
   * @return a {@link VirtualClock}, or a {@link WallClock} where a speed was given
   */
  public TimeKeeper time() {
    return time;
  }

  /**
   * Lets time pass, with all that happens in it.
   *
   * @param duration how long
   * @throws IllegalStateException on the wall clock, which goes by itself
   */
  public void advance(Duration duration) {
    virtualClock().advance(duration);
  }

  /**
   * Lets everything happen that is still to happen.
   *
   * @throws IllegalStateException on the wall clock, which goes by itself
   */
  public void runUntilIdle() {
    virtualClock().runUntilIdle();
  }

  private VirtualClock virtualClock() {
    if (time instanceof VirtualClock virtual) {
      return virtual;
    }
    throw new IllegalStateException("this world runs on the wall clock");
  }

  /**
   * The account of this world's clients.
   *
   * @return twelve digits
   */
  public String account() {
    return ServiceCatalog.DEFAULT_ACCOUNT;
  }

  /**
   * The Region of this world's clients.
   *
   * @return us-east-1 unless told
   */
  public Region region() {
    return region;
  }

  /**
   * Makes a customer-managed IAM policy, so that roles can have it attached or as their permissions
   * boundary.
   *
   * @param arn such as {@code arn:aws:iam::123456789012:policy/boundary}
   */
  public void addPolicy(String arn) {
    world.event(() -> world.scope(account(), region.id()).iam().addPolicy(arn));
  }

  /** Takes the default VPC of the clients' account and Region away, as some accounts have none. */
  public void removeDefaultVpc() {
    world.event(() -> world.scope(account(), region.id()).ec2().removeDefaultVpc());
  }

  /** Ends the world: nothing happens any more, and processes of jobs are killed. */
  @Override
  public void close() {
    world.close();
    for (AutoCloseable closeable : toClose) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("could not close " + closeable, e);
      }
    }
    toClose.clear();
    if (time instanceof WallClock wallClock) {
      wallClock.close();
    }
  }

  /** Describes a world. Not thread-safe. */
  public static final class Builder {

    private Region region = Region.US_EAST_1;
    private Timings timings = Timings.defaults();
    private long seed = 1;
    private int journalCapacity = 10_000;
    private double speed;

    private Builder() {}

    /**
     * The Region of the world's own clients; others can be reached all the same.
     *
     * @param region us-east-1 unless told
     * @return this builder
     */
    public Builder region(Region region) {
      this.region = region;
      return this;
    }

    /**
     * How long things take.
     *
     * @param timings {@link Timings#defaults()} unless told
     * @return this builder
     */
    public Builder timings(Timings timings) {
      this.timings = timings;
      return this;
    }

    /**
     * What all that is random follows from.
     *
     * @param seed 1 unless told; the same seed gives the same run on the virtual clock
     * @return this builder
     */
    public Builder seed(long seed) {
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
    public Builder journalCapacity(int requests) {
      if (requests < 0) {
        throw new IllegalArgumentException("a journal keeps 0 requests or more, not " + requests);
      }
      this.journalCapacity = requests;
      return this;
    }

    /**
     * Runs on the wall clock instead of a virtual one. Jobs may then be real processes, and the
     * world can be served.
     *
     * @param speed simulated seconds per real second, above 0
     * @return this builder
     * @throws IllegalArgumentException if the speed is not a positive number
     */
    public Builder speed(double speed) {
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
}
