package io.github.spotbatch.testing;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.image.ImageSource;
import io.github.spotbatch.testing.internal.Journal;
import io.github.spotbatch.testing.internal.ServiceCatalog;
import io.github.spotbatch.testing.internal.TimelineText;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ecr.RegistryServer;
import io.github.spotbatch.testing.internal.script.Scripts;
import io.github.spotbatch.testing.internal.wire.LoopbackServer;
import io.github.spotbatch.time.TimeKeeper;
import io.github.spotbatch.time.WallClock;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;

/**
 * An AWS in this JVM: Batch with IAM, EC2, ECR, ECS, STS, CloudWatch Logs, EventBridge and the
 * random passwords of Secrets Manager, spoken to by real SDK clients that open no socket.
 *
 * <p>It refuses what AWS refuses, in AWS's words, and an operation or a parameter that it does not
 * model fails with its name. On its virtual clock, the default, time stands still until somebody
 * waits, by {@code await} of spotbatch, {@link #advance} or {@link #runUntilIdle}; hours then pass
 * in milliseconds, and the same seed gives the same run. On the wall clock ({@link
 * FakeAwsBuilder#speed}), jobs may be real processes.
 *
 * <p>Three ways lead in: {@link #client(AwsSyncClientBuilder) real SDK clients} in this JVM, {@link
 * #typedClient(Class) typed clients} without a wire, and {@link #serve a server} on 127.0.0.1. All
 * accounts and Regions are in one world, told apart by a client's credentials and Region; account
 * {@code 123456789012} is that of all credentials but {@link #credentials(String)}.
 *
 * <p>Thread-safe.
 */
public final class FakeAws implements AutoCloseable {

  private final TimeKeeper time;
  private final World world;
  private final Scripts scripts;
  private final Journal journal;
  private final Instant start;
  private final Region region;
  private final long seed;
  private final ServiceCatalog services;
  private final Clients clients;
  private final Owned owned = new Owned();

  FakeAws(FakeAwsBuilder builder) {
    this.time = builder.time();
    this.world = new World(time, builder.timings(), builder.seed());
    this.scripts = new Scripts();
    scripts.reclaimExits().rate(builder.reclaimExitRate());
    world.market(builder.region().id());
    world.spot().randomReclaims().factor(builder.randomReclaims());
    scripts.addTo(world.checks(), world.spot());
    scripts.spotDraining(builder.spotDraining());
    this.journal = new Journal(builder.journalCapacity());
    this.start = time.now();
    this.region = builder.region();
    this.seed = builder.seed();
    this.services = new ServiceCatalog(world, scripts, journal, region.id(), builder.access());
    this.clients = new Clients(services, region, time);
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
  public static FakeAwsBuilder builder() {
    return new FakeAwsBuilder();
  }

  /**
   * A real SDK client of this world. All that its builder was told counts: interceptors, timeouts,
   * retries, and Region and credentials, which say whom and where the world is asked for.
   *
   * @param builder such as {@code Ec2Client.builder()}; its HTTP client is set here, {@link
   *     #region()} and {@link #account()} unless it has a Region and credentials, and retries
   *     without delay unless it says how to retry
   * @param <B> the builder's type
   * @param <C> the client's type
   * @return the client, the caller's to close
   * @throws IllegalStateException if this world is closed
   */
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
    world.ensureOpen();
    return clients.sync(builder);
  }

