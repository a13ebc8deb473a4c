package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Which hosts there are: their number, their types, and when they go. */
class CapacityTest {

  private final FakeAws aws = FakeAws.create();

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Number {

    @Test
    @Rule("CE-44")
    void minimum_isLaunchedWithoutAnyJobAndStays() {
      BatchWorld world = ready(r -> r.minvCpus(4));

      aws.advance(Duration.ofHours(2));

      assertThat(runningVcpus(world)).isEqualTo(4);
      assertThat(world.environment().computeResources().desiredvCpus()).isEqualTo(4);
    }

    @Test
    @Rule("CE-44")
    void minimum_afterAReclaim_isFilledAgain() {
      aws.spot().reclaim().hostOf("one").after(Duration.ofSeconds(1));
      aws.jobs().named("one").runsFor(Duration.ofHours(1));
      BatchWorld world = ready(r -> r.minvCpus(2).maxvCpus(2).instanceTypes("c5.large"));
      aws.advance(Duration.ofMinutes(2));
      world.submit("one");

      aws.advance(Duration.ofMinutes(10));

      assertThat(aws.spot().unfired()).isEmpty();
      assertThat(world.names(JobStatus.FAILED)).containsExactly("one");
      assertThat(runningVcpus(world)).isEqualTo(2);
    }

    @Test
    @Rule("CE-44")
    void minimum_inADisabledEnvironment_isHeld() {
      BatchWorld world = ready(r -> r.minvCpus(2));

      disable(world);
      aws.advance(Duration.ofHours(1));

      assertThat(runningVcpus(world)).isEqualTo(2);
    }

    @Test
    void minimum_lowered_letsIdleHostsGo() {
      BatchWorld world = ready(r -> r.minvCpus(4));

      world.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).computeResources(c -> c.minvCpus(0)));
      aws.runUntilIdle();

