package io.github.spotbatch.examples;

import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.Timings.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The recipe's stack on the wall clock, where each call takes 20 ms and Batch its time: made, looked
 * at where nothing is to do, and taken down. What is printed beside the times is how often they are
 * that of the longest chain that AWS itself imposes: at most 1.15 for {@code apply}, 1.2 for {@code
 * destroy}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 20)
@Measurement(iterations = ProvisioningBenchmark.MEASURED)
public class ProvisioningBenchmark {

  static final int MEASURED = 10;

  private static final int CALL = 20;
  private static final int ENVIRONMENT_VALID = 800;
  private static final int QUEUE_VALID = 200;
  private static final int DISABLED = 400;
  private static final int DELETED = 400;

  /** A profile takes no role that is not there, an environment no profile without one, and so on. */
  private static final int APPLY =
      CALL // CreateRole
          + CALL // AddRoleToInstanceProfile; the profile is made beside the role
          + CALL // CreateComputeEnvironment
          + ENVIRONMENT_VALID
          + CALL // DescribeComputeEnvironments
          + CALL // CreateJobQueue
          + QUEUE_VALID
          + CALL; // DescribeJobQueues

  /** An environment goes after its queues, and its roles after it; it is disabled beside them. */
  private static final int DESTROY =
      CALL // UpdateJobQueue
          + DISABLED
          + CALL // DescribeJobQueues
          + CALL // DeleteJobQueue
          + DELETED
          + CALL // DescribeJobQueues
          + CALL // DeleteComputeEnvironment
          + DELETED
          + CALL // DescribeComputeEnvironments
          + CALL // RemoveRoleFromInstanceProfile
          + CALL; // DeleteRole

  /** Two looks at each resource: a role's policies can only be read once it is known to be ours. */
  private static final int LOOK = 2 * CALL;

  private static final Map<Step, Integer> TIMINGS =
      Map.of(
          Step.IAM_PROPAGATION, 0,
          Step.RELATIONSHIP_LAG, 0,
          Step.ENVIRONMENT_CREATING, ENVIRONMENT_VALID,
          Step.QUEUE_CREATING, QUEUE_VALID,
          Step.ENVIRONMENT_UPDATING, DISABLED,
          Step.QUEUE_UPDATING, DISABLED,
          Step.ENVIRONMENT_DELETING, DELETED,
          Step.QUEUE_DELETING, DELETED);

  private static final ContainerImage IMAGE =
      ContainerImage.fromRegistry("public.ecr.aws/docker/library/busybox:1.37");

  private final List<Double> ratios = new ArrayList<>();
  private FakeAws aws;
  private SpotBatch spotBatch;
  private Provisioner provisioner;

  /** A stack that is not there. */
  @State(Scope.Thread)
  public static class Absent {

    private ProvisioningPlan plan;

    @Setup(Level.Invocation)
    public void plan(ProvisioningBenchmark world) {
      plan = world.plan();
    }
  }

  /** A stack that is there. */
  @State(Scope.Thread)
  public static class Present {

    private ProvisioningPlan plan;

    @Setup(Level.Invocation)
    public void make(ProvisioningBenchmark world) {
      world.provisioner.apply(world.plan());
      plan = world.plan();
    }
  }

  @Setup(Level.Invocation)
  public void open() {
    Timings timings = Timings.defaults();
    for (Map.Entry<Step, Integer> timing : TIMINGS.entrySet()) {
      timings = timings.with(timing.getKey(), Duration.ofMillis(timing.getValue()));
    }
    aws = FakeAws.builder().speed(1).timings(timings).build();
    aws.faults().on("*").delay(Duration.ofMillis(CALL));
    spotBatch = aws.spotBatchBuilder().callbackExecutor(Runnable::run).build();
    provisioner = spotBatch.provisioner();
  }

  @TearDown(Level.Invocation)
  public void close() {
    spotBatch.close();
    aws.close();
  }

  @Benchmark
  public void apply(Absent stack) {
    over(APPLY, () -> provisioner.apply(stack.plan));
  }

  @Benchmark
  public void applyAgain(Present stack) {
    over(LOOK, () -> provisioner.apply(stack.plan));
  }

  @Benchmark
  public void destroy(Present stack) {
    over(DESTROY, () -> provisioner.destroy("batch-demo"));
  }

  private void over(int imposed, Runnable work) {
    long start = System.nanoTime();
    work.run();
    ratios.add((System.nanoTime() - start) / 1e6 / imposed);
  }

  /** Of those that were measured; the others warmed the JVM up. */
  @TearDown
  public void tell() {
    double[] measured =
        ratios.subList(ratios.size() - MEASURED, ratios.size()).stream()
            .mapToDouble(ratio -> ratio)
            .sorted()
            .toArray();
    System.out.printf("%n%.2f times what AWS imposes (median)%n", measured[MEASURED / 2]);
  }

  private ProvisioningPlan plan() {
    return provisioner.plan(
        RecipeStack.of(
            "batch-demo", IMAGE, 100, Duration.ofHours(1), Duration.ofMinutes(5), 1));
  }
}
