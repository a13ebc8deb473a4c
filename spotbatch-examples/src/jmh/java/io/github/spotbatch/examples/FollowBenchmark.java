package io.github.spotbatch.examples;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.Following;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.testing.VirtualClock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobsResponse;
import software.amazon.awssdk.services.batch.model.JobDetail;

/**
 * One round of looks at running jobs, all in one thread: the time is that of a round, the counter
 * {@code cpuMicrosPer1000Jobs} must not grow with the number of jobs, and {@code bytesPerJob}, handle
 * and all, is at most 1,024. The answers of AWS are there already, so that what is measured is the
 * library and not the reading of JSON. JMH adds the counters of its 20 rounds up.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 20)
@Measurement(iterations = 20)
public class FollowBenchmark {

  @Param({"10000", "100000"})
  private int jobs;

  /** A listener for all, or a future for each. */
  @Param({"listener", "future"})
  private String by;

  private VirtualClock clock;
  private SpotBatch spotBatch;
  private Following following;
  private Running batch;
  private long bytesPerJob;

  /** The counters. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Counters {
    public long cpuMicrosPer1000Jobs;
    public long bytesPerJob;
    public long calls;

    @Setup(Level.Iteration)
    public void reset() {
      cpuMicrosPer1000Jobs = 0;
      bytesPerJob = 0;
      calls = 0;
    }
  }

  @Setup
  public void start() {
    clock = VirtualClock.create();
    batch = new Running();
    spotBatch =
        SpotBatch.builder()
            .batchClient(batch)
            .timeKeeper(clock)
            .describeCallsPerSecond(1_000)
            .build();
    long before = used();
    List<JobHandle> handles = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      handles.add(spotBatch.job(id(i)));
    }
    List<CompletableFuture<JobResult>> futures = new ArrayList<>();
    if (by.equals("future")) {
      handles.forEach(job -> futures.add(job.completion()));
    } else {
      following = spotBatch.follow(handles, transition -> {});
    }
    clock.advance(Duration.ofMinutes(10));
    bytesPerJob = (used() - before) / jobs;
    boolean running =
        following == null
            ? futures.stream().noneMatch(CompletableFuture::isDone)
            : following.counts().in(JobState.RUNNING) == jobs;
    if (!running || handles.size() != jobs) {
      throw new IllegalStateException("not all are running");
    }
  }

  @TearDown
  public void stop() {
    spotBatch.close();
  }

  @Benchmark
  public void round(Counters counters) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    int calls = batch.calls;
    long begin = threads.getCurrentThreadCpuTime();
    clock.advance(Duration.ofMinutes(1));
    counters.cpuMicrosPer1000Jobs = (threads.getCurrentThreadCpuTime() - begin) / jobs;
    counters.bytesPerJob = bytesPerJob;
    counters.calls = batch.calls - calls;
  }

  /** As long as AWS's, and a text of its own. */
  private static String id(int number) {
    return UUID.nameUUIDFromBytes(
            new byte[] {(byte) (number >> 16), (byte) (number >> 8), (byte) number})
        .toString();
  }

  private static long used() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Says of every job that it runs. */
  private static final class Running implements BatchClient {

    private int calls;

    @Override
    public DescribeJobsResponse describeJobs(DescribeJobsRequest request) {
      calls++;
      return DescribeJobsResponse.builder()
          .jobs(
              request.jobs().stream()
                  .map(id -> JobDetail.builder().jobId(id).jobName("frame").status("RUNNING").build())
                  .toList())
          .build();
    }

    @Override
    public String serviceName() {
      return "batch";
    }

    @Override
    public void close() {}
  }
}
