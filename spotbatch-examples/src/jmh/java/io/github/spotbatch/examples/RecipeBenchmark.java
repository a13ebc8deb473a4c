package io.github.spotbatch.examples;

import io.github.spotbatch.spec.ContainerImage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The recipe from its new world to its cleanup in a warm JVM, with an image that is nobody's to push:
 * at most 5 ms by clients without a wire, 20 ms by real ones.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 12, time = 5)
@Measurement(iterations = 5, time = 5)
public class RecipeBenchmark {

  private static final ContainerImage IMAGE =
      ContainerImage.fromRegistry("public.ecr.aws/docker/library/busybox:1.37");

  @Benchmark
  public void typed() {
    VirtualRecipe.byTypedClients(IMAGE);
  }

  @Benchmark
  public void real() {
    VirtualRecipe.byRealClients(IMAGE);
  }
}
