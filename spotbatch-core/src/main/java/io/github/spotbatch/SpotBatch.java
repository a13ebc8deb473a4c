package io.github.spotbatch;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.image.ImageSource;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.internal.image.ImageService;
import io.github.spotbatch.internal.job.JobService;
import io.github.spotbatch.internal.job.PollIntervals;
import io.github.spotbatch.internal.job.SubmitLimits;
import io.github.spotbatch.internal.provision.ProvisioningService;
import io.github.spotbatch.job.Following;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobListener;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.LogLine;
import io.github.spotbatch.job.LogTail;
import io.github.spotbatch.time.TimeKeeper;
import io.github.spotbatch.time.WallClock;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The entry point: container jobs on EC2 Spot through AWS Batch.
 *
 * <p>Making one sends nothing; a client of AWS is made when something first needs it. Submitting
 * jobs needs the AWS SDK's {@code batch} and {@code cloudwatchlogs} modules only, the provisioner
 * also {@code ec2}, {@code ecr}, {@code iam} and {@code sts}. Thread-safe.
 */
public final class SpotBatch implements AutoCloseable {

  private final AwsClients clients;
  private final JobService jobs;
  private final AwsCalls calls;
  private final ProvisioningService provisioning;
  private final @Nullable WallClock ownClock;

  private SpotBatch(Builder builder) {
    TimeKeeper given = builder.timeKeeper;
    this.ownClock = given == null ? WallClock.create() : null;
    TimeKeeper time = given == null ? Objects.requireNonNull(ownClock) : given;
    Executor callbacks =
        builder.callbackExecutor == null ? time.executor() : builder.callbackExecutor;
    this.calls = new AwsCalls(builder.customizer);
    this.clients = builder.clients.build();
    this.jobs =
        new JobService(
            clients,
            calls,
            time,
            callbacks,
            builder.random,
            builder.pollIntervals,
            builder.submitLimits);
    String stopReason = builder.stopReason;
    if (stopReason != null) {
      jobs.stopOnShutdown(stopReason);
    }
    ImageService images =
        new ImageService(builder.imageSource, builder.registryMirrors, builder.imageCache);
    this.provisioning = new ProvisioningService(clients, calls, images, time, callbacks);
  }

  /**
   * Uses the AWS SDK's default credentials and Region.
   *
   * @return a new instance
   */
  public static SpotBatch create() {
    return builder().build();
  }

  /**
   * Starts an instance with other settings.
   *
   * @return a builder with every option at its default
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Makes and removes stacks.
   *
   * @return the provisioner
   */
  public Provisioner provisioner() {
    return new Provisioner(provisioning, jobs);
  }

  /**
   * Any job queue, whoever made it. Sends nothing.
   *
   * @param nameOrArn the queue's name or ARN on AWS
   * @return the queue
   */
  public JobQueue queue(String nameOrArn) {
    return jobs.queue(nameOrArn, UnaryOperator.identity());
  }

  /**
   * A job that was submitted before. Sends nothing.
   *
   * @param jobId the job's id
   * @return the job
   */
  public JobHandle job(String jobId) {
    return jobs.job(jobId);
  }

  /**
   * Tells a listener of every state in which some jobs are seen, now and from now on, until all of
   * them have ended. Any number of jobs can be followed: one DescribeJobs ({@code
   * batch:DescribeJobs}) tells of a hundred of them, and one that has ended is not asked for again.
   * At the default intervals and rate some 60,000 running jobs are looked at once a minute; with
   * more, a round takes longer.
   *
   * <p>Memory: less than 1 KB for each job, the handle included.
   *
   * @param jobs the jobs; one that is given twice counts once
   * @param listener called on the callback executor
   * @return what ends the following, counts the jobs by state, and waits for the end of all
   * @throws SpotBatchException if this is closed
   */
  public Following follow(Collection<? extends JobHandle> jobs, JobListener listener) {
    return this.jobs.follow(jobs, listener);
  }

