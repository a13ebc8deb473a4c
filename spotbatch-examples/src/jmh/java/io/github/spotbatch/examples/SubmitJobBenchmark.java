package io.github.spotbatch.examples;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.SubmitJobResponse;

/**
 * SubmitJob through a real client in the same JVM, which two threads share: at least 20,000 a second. A
 * client without a wire shows what the wire costs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Threads(2)
@Warmup(iterations = 4, time = 5)
@Measurement(iterations = 5, time = 5)
public class SubmitJobBenchmark {

  private BenchmarkWorld world;
  private BatchClient real;
  private BatchClient typed;
  private final AtomicInteger submitted = new AtomicInteger();

  /** Each iteration has a world of its own, so that none starts with the jobs of those before. */
  @Setup(Level.Iteration)
  public void start() {
    world = BenchmarkWorld.of(100);
    real = world.aws().batch();
    typed = world.typed();
  }

  @TearDown(Level.Iteration)
  public void stop() {
    real.close();
    world.close();
  }

  @Benchmark
  public SubmitJobResponse real() {
    return real.submitJob(world.submission(submitted.getAndIncrement()));
  }

  @Benchmark
  public SubmitJobResponse typed() {
    return typed.submitJob(world.submission(submitted.getAndIncrement()));
  }
}