  /**
   * A real asynchronous SDK client of this world, as {@link #client(AwsSyncClientBuilder)} makes
   * synchronous ones. A call is carried out before it returns, and its future is completed on the
   * thread that made it, unless the builder has an executor for that.
   *
   * @param builder such as {@code BatchAsyncClient.builder()}
   * @param <B> the builder's type
   * @param <C> the client's type
   * @return the client, the caller's to close
   * @throws IllegalStateException if this world is closed
   */
  public <B extends AwsAsyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
    world.ensureOpen();
    return clients.async(builder);
  }

  /**
   * A client without a wire: each call is a plain method call, for runs of very many. Nothing is
   * marshalled, signed, retried or intercepted; paginators work, and waiters wait on this world's
   * clock, but those that look at the status of HTTP, as IAM's do, need a real client.
   *
   * @param type the interface of a client, such as {@code BatchClient.class} or {@code
   *     BatchAsyncClient.class}
   * @param <C> the client's type
   * @return the client, in {@link #account()} and {@link #region()}
   * @throws IllegalArgumentException if no such service is modelled
   * @throws IllegalStateException if this world is closed
   */
  public <C extends SdkClient> C typedClient(Class<C> type) {
    return typedClient(type, account(), region);
  }

  /**
   * A client without a wire, of any account and Region.
   *
   * @param type the interface of a client
   * @param account twelve digits
   * @param where the Region
   * @param <C> the client's type
   * @return the client
   * @throws IllegalArgumentException if no such service is modelled, or the account is not one
   * @throws IllegalStateException if this world is closed
   */
  public <C extends SdkClient> C typedClient(Class<C> type, String account, Region where) {
    world.ensureOpen();
    return clients.typed(type, ServiceCatalog.requireAccount(account), where);
  }

  /**
   * Credentials of an account, for a builder that {@link #client(AwsSyncClientBuilder)} is given:
   * the access key id is the account.
   *
   * @param account twelve digits
   * @return the credentials
   * @throws IllegalArgumentException if the account is not one
   */
  public static AwsCredentialsProvider credentials(String account) {
    return Clients.credentials(ServiceCatalog.requireAccount(account));
  }

  /**
   * What carries the requests of this world's synchronous clients, for code that wants to be given
   * an HTTP client of the SDK.
   *
   * @return always the same; closing it does nothing
   */
  public SdkHttpClient httpClient() {
    return clients.httpClient();
  }

  /**
   * A real Batch client of this world.
   *
   * @return the client, the caller's to close
   * @throws IllegalStateException if this world is closed
   */
  public BatchClient batch() {
    return client(BatchClient.builder());
  }

  /**
   * A spotbatch on this world and its clock.
   *
   * @return a new one, closed with this world at the latest
   * @throws IllegalStateException if this world is closed
   */
  public SpotBatch spotBatch() {
    world.ensureOpen();
    return owned.own(spotBatchBuilder().build());
  }

  /**
   * A spotbatch on this world and its clock, to be set up further.
   *
   * <p>Registries that are not AWS's are simulated, so that nothing is fetched: each has every
   * image that is asked for, for every architecture, and as the base of another it is empty. The
   * account's own ECR is {@link #registry() a real one}.
   *
   * @return a builder that has this world's HTTP client, Region, credentials, clock and seed, and
   *     whose clients retry without delay
   */
  public SpotBatch.Builder spotBatchBuilder() {
    return SpotBatch.builder()
        .httpClient(clients.httpClient())
        .region(region)
        .credentialsProvider(Clients.credentials())
        .addOverrideConfiguration(Clients::retryImmediately)
        .timeKeeper(time)
        .imageSource(imageSource())
        .randomGenerator(new Random(seed));
  }

  /**
   * The registries that are not AWS's, for a spotbatch that {@link #spotBatchBuilder} does not
   * make. They are simulated, so that nothing is fetched: each has every image that is asked for,
   * for every CPU architecture, and as the base of another it is empty.
   *
   * @return always the same
   */
  public ImageSource imageSource() {
    return world.outsideRegistries();
  }

  /**
   * Serves this world on 127.0.0.1 for any SDK and the AWS CLI. The virtual clock would stand still
   * between requests, so the wall clock is needed.
   *
   * @param port to listen on; 0 for a free one
   * @return the running server, closed with this world at the latest
   * @throws UncheckedIOException if nobody can listen there
   * @throws IllegalStateException on the virtual clock, or if this world is closed
   */
  public FakeAwsServer serve(int port) {
    world.ensureOpen();
    if (time instanceof VirtualClock) {
      throw new IllegalStateException(
          "a server needs the wall clock: FakeAws.builder().speed(100).build()");
    }
    return owned.own(new FakeAwsServer(LoopbackServer.start(clients.wire()::answer, port)));
  }

  /**
   * The image registries of this world's ECR, on 127.0.0.1 and on either clock. The server starts
   * with the first call of this or of {@code GetAuthorizationToken}, whose {@code proxyEndpoint} it
   * is, and is closed with this world.
   *
   * @return the one of this world
   * @throws UncheckedIOException if nobody can listen there
   * @throws IllegalStateException if this world is closed, or if this Java has no keytool, which
   *     makes the certificate
   */
  public FakeRegistry registry() {
    return new FakeRegistry(RegistryServer.endpoint(world).getAuthority());
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
   * The Spot markets of the world's Regions, and what happens to them.
   *
   * @return the scripts, to add to
   */
  public SpotScripts spot() {
    return new SpotScripts(world, scripts);
  }

  /**
   * The requests that have come so far.
   *
   * @return the journal, which goes on with the world
   */
  public RequestJournal journal() {
    return new RequestJournal(journal, services, this);
  }

  /**
   * What has happened so far, for people: the latest 10,000 changes of state and requests that
   * change something or were refused, with their times.
   *
   * @return a line for each, the latest last
   */
  public String timeline() {
    return TimelineText.of(world.timeline(), start);
  }

  /**
   * The hosts and attempts so far, and what they have cost.
   *
   * @return as it is now; what comes later does not change it
   */
  public WorldReport report() {
    return new WorldReport(world.locked(world.recorder()::snapshot));
  }

  /**
   * What becomes of the instances that environments launch.
   *
   * @return the scripts, to add to
   */
  public HostScripts hosts() {
    return new HostScripts(world, scripts);
  }

  /**
   * What goes wrong with calls on their way to AWS and back.
   *
   * @return the scripts, to add to
   */
  public FaultScripts faults() {
    return new FaultScripts(services.faults(), ServiceCatalog.modelled());
  }

  /**
   * Checks what holds at the end of every test: that no event has failed, such as a listener of
   * {@link #events()}, and {@link Invariant#defaults()}.
   *
   * @throws AssertionError with the failure as its cause, or with all that does not hold
   */
  public void verify() {
    verify(Invariant.defaults());
  }

  /**
   * Checks what is to hold, and that no event has failed.
   *
   * @param invariants those to check
   * @throws AssertionError with the failure as its cause, or with all that does not hold
   */
  public void verify(Set<Invariant> invariants) {
    world.verify(invariants);
  }

  /**
   * What EventBridge has delivered.
   *
   * @return the default bus of {@link #account()} and {@link #region()}
   */
  public EventBus events() {
    return new EventBus(world, () -> world.scope(account(), region.id()));
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
   * @throws IllegalStateException on the wall clock; if this world is closed; if an event failed
   */
  public void advance(Duration duration) {
    virtualClock().advance(duration);
    world.ensureSound();
  }

  /**
   * Lets everything happen that is still to happen.
   *
   * @throws IllegalStateException on the wall clock; if this world is closed; if an event failed
   */
  public void runUntilIdle() {
    virtualClock().runUntilIdle();
    world.ensureSound();
  }

  private VirtualClock virtualClock() {
    world.ensureOpen();
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
   * @throws IllegalStateException if this world is closed
   */
  public void addPolicy(String arn) {
    world.act(() -> world.scope(account(), region.id()).iam().addPolicy(arn));
  }

  /**
   * Takes the default VPC of the clients' account and Region away, as some accounts have none.
   *
   * @throws IllegalStateException if something is in it, or if this world is closed
   */
  public void removeDefaultVpc() {
    world.act(() -> world.scope(account(), region.id()).ec2().removeDefaultVpc());
  }

  /**
   * Ends the world: nothing happens any more, processes of jobs are killed, and every call of a
   * client fails with an {@link IllegalStateException} that says so.
   */
  @Override
  public void close() {
    world.close();
    try {
      owned.close();
    } finally {
      if (time instanceof WallClock wallClock) {
        wallClock.close();
      }
    }
  }
}