  /**
   * Takes an event from whoever has subscribed to them: EventBridge's JSON for {@code Batch Job
   * State Change}, source {@code aws.batch}, as a queue, a topic or a function gets it. Who waits
   * for the job or follows it hears of it at once.
   *
   * <p>Events may come twice, late and in any order: an older one changes nothing. From the first
   * event of a job on, the job is looked at only every five of the longest poll intervals, that is
   * every 5 minutes, for the case that an event was lost; when such a look shows what no event
   * told, it is looked at as often as any until its next event. So have the events of all statuses
   * sent, not only of those at the end. Of a job that was just submitted AWS sends no event before
   * its first change.
   *
   * <p>Costs no AWS call.
   *
   * @param eventBridgeJson one event
   * @return whether it tells of a job that somebody waits for or follows here; events of other jobs
   *     do nothing
   * @throws IllegalArgumentException if it is not such an event, with what is wrong
   */
  public boolean offerEvent(String eventBridgeJson) {
    return jobs.offerEvent(eventBridgeJson);
  }

  /**
   * Passes on what jobs write, from the first line of the first attempt on, until all of them have
   * ended. For an array these are the lines of its children, each with the child's own handle.
   *
   * @param jobs the jobs; one that is given twice counts once
   * @param lines gets each line with its job on the callback executor, one at a time; what it
   *     throws is logged, and the next line follows
   * @return the tail, which {@link LogTail} describes; close it to end it sooner
   * @throws SpotBatchException if this is closed
   */
  public LogTail tail(
      Collection<? extends JobHandle> jobs, BiConsumer<? super JobHandle, ? super LogLine> lines) {
    return this.jobs.tail(jobs, lines);
  }

  /**
   * A stack that exists, read from what AWS Batch has with its tag.
   *
   * @param stack the stack's name
   * @return the stack as it is now
   * @throws SpotBatchException if there is nothing of that stack in Batch, or AWS cannot be read
   */
  public Deployment deployment(String stack) {
    String region = clients.region().id();
    List<AwsResource> resources = provisioning.batchResources(stack);
    if (resources.isEmpty()) {
      throw new SpotBatchException(
          "Batch has nothing of a stack %s in %s: provisioner().stacks() lists those that exist."
              .formatted(stack, region));
    }
    return new Deployment(new Names(stack, region), resources, jobs);
  }

  /**
   * Ends open waits and closes what this object made itself: its clients and its clock. Nothing on
   * AWS is touched; jobs go on. Whatever is asked of this object and its handles from then on is
   * refused by a {@link SpotBatchException}.
   */
  @Override
  public void close() {
    jobs.close();
    provisioning.close();
    calls.close();
    clients.close();
    if (ownClock != null) {
      ownClock.close();
    }
  }

  /** Builds a {@link SpotBatch}. Not thread-safe. */
  public static final class Builder {

    private final AwsClients.Builder clients = AwsClients.builder();
    private RequestCustomizer customizer = RequestCustomizer.none();
    private RandomGenerator random = new SecureRandom();
    private PollIntervals pollIntervals = PollIntervals.DEFAULT;
    private SubmitLimits submitLimits = SubmitLimits.DEFAULT;
    private final Map<String, String> registryMirrors = new LinkedHashMap<>();
    private Path imageCache = Path.of(System.getProperty("user.home"), ".cache", "spotbatch");
    private @Nullable String stopReason;
    private @Nullable ImageSource imageSource;
    private @Nullable TimeKeeper timeKeeper;
    private @Nullable Executor callbackExecutor;

    private Builder() {}

    /**
     * Uses your own client for AWS Batch, as it is; it is never closed.
     *
     * @param client your client
     * @return this builder
     */
    public Builder batchClient(BatchClient client) {
      clients.client("batch", client);
      return this;
    }

    /**
     * Uses your own client for CloudWatch Logs, as it is; it is never closed.
     *
     * @param client your client
     * @return this builder
     */
    public Builder cloudWatchLogsClient(CloudWatchLogsClient client) {
      clients.client("cloudwatchlogs", client);
      return this;
    }

    /**
     * Uses your own client for EC2, as it is; it is never closed.
     *
     * @param client your client
     * @return this builder
     */
    public Builder ec2Client(Ec2Client client) {
      clients.client("ec2", client);
      return this;
    }

    /**
     * Uses your own client for IAM, as it is; it is never closed.
     *
     * @param client your client
     * @return this builder
     */
    public Builder iamClient(IamClient client) {
      clients.client("iam", client);
      return this;
    }

    /**
     * Uses your own client for ECR, as it is; it is never closed.
     *
     * @param client your client
     * @return this builder
     */
    public Builder ecrClient(EcrClient client) {
      clients.client("ecr", client);
      return this;
    }

