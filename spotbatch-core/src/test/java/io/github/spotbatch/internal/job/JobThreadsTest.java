package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.Following;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.time.WallClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobsResponse;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** Many threads on one tracker, on a wall clock that runs a thousand times too fast. */
class JobThreadsTest {

  private static final int THREADS = 32;
  private static final int JOBS_PER_THREAD = 20;

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void await_manyThreads_allWaitsEnd() throws Exception {
    ExecutorService users = Executors.newFixedThreadPool(THREADS);
    try (WallClock clock = WallClock.scaled(1_000);
        JobService service = service(clock, users)) {
      List<Future<List<JobResult>>> results = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread * JOBS_PER_THREAD;
        results.add(users.submit(() -> awaitAll(service, first)));
      }

      for (Future<List<JobResult>> result : results) {
        assertThat(result.get()).hasSize(JOBS_PER_THREAD).allMatch(JobResult::succeeded);
      }
    } finally {
      users.shutdownNow();
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void follow_looksAndEventsFromManyThreads_listenerIsCalledInOrderByOneAtATime() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    Map<String, List<JobState>> seen = new HashMap<>();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger mostInside = new AtomicInteger();
    try (WallClock clock = WallClock.scaled(1_000);
        JobService service = service(clock, pool)) {
      List<JobHandle> jobs = IntStream.range(0, 500).mapToObj(i -> service.job("j" + i)).toList();
      Following following =
          service.follow(
              jobs,
              transition -> {
                mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
                seen.computeIfAbsent(transition.jobId(), id -> new ArrayList<>())
                    .add(transition.to());
                inside.decrementAndGet();
              });
      for (int i = 0; i < 500; i++) {
        String event = event("j" + i, i % 2 == 0 ? "STARTING" : "RUNNING");
        Future<?> unused = pool.submit(() -> service.offerEvent(event));
      }

      assertThat(following.await(Duration.ofDays(1)).in(JobState.SUCCEEDED)).isEqualTo(500);
    } finally {
      pool.shutdownNow();
    }
    assertThat(mostInside).hasValue(1);
    assertThat(seen).hasSize(500);
    assertThat(seen.values())
        .allSatisfy(
            states ->
                assertThat(states).isSorted().doesNotHaveDuplicates().endsWith(JobState.SUCCEEDED));
  }

  private static String event(String id, String status) {
    return """
        {"source": "aws.batch", "detail-type": "Batch Job State Change",
         "detail": {"jobId": "%s", "jobName": "n", "status": "%s"}}"""
        .formatted(id, status);
  }

  private static JobService service(WallClock clock, ExecutorService callbacks) {
    return new JobService(
        AwsClients.builder().client("batch", new EndsAtThirdLook()).build(),
        new AwsCalls(RequestCustomizer.none()),
        clock,
        callbacks,
        new Random(7),
        PollIntervals.DEFAULT,
        SubmitLimits.DEFAULT);
  }

  private static List<JobResult> awaitAll(JobService service, int first) {
    List<JobResult> results = new ArrayList<>();
    for (int i = 0; i < JOBS_PER_THREAD; i++) {
      JobHandle job = service.job("j" + (first + i) / 2);
      results.add(job.await(Duration.ofDays(1)));
    }
    return results;
  }

  private static final class EndsAtThirdLook implements BatchClient {

    private final Map<String, Integer> looks = new ConcurrentHashMap<>();

    @Override
    public DescribeJobsResponse describeJobs(DescribeJobsRequest request) {
      return DescribeJobsResponse.builder()
          .jobs(request.jobs().stream().map(this::describe).toList())
          .build();
    }

    private JobDetail describe(String id) {
      boolean ended = looks.merge(id, 1, Integer::sum) >= 3;
      JobStatus status = ended ? JobStatus.SUCCEEDED : JobStatus.RUNNING;
      return JobDetail.builder().jobId(id).jobName(id).status(status).build();
    }

    @Override
    public String serviceName() {
      return "batch";
    }

    @Override
    public void close() {}
  }
}
