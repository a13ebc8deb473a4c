package io.github.spotbatch.internal.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.CancelJobRequest;
import software.amazon.awssdk.services.batch.model.CancelJobResponse;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsRequest;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsResponse;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsResponse;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesResponse;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobsResponse;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;
import software.amazon.awssdk.services.batch.model.ListJobsResponse;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.batch.model.SubmitJobResponse;
import software.amazon.awssdk.services.batch.model.TerminateJobRequest;
import software.amazon.awssdk.services.batch.model.TerminateJobResponse;

/** The operations that jobs need, told by the test what to answer. */
final class StubBatch implements BatchClient {

  record Describe(Duration at, List<String> ids) {}

  private final TestClock clock;
  private final Map<String, JobDetail> jobs = new HashMap<>();
  private final Map<String, Instant> listedFrom = new HashMap<>();

  final List<Describe> describes = new ArrayList<>();
  final List<SubmitJobRequest> submits = new ArrayList<>();
  final List<ListJobsRequest> lists = new ArrayList<>();
  final List<TerminateJobRequest> terminates = new ArrayList<>();
  final List<CancelJobRequest> cancels = new ArrayList<>();

  /** Ids that AWS refuses to hear of. */
  final Set<String> refusedIds = new HashSet<>();

  /** What the next calls throw, in order; the job of a submission that throws is not taken. */
  final Deque<RuntimeException> submitFailures = new ArrayDeque<>();

  /** As submitFailures, but the job is taken and only the answer is lost. */
  final Deque<RuntimeException> lostAnswers = new ArrayDeque<>();

  final Deque<RuntimeException> listFailures = new ArrayDeque<>();
  final Deque<RuntimeException> describeFailures = new ArrayDeque<>();
  final Deque<RuntimeException> terminateFailures = new ArrayDeque<>();
  final Deque<RuntimeException> cancelFailures = new ArrayDeque<>();

  /** What is told of definitions and queues: nothing, unless a test says so. */
  StubDescriptions descriptions = StubDescriptions.denied();

  /** How long a new job is missing in listings. */
  Duration listingLag = Duration.ZERO;

  StubBatch(TestClock clock) {
    this.clock = clock;
  }

  static BatchException failure(int status, String code, String message) {
    return (BatchException)
        BatchException.builder()
            .statusCode(status)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
            .build();
  }

  void job(String id, JobStatus status) {
    job(id, status, job -> {});
  }

  void job(String id, JobStatus status, Consumer<JobDetail.Builder> details) {
    JobDetail.Builder job = JobDetail.builder().jobId(id).jobName("name-of-" + id).status(status);
    details.accept(job);
    jobs.put(id, job.build());
  }

  /** Sets a job's state at a later time. */
  void later(Duration after, Runnable change) {
    clock.executor().schedule(change, after.toNanos(), TimeUnit.NANOSECONDS);
  }

  void forget(String id) {
    jobs.remove(id);
  }

  int describeCalls() {
    return describes.size();
  }

  @Override
  public SubmitJobResponse submitJob(SubmitJobRequest request) {
    submits.add(request);
    throwNext(submitFailures);
    String id = "job-" + submits.size();
    job(id, JobStatus.SUBMITTED, job -> job.jobName(request.jobName()));
    listedFrom.put(id, clock.now().plus(listingLag));
    throwNext(lostAnswers);
    return SubmitJobResponse.builder().jobId(id).jobName(request.jobName()).build();
  }

  @Override
  public ListJobsResponse listJobs(ListJobsRequest request) {
    lists.add(request);
    throwNext(listFailures);
    String name = request.filters().get(0).values().get(0);
    List<JobSummary> found =
        jobs.values().stream()
            .filter(job -> matches(name, job.jobName()))
            .filter(job -> !listedFrom.get(job.jobId()).isAfter(clock.now()))
            .map(job -> JobSummary.builder().jobId(job.jobId()).jobName(job.jobName()).build())
            .toList();
    return ListJobsResponse.builder().jobSummaryList(found).build();
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equalsIgnoreCase(pattern);
  }

  @Override
  public DescribeJobsResponse describeJobs(DescribeJobsRequest request) {
    describes.add(new Describe(clock.elapsed(), request.jobs()));
    throwNext(describeFailures);
    if (request.jobs().stream().anyMatch(refusedIds::contains)) {
      throw failure(400, "ClientException", "no such form of id");
    }
    return DescribeJobsResponse.builder()
        .jobs(request.jobs().stream().filter(jobs::containsKey).map(jobs::get).toList())
        .build();
  }

  @Override
  public DescribeJobDefinitionsResponse describeJobDefinitions(
      DescribeJobDefinitionsRequest request) {
    return descriptions.definitions(request);
  }

  @Override
  public DescribeJobQueuesResponse describeJobQueues(DescribeJobQueuesRequest request) {
    return descriptions.queues(request);
  }

  @Override
  public DescribeComputeEnvironmentsResponse describeComputeEnvironments(
      DescribeComputeEnvironmentsRequest request) {
    return descriptions.environments(request);
  }

  @Override
  public TerminateJobResponse terminateJob(TerminateJobRequest request) {
    terminates.add(request);
    throwNext(terminateFailures);
    return TerminateJobResponse.builder().build();
  }

  @Override
  public CancelJobResponse cancelJob(CancelJobRequest request) {
    cancels.add(request);
    throwNext(cancelFailures);
    return CancelJobResponse.builder().build();
  }

  private static void throwNext(Deque<RuntimeException> failures) {
    RuntimeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
  }

  static Deque<RuntimeException> repeat(int times, Supplier<RuntimeException> failure) {
    Deque<RuntimeException> failures = new ArrayDeque<>();
    for (int i = 0; i < times; i++) {
      failures.add(failure.get());
    }
    return failures;
  }

  @Override
  public String serviceName() {
    return "batch";
  }

  @Override
  public void close() {}
}