    /**
     * Uses your own client for STS, as it is; it is never closed.
     *
     * @param client your client
     * @return this builder
     */
    public Builder stsClient(StsClient client) {
      clients.client("sts", client);
      return this;
    }

    /**
     * Uses your own client for ECS, as it is; it is never closed. Only needed to name the EC2
     * instance behind an attempt.
     *
     * @param client your client
     * @return this builder
     */
    public Builder ecsClient(EcsClient client) {
      clients.client("ecs", client);
      return this;
    }

    /**
     * The Region of the clients that are made here, and of stacks. Default: that of your own Batch
     * client, or else the AWS SDK's default.
     *
     * @param region the Region
     * @return this builder
     */
    public Builder region(Region region) {
      clients.region(region);
      return this;
    }

    /**
     * The credentials of the clients that are made here. Default: the AWS SDK's default chain.
     *
     * @param credentialsProvider where credentials come from; never closed here
     * @return this builder
     */
    public Builder credentialsProvider(AwsCredentialsProvider credentialsProvider) {
      clients.credentialsProvider(credentialsProvider);
      return this;
    }

    /**
     * Another endpoint for the clients that are made here. Default: AWS, unless the AWS SDK's own
     * settings, such as {@code AWS_ENDPOINT_URL}, name another.
     *
     * @param endpointOverride the endpoint for all services
     * @return this builder
     */
    public Builder endpointOverride(URI endpointOverride) {
      clients.endpointOverride(endpointOverride);
      return this;
    }

    /**
     * Sets the HTTP client of the clients made here. It stays yours to close.
     *
     * @param httpClient the SDK's own unless told; give one for a proxy, or to share connections
     * @return this builder
     */
    public Builder httpClient(SdkHttpClient httpClient) {
      clients.httpClient(httpClient);
      return this;
    }

    /**
     * Changes the settings of the clients that are made here, such as timeouts, retries and
     * interceptors. Several of these follow one another, so the last word counts. Default: the AWS
     * SDK's own settings. SubmitJob and RegisterJobDefinition are never retried by a client,
     * whatever they say.
     *
     * @param change called once for each client, when it is made
     * @return this builder
     */
    public Builder addOverrideConfiguration(Consumer<ClientOverrideConfiguration.Builder> change) {
      clients.addOverride(change);
      return this;
    }

    /**
     * Where the time comes from and where AWS calls run. Default: the system's clock with eight
     * daemon threads of its own.
     *
     * @param timeKeeper the clock; never closed here
     * @return this builder
     */
    public Builder timeKeeper(TimeKeeper timeKeeper) {
      this.timeKeeper = timeKeeper;
      return this;
    }

    /**
     * Where listeners and the stages of futures run. Default: the time keeper's executor, so they
     * should not block.
     *
     * @param callbackExecutor your executor; never shut down here
     * @return this builder
     */
    public Builder callbackExecutor(Executor callbackExecutor) {
      this.callbackExecutor = callbackExecutor;
      return this;
    }

    /**
     * Sees every request before it is sent. Default: none.
     *
     * @param customizer your hook
     * @return this builder
     */
    public Builder customizeRequests(RequestCustomizer customizer) {
      this.customizer = customizer;
      return this;
    }

    /**
     * Makes the keys that stand at the ends of job names. Default: a {@link SecureRandom}; a seeded
     * one makes runs in a simulator reproducible.
     *
     * @param random the source of randomness
     * @return this builder
     */
    public Builder randomGenerator(RandomGenerator random) {
      this.random = random;
      return this;
    }

    /**
     * How often the jobs that somebody waits for or follows are looked at. Between the two bounds
     * it is a third of the time for which the job's state has not changed, so that the end of a job
     * is seen the sooner the shorter it ran. If the states of hundreds of jobs change at once,
     * these are looked at less often than the shortest interval says: they share a third of {@link
     * #describeCallsPerSecond}. Default: 1 s and 60 s.
     *
     * @param shortest the shortest time between two looks, at least 1 ms
     * @param longest the longest
     * @return this builder
     * @throws IllegalArgumentException if the shortest is under 1 ms or over the longest
     */
    public Builder pollIntervals(Duration shortest, Duration longest) {
      this.pollIntervals = pollIntervals.between(shortest, longest);
      return this;
    }

