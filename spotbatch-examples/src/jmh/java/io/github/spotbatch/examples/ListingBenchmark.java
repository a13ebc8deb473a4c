package io.github.spotbatch.examples;

import java.util.Arrays;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;

/**
 * A page of DescribeJobs and of ListJobs with 100,000 finished jobs and with 1,000, in turns. The
 * counter {@code ratio} is the median of the one over that of the other: at most 1.5.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class ListingBenchmark {

  private static final int FEW = 1_000;
  private static final int MANY = 100_000;
  private static final int PAGE = 100;
  private static final int TURNS = 1_001;

  private Jobs few;
  private Jobs many;

  /** The counter. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Ratio {
    public double ratio;
  }

  /** A world with finished jobs, and the ids of some in the middle. */
  private record Jobs(BenchmarkWorld world, BatchClient client, List<String> ids) {

    static Jobs of(int jobs) {
      BenchmarkWorld world = BenchmarkWorld.of(10_000);
      BatchClient client = world.typed();
      List<String> ids =
          IntStream.range(0, jobs)
              .mapToObj(i -> client.submitJob(world.submission(i)).jobId())
              .toList();
      world.aws().runUntilIdle();
      return new Jobs(world, client, ids.subList(jobs / 2, jobs / 2 + PAGE));
    }

    void list() {
      ListJobsRequest request =
          ListJobsRequest.builder()
              .jobQueue(world.queue())
              .jobStatus(JobStatus.SUCCEEDED)
              .maxResults(PAGE)
              .build();
      List<JobSummary> page = client.listJobs(request).jobSummaryList();
      require(page.size());
    }

    void describe() {
      require(client.describeJobs(r -> r.jobs(ids)).jobs().size());
    }

    private static void require(int answered) {
      if (answered != PAGE) {
        throw new IllegalStateException("a page of " + answered);
      }
    }
  }

  @Setup
  public void start() {
    few = Jobs.of(FEW);
    many = Jobs.of(MANY);
  }

  @TearDown
  public void stop() {
    few.world().close();
    many.world().close();
  }

  @Benchmark
  public void listJobs(Ratio ratio) {
    ratio.ratio = inTurns(Jobs::list);
  }

  @Benchmark
  public void describeJobs(Ratio ratio) {
    ratio.ratio = inTurns(Jobs::describe);
  }

  private double inTurns(Consumer<Jobs> read) {
    // A world in which nothing happens is soon tired of the same question.
    few.world().aws().advance(Duration.ofMillis(1));
    many.world().aws().advance(Duration.ofMillis(1));
    long[] ofFew = new long[TURNS];
    long[] ofMany = new long[TURNS];
    for (int i = 0; i < TURNS; i++) {
      ofFew[i] = nanos(read, few);
      ofMany[i] = nanos(read, many);
    }
    return (double) median(ofMany) / median(ofFew);
  }

  private static long nanos(Consumer<Jobs> read, Jobs jobs) {
    long start = System.nanoTime();
    read.accept(jobs);
    return System.nanoTime() - start;
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