      assertThat(runningVcpus(world)).isZero();
      assertThat(world.environment().computeResources().desiredvCpus()).isZero();
    }

    @Test
    @Rule("CE-105")
    void desired_raised_launchesAndIdlesAway() {
      BatchWorld world = ready(r -> {});

      world.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).computeResources(c -> c.desiredvCpus(4)));
      aws.advance(Duration.ofMinutes(2));

      assertThat(runningVcpus(world)).isEqualTo(4);
      aws.runUntilIdle();
      assertThat(runningVcpus(world)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"SPOT, SPOT_CAPACITY_OPTIMIZED", "EC2, BEST_FIT_PROGRESSIVE"})
    @Rule("CE-26")
    void maximum_isPassedByOneInstanceAtMost(String type, String strategy) {
      aws.jobs().named("*").runsFor(Duration.ofHours(1));
      BatchWorld world =
          ready(
              r ->
                  r.type(type).allocationStrategy(strategy).maxvCpus(6).instanceTypes("c5.xlarge"));
      submitLarge(world, 3);

      aws.advance(Duration.ofMinutes(5));

      assertThat(runningVcpus(world)).isEqualTo(8);
      assertThat(world.names(JobStatus.RUNNING)).hasSize(2);
      assertThat(world.environment().computeResources().desiredvCpus()).isEqualTo(6);
    }

    @Test
    @Rule("CE-26")
    void maximum_onDemandWithBestFit_isNotPassed() {
      aws.jobs().named("*").runsFor(Duration.ofHours(1));
      BatchWorld world =
          ready(
              r ->
                  r.type("EC2")
                      .allocationStrategy("BEST_FIT")
                      .maxvCpus(6)
                      .instanceTypes("c5.xlarge"));
      submitLarge(world, 3);

      aws.advance(Duration.ofMinutes(5));

      assertThat(runningVcpus(world)).isEqualTo(4);
      assertThat(world.names(JobStatus.RUNNING)).hasSize(1);
    }

    @Test
    @Rule("CE-85")
    void disabled_startsNothingNewAndScalesIn() {
      aws.jobs().named("*").runsFor(Duration.ofMinutes(10));
      BatchWorld world = ready(r -> r.instanceTypes("c5.large"));
      world.submit("before");
      aws.advance(Duration.ofMinutes(3));
      disable(world);
      world.submit("after");
      aws.advance(Duration.ofMinutes(30));

      assertThat(world.names(JobStatus.SUCCEEDED)).containsExactly("before");
      assertThat(world.names(JobStatus.RUNNABLE)).containsExactly("after");
      assertThat(runningVcpus(world)).isZero();
    }

    @Test
    void twoQueues_shareWhatIsBooting() {
      BatchWorld world = ready(r -> r.instanceTypes("c5.large").maxvCpus(100));
      world.createQueue("second", 1, ENVIRONMENT);
      world.submit("a");
      world.submit("b", r -> r.jobQueue("second"));
      world.submit("c", r -> r.jobQueue("second"));

      aws.advance(Duration.ofSeconds(30));

      assertThat(world.launchedTypes()).containsExactly("c5.large", "c5.large");
    }

    private void submitLarge(BatchWorld world, int count) {
      for (int i = 0; i < count; i++) {
        world.submit(
            "job" + i,
            r -> r.containerOverrides(c -> c.resourceRequirements(v -> v.type("VCPU").value("4"))));
      }
    }

    private void disable(BatchWorld world) {
      world.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).state(CEState.DISABLED));
    }
  }

  @Nested
  class Types {

    @ParameterizedTest(name = "{0} {1} of {2} takes {3}")
    @MethodSource("io.github.spotbatch.testing.CapacityTest#choices")
    @Rule("CE-25")
    void strategy_choosesAsDocumented(
        String type, String strategy, List<String> types, String expected) {
      BatchWorld world = ready(r -> r.type(type).allocationStrategy(strategy).instanceTypes(types));

      submitOfTwoVcpus(world);

      assertThat(world.launchedTypes()).containsExactly(expected);
    }

    @Test
    @Rule("CE-31")
    void bid_excludesPoolsThatCostMore() {
      // c5.large costs about 41 % of On-Demand, m5.large 34 %.
      BatchWorld world = ready(r -> r.instanceTypes("c5.large", "m5.large").bidPercentage(36));

      submitOfTwoVcpus(world);

      assertThat(world.launchedTypes()).containsExactly("m5.large");
    }

    @Test
    @Rule("CE-32")
    void bid_onDemand_meansNothing() {
      BatchWorld world =
          ready(
              r ->
                  r.type("EC2")
                      .allocationStrategy("BEST_FIT_PROGRESSIVE")
                      .instanceTypes("c5.large")
                      .bidPercentage(1));

      submitOfTwoVcpus(world);

      assertThat(world.launchedTypes()).containsExactly("c5.large");
    }

    @ParameterizedTest
    @MethodSource("io.github.spotbatch.testing.CapacityTest#bundles")
    @Rule("CE-52")
    void bundle_standsForItsFamilies(String bundle, List<String> families) {
      aws.jobs().named("*").runsFor(Duration.ofHours(1));
      BatchWorld world = ready(r -> r.instanceTypes(bundle));

      for (int i = 0; i <= families.size(); i++) {
        submitOfTwoVcpus(world);
        families(world).forEach(family -> aws.hosts().unsupported(ENVIRONMENT, family + ".*"));
      }

      assertThat(families(world))
          .as("each once, and then no other")
          .containsExactlyInAnyOrderElementsOf(families);
    }

    private List<String> families(BatchWorld world) {
      return world.launchedTypes().stream().map(type -> type.replaceFirst("\\..*", "")).toList();
    }

    @Test
    @Rule("CE-77")
    void instance_carriesTheEnvironmentsTagsAndLifecycle() {
      BatchWorld world = ready(r -> r.tags(Map.of("CostCenter", "batch")));
      String arn = world.environment().computeEnvironmentArn();
      world.batch.tagResource(r -> r.resourceArn(arn).tags(Map.of("OfTheEnvironment", "a")));

      submitOfTwoVcpus(world);

      Instance instance = world.instances(InstanceStateName.RUNNING).get(0);
      assertThat(instance.tags())
          .contains(Tag.builder().key("CostCenter").value("batch").build())
          .extracting(Tag::key)
          .doesNotContain("OfTheEnvironment");
      assertThat(instance.instanceLifecycleAsString()).isEqualTo("spot");
    }

    private void submitOfTwoVcpus(BatchWorld world) {
      world.submit(
          "job",
          r -> r.containerOverrides(c -> c.resourceRequirements(v -> v.type("VCPU").value("2"))));
      aws.advance(Duration.ofSeconds(30));
    }
  }

  static Stream<Arguments> choices() {
    return Stream.of(
        choice("EC2", "BEST_FIT", "c5.large", "m5.large", "c5.large", "r5.large"),
        choice("EC2", "BEST_FIT_PROGRESSIVE", "c5a.large", "c5.large", "c5a.large"),
        choice("SPOT", "BEST_FIT_PROGRESSIVE", "m5.large", "c5.large", "m5.large"),
        choice("EC2", "BEST_FIT_PROGRESSIVE_ORDERED", "m5.large", "m5.large", "c5.large"),
        choice("EC2", "BEST_FIT_PROGRESSIVE_ORDERED", "m5.large", "c5", "m5", "c5.large"),
        choice("SPOT", "SPOT_CAPACITY_OPTIMIZED", "r5.large", "m5.large", "c5a.large", "r5.large"),
        choice("SPOT", "SPOT_PRICE_CAPACITY_OPTIMIZED", "c5.large", "r5.large", "c5.large", "m5"),
        choice("SPOT", "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED", "r5.large", "r5.large", "c5.large"),
        choice("SPOT", "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED", "c5.large", "m5", "c5", "r5"));
  }

  private static Arguments choice(
      String type, String strategy, String expected, String... instanceTypes) {
    return Arguments.of(type, strategy, List.of(instanceTypes), expected);
  }

  static Stream<Arguments> bundles() {
    return Stream.of(
        Arguments.of("optimal", List.of("m6i", "c6i", "r6i", "c7i")),
        Arguments.of("default_x86_64", List.of("m6i", "c6i", "r6i", "c7i")),
        Arguments.of("default_arm64", List.of("m6g", "c6g", "r6g", "c7g")),
        Arguments.of("c6g", List.of("c6g")));
  }

  private BatchWorld ready(Consumer<ComputeResource.Builder> change) {
    return BatchWorld.ready(aws, change);
  }

  private static int runningVcpus(BatchWorld world) {
    return world.instances(InstanceStateName.RUNNING).stream()
        .mapToInt(instance -> instance.instanceTypeAsString().endsWith(".xlarge") ? 4 : 2)
        .sum();
  }
}