    /**
     * How many calls of DescribeJobs may begin in a second to look at jobs that somebody waits for
     * or follows; one tells of a hundred jobs. AWS documents no limit for it. Other processes may
     * use the account's rate too: while AWS throttles, fewer begin. Default: 10.
     *
     * @param calls at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is under 1
     */
    public Builder describeCallsPerSecond(int calls) {
      this.pollIntervals = pollIntervals.withCallsPerSecond(calls);
      return this;
    }

    /**
     * Ends with the JVM the jobs that this object has submitted: when the JVM shuts down, be it
     * after {@code main} or on SIGTERM, no further job is sent, and those that are not known to
     * have ended are terminated, which does nothing to a job that has. Jobs of a submission that
     * was resumed count, those that were only found or attached to do not. {@link
     * SpotBatch#close()} takes that back, and the jobs go on. Default: jobs go on in any case.
     *
     * <p>The shutdown takes up to 20 seconds longer. It costs one TerminateJob ({@code
     * batch:TerminateJob}) for each job whose end was not seen by a wait, a following or a look,
     * the newest jobs first, 50 a second at first and fewer when throttled: about 1,000 jobs in
     * all. What is not done in that time goes on, and is told by a warning in the log. A submission
     * that waits for its turn fails with a {@link io.github.spotbatch.job.JobSubmissionException}.
     * A JVM that is killed or crashes stops nothing.
     *
     * @param reason why, which AWS keeps as the jobs' status reason; 1 to 1024 characters
     * @return this builder
     * @throws IllegalArgumentException if the reason is empty or longer
     */
    public Builder stopJobsOnShutdown(String reason) {
      JobService.requireStopReason(reason);
      this.stopReason = reason;
      return this;
    }

    /**
     * How many jobs a second are submitted at first. Throttling cuts the rate, and it comes back;
     * it finds a higher one by itself, but slowly. Default: 50, which AWS documents for an account
     * in a Region.
     *
     * @param callsPerSecond above 0, at most 100,000; less if other programs submit much
     * @return this builder
     * @throws IllegalArgumentException if it is out of these bounds
     */
    public Builder submitRate(double callsPerSecond) {
      this.submitLimits = submitLimits.withCallsPerSecond(callsPerSecond);
      return this;
    }

    /**
     * By how much AWS's listings of jobs are assumed to lag behind at most. A job whose submission
     * got no clear answer is not sent again before. AWS documents no bound. Default: 60 s.
     *
     * @param bound from 0 to an hour
     * @return this builder
     * @throws IllegalArgumentException if it is out of these bounds
     */
    public Builder staleReadBound(Duration bound) {
      this.submitLimits = submitLimits.withStaleReadBound(bound);
      return this;
    }

    /**
     * Where the layers of images are kept between builds, so that they are neither pulled nor
     * packed again. It can be deleted at any time when nothing is built. Default: {@code
     * .cache/spotbatch} in the user's home.
     *
     * @param directory made if it is not there
     * @return this builder
     */
    public Builder imageCache(Path directory) {
      this.imageCache = directory;
      return this;
    }

    /**
     * Asks a mirror in the place of a registry, for base images and for the digests of tags; of
     * several that fit, that of the longest beginning. Default: none.
     *
     * @param registry the beginning of references, such as {@code public.ecr.aws} or {@code
     *     docker.io}
     * @param mirror what stands in its place, such as {@code registry.example.com/public}
     * @return this builder
     * @throws IllegalArgumentException if one of them cannot begin a reference
     */
    public Builder registryMirror(String registry, String mirror) {
      registryMirrors.put(beginning(registry), beginning(mirror));
      return this;
    }

    private static String beginning(String of) {
      if (!of.matches("[\\w.-]+(:\\d+)?(/[\\w.-]+)*")) {
        throw new IllegalArgumentException(
            "a mirror is given by the beginnings of references, such as public.ecr.aws, was " + of);
      }
      return of;
    }

    /**
     * Answers what registries other than the account's own hold. Default: they are asked
     * themselves.
     *
     * @param imageSource in their place; mirrors do not count then
     * @return this builder
     */
    public Builder imageSource(ImageSource imageSource) {
      this.imageSource = imageSource;
      return this;
    }

    /**
     * Makes the instance. Nothing is sent and no client is made yet.
     *
     * @return a new instance
     */
    public SpotBatch build() {
      return new SpotBatch(this);
    }
  }
}
