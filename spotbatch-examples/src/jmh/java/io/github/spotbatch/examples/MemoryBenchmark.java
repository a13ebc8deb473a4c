package io.github.spotbatch.examples;

import io.github.spotbatch.testing.FakeAws;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.services.batch.model.JobStatus;

/**
 * What a finished job that wrote no lines takes of the heap, the journal bounded: the counter {@code
 * bytesPerJob}, at most 2,048.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class MemoryBenchmark {

  private static final int FIRST = 20_000;
  private static final int JOBS = 100_000;

  /** The counter. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Memory {
    public long bytesPerJob;
  }

  /** The first jobs fill what is bounded, so that the others show what they take themselves. */
  @Benchmark
  public void finishedJobs(Memory memory) {
    try (BenchmarkWorld world = BenchmarkWorld.of(FakeAws.builder().journalCapacity(1000), 1000)) {
      finish(world, FIRST);
      long before = used();
      finish(world, JOBS);
      memory.bytesPerJob = (used() - before) / JOBS;
      world.requireAll(JobStatus.SUCCEEDED, FIRST + JOBS);
    }
  }

  private static void finish(BenchmarkWorld world, int jobs) {
    world.submit(jobs);
    world.aws().runUntilIdle();
  }

  private static long used() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
