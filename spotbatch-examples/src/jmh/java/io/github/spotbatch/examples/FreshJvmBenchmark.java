package io.github.spotbatch.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** The recipe on the virtual clock, its image included, in a new JVM each time: at most 3 s. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class FreshJvmBenchmark {

  @Benchmark
  public void recipe() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process recipe =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), VirtualRecipe.class.getName())
            .inheritIO()
            .start();
    int code = recipe.waitFor();
    if (code != 0) {
      throw new IllegalStateException("the recipe ended with exit code " + code);
    }
  }
}
