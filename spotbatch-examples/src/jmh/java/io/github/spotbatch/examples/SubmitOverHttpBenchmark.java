package io.github.spotbatch.examples;

import io.github.spotbatch.testing.FakeAws;
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
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.SubmitJobResponse;

/**
 * SubmitJob over HTTP on the loopback interface, by four threads that share a client: at least 3,000 a
 * second, client and server in one JVM.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Threads(4)
@Warmup(iterations = 12, time = 5)
@Measurement(iterations = 5, time = 5)
public class SubmitOverHttpBenchmark {

  private final AtomicInteger submitted = new AtomicInteger();
  private BenchmarkWorld world;
  private BatchClient client;

  @Setup(Level.Iteration)
  public void start() {
    world = BenchmarkWorld.of(FakeAws.builder().speed(1000).journalCapacity(1000), 100);
    client =
        BatchClient.builder()
            .endpointOverride(world.aws().serve(0).endpoint())
            .region(world.aws().region())
            .credentialsProvider(FakeAws.credentials(world.aws().account()))
            .httpClientBuilder(ApacheHttpClient.builder())
            .build();
  }

  @TearDown(Level.Iteration)
  public void stop() {
    client.close();
    world.close();
  }

  @Benchmark
  public SubmitJobResponse overHttp() {
    return client.submitJob(world.submission(submitted.getAndIncrement()));
  }
}
