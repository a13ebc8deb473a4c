package io.github.spotbatch.examples;

import io.github.spotbatch.testing.FakeAws;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.services.batch.model.JobStatus;

/**
 * Jobs of an hour each on 10,000 vCPUs, submitted one by one, from the first submission to the end of
 * the last: at most 10 s for 100,000 in a JVM that has only made their stack, and in proportion
 * for 1,000,000.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ManyJobsBenchmark {

  @Param({"100000", "1000000"})
  private int jobs;

  private BenchmarkWorld world;

  @Setup
  public void start() {
    world =
        BenchmarkWorld.of(FakeAws.builder().randomReclaims(1), 10_000, "default_x86_64");
  }

  @TearDown
  public void stop() {
    world.close();
  }

  @Benchmark
  public void submitToEnd() {
    world.submit(jobs);
    world.aws().runUntilIdle();
    world.requireAll(JobStatus.SUCCEEDED, jobs);
  }
}
