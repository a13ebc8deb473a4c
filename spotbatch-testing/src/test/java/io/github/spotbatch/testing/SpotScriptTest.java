package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** What scripts do to a Spot market and to those who use it. */
class SpotScriptTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FakeAws aws = FakeAws.create();

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Capacity {

    @Test
    @Rule({"JOB-47", "SPOT-4"})
    void drain_ofAllPools_leavesTheJobWaitingWithBatchsReasonUntilTheyAreGivenBack() {
      BatchWorld world = ready(r -> r.instanceTypes("c5.large", "c5.xlarge"));
      aws.spot()
          .script("dry")
          .at(Duration.ZERO, Adversity.drain("c5.*"))
          .at(Duration.ofHours(3), Adversity.giveBack("c5.*"));
      aws.advance(MINUTE);
      String job = world.submit("one");

      aws.advance(Duration.ofHours(2));
      assertThat(world.job(job).status()).isEqualTo(JobStatus.RUNNABLE);
      assertThat(world.job(job).statusReason())
          .isEqualTo(
              "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity"
                  + " requested for instance type [c5.large]");

      aws.runUntilIdle();
      assertThat(world.job(job).status()).isEqualTo(JobStatus.SUCCEEDED);
      aws.verify();
    }

    @Test
    @Rule("CE-25")
    void drain_ofTheFirstEnvironmentsPools_lendsTheJobToTheNext() {
      BatchWorld world = new BatchWorld(aws);
      world.createEnvironment("spot", r -> r.instanceTypes("c5.large"));
      world.createEnvironment(
          "on-demand",
          r -> r.type("EC2").allocationStrategy("BEST_FIT_PROGRESSIVE").instanceTypes("c5.large"));
      aws.advance(MINUTE);
      world.createQueue("jobs", 1, "spot", "on-demand");
      aws.advance(MINUTE);
      world.register(it -> {});
      aws.spot().script("dry").at(Duration.ZERO, Adversity.drain("c5.large"));
      aws.advance(MINUTE);

      world.submit("one");
      aws.advance(Duration.ofMinutes(5));

      assertThat(world.instances(InstanceStateName.RUNNING))
          .singleElement()
          .satisfies(it -> assertThat(it.instanceLifecycle()).isNull());
      aws.verify();
    }

    @Test
    void drain_ofOneZone_leavesTheOthers() {
      BatchWorld world = ready(r -> r.instanceTypes("c5.large"));
      aws.spot()
          .script("two zones dry")
          .at(Duration.ZERO, Adversity.drain("c5.* in us-east-1a"))
          .at(Duration.ZERO, Adversity.drain("c5.* in us-east-1b"));
      submit(world, 6);

      aws.advance(Duration.ofMinutes(5));

      assertThat(world.instances(InstanceStateName.RUNNING))
          .isNotEmpty()
          .allSatisfy(it -> assertThat(zone(it)).isEqualTo("us-east-1c"));
    }

    @Test
    void pool_thatIsUsedUp_leadsToTheNextOne() {
      aws.jobs().named("*").runsFor(Duration.ofHours(1));
      BatchWorld world = ready(r -> r.maxvCpus(10_000).instanceTypes("c5.24xlarge"));
      List<SpotPool> pools = aws.spot().pools("c5.24xlarge");
      int all = pools.stream().mapToInt(SpotPool::depth).sum();
      for (int i = 0; i < all + 2; i++) {
        world.submit("job-" + i, this::onAWholeHost);
      }

      aws.advance(Duration.ofMinutes(10));

      assertThat(pools).extracting(SpotPool::depth).allMatch(depth -> depth > 1);
      assertThat(aws.spot().pools("c5.24xlarge")).extracting(SpotPool::free).containsOnly(0);
      assertThat(world.instances(InstanceStateName.RUNNING)).hasSize(all);
      assertThat(world.names(JobStatus.RUNNABLE)).hasSize(2);
    }

    private void onAWholeHost(SubmitJobRequest.Builder request) {
      request.containerOverrides(
          it -> it.resourceRequirements(vcpus -> vcpus.type(ResourceType.VCPU).value("96")));
    }

    @Test
    void blockScaleUp_untilAllowed_launchesNothing() {
      BatchWorld world = ready(r -> {});
      aws.spot()
          .script("blocked")
          .at(Duration.ZERO, Adversity.blockScaleUp(ENVIRONMENT))
          .after(Duration.ofHours(1), Adversity.allowScaleUp("sp*"));
      aws.advance(MINUTE);
      String job = world.submit("one");

      aws.advance(Duration.ofMinutes(50));
      assertThat(world.instances(InstanceStateName.RUNNING)).isEmpty();
      assertThat(world.job(job).statusReason()).startsWith("CAPACITY:");

      aws.advance(Duration.ofMinutes(20));
      assertThat(world.job(job).status()).isEqualTo(JobStatus.SUCCEEDED);
      aws.verify();
    }
  }

  @Nested
  class Reclaims {

    private final BatchWorld world = ready(r -> r.instanceTypes("c5.large", "m5.large"));

    @Test
    @Rule("JOB-44")
    void everything_atOnce_takesEveryHostTwoMinutesLater() {
      aws.jobs().named("*").runsFor(Duration.ofHours(1));
      aws.spot().script("blackout").when(Condition.jobsRunning(8), Adversity.reclaimEverything());
      submit(world, 8);
      aws.advance(Duration.ofMinutes(2));
      List<String> hosts = running();

      aws.advance(Duration.ofMinutes(10));

      assertThat(hosts).hasSize(4);
      assertThat(world.names(JobStatus.FAILED)).hasSize(8);
      assertThat(running()).doesNotContainAnyElementsOf(hosts);
      aws.verify();
    }

    @Test
    void share_ofTheHosts_isRoundedUp() {
      aws.jobs().named("*").runsFor(Duration.ofHours(1));
      aws.spot().script("a third").when(Condition.hostsJoined(4), Adversity.reclaimShare(0.3, "*"));
      submit(world, 8);

      aws.advance(Duration.ofMinutes(10));

      assertThat(world.names(JobStatus.FAILED)).hasSize(4);
    }

    @Test
    void share_thatIsAWholeNumberOfHosts_isThatNumber() {
      FakeAws other = FakeAws.create();
      BatchWorld.ready(other, r -> r.instanceTypes("c5.large").minvCpus(50).maxvCpus(50));
      other
          .spot()
          .script("7 of 25")
          .when(Condition.hostsJoined(25), Adversity.reclaimShare(0.28, "*"));

      other.advance(Duration.ofMinutes(10));

      assertThat(other.report().reclaims()).isEqualTo(7);
      other.verify();
    }

    @Test
    void zone_goes_andTheOthersStay() {
      aws.jobs().named("*").runsFor(Duration.ofHours(1));
      aws.spot()
          .script("dry")
          .at(Duration.ZERO, Adversity.drain("* in us-east-1a"))
          .when(Condition.jobsRunning(4), Adversity.giveBack("*"))
          .after(Duration.ZERO, Adversity.drain("* in us-east-1b"))
          .after(Duration.ZERO, Adversity.drain("* in us-east-1c"))
          .when(Condition.jobsRunning(8), Adversity.reclaimZone("us-east-1a"));
      aws.advance(MINUTE);
      submit(world, 4);
      aws.advance(Duration.ofMinutes(5));
      submit(world, 4);

      aws.advance(Duration.ofMinutes(15));

      assertThat(world.instances(InstanceStateName.RUNNING))
          .isNotEmpty()
          .noneSatisfy(it -> assertThat(zone(it)).isEqualTo("us-east-1a"));
      assertThat(world.names(JobStatus.FAILED)).hasSize(4);
      aws.verify();
    }

    @Test
    void hosts_byNumber_areNoMore() {
      aws.jobs().named("*").runsFor(Duration.ofHours(1));
      aws.spot().script("one").when(Condition.jobsRunning(8), Adversity.reclaim(1, "*"));
      submit(world, 8);

      aws.advance(Duration.ofMinutes(10));

      assertThat(world.names(JobStatus.FAILED)).hasSize(2);
    }

    @Test
    void hostOf_aJob_whenAnotherHasEnded() {
      aws.jobs().named("short").runsFor(Duration.ofMinutes(5));
      aws.jobs().named("long").runsFor(Duration.ofHours(1));
      aws.spot()
          .script("after the other")
          .when(Condition.job("short", JobStatus.SUCCEEDED), Adversity.reclaimHostOf("long"));
      world.submit("short");
      String job = world.submit("long");

      aws.runUntilIdle();

      assertThat(world.job(job).statusReason()).startsWith("Host EC2");
      aws.verify();
    }
  }

  @Nested
  class Prices {

    @Test
    @Rule({"CE-31", "SPOT-4"})
    void fixPrice_aboveTheBid_takesTheHostsAndKeepsOthersFromTheirPlace() {
      BatchWorld world = ready(r -> r.instanceTypes("c5.large").bidPercentage(50));
      aws.jobs().named("*").runsFor(Duration.ofMinutes(30));
      aws.spot()
          .script("dear")
          .when(Condition.job("one", JobStatus.RUNNING), Adversity.fixPrice("c5.large", "0.0425"))
          .after(Duration.ofHours(2), Adversity.multiplyPrice("c5.large", 1));
      String first = world.submit("one");
      aws.advance(Duration.ofMinutes(10));
      String second = world.submit("two");

      aws.advance(Duration.ofHours(1));
      assertThat(world.job(first).statusReason()).startsWith("Host EC2");
      assertThat(world.job(second).status()).isEqualTo(JobStatus.RUNNABLE);

      aws.runUntilIdle();
      assertThat(world.job(second).status()).isEqualTo(JobStatus.SUCCEEDED);
      aws.verify();
    }

    @Test
    void fixPrice_isSeenByEverybody() {
      aws.spot().script("fixed").at(Duration.ZERO, Adversity.fixPrice("c5.large", "0.05"));
      aws.advance(MINUTE);

      assertThat(aws.spot().pools("c5.large"))
          .hasSize(3)
          .allSatisfy(it -> assertThat(it.usdPerHour()).isEqualTo(new BigDecimal("0.050000")));
      assertThat(aws.spot().pools("c5.xlarge"))
          .noneSatisfy(it -> assertThat(it.usdPerHour()).isEqualTo(new BigDecimal("0.050000")));
    }

    @Test
    @Rule("SPOT-3")
    void multiplyPrice_farUp_endsAtTheOnDemandPrice() {
      aws.spot().script("dear").at(Duration.ZERO, Adversity.multiplyPrice("*", 10));
      aws.advance(MINUTE);

      assertThat(aws.spot().pools("*"))
          .allSatisfy(
              it -> assertThat(it.usdPerHour()).isEqualByComparingTo(it.onDemandUsdPerHour()));
    }
  }

  @Nested
  class Unfinished {

    @Test
    void step_thatNeverComes_failsWithHostsAndPools() {
      BatchWorld world = ready(r -> r.instanceTypes("c5.large"));
      aws.spot()
          .script("a bad night")
          .at(Duration.ofMinutes(1), Adversity.drain("m5.*"))
          .when(Condition.jobsRunning(10), Adversity.reclaimEverything());
      world.submit("one");
      aws.advance(Duration.ofMinutes(2));

      String host = running().get(0);
      String pool = "c5.large in " + zone(world.instances(InstanceStateName.RUNNING).get(0));
      assertThatThrownBy(aws::verify)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(
              "script 'a bad night' is at step 2 of 2, 'when 10 jobs run: reclaim all of *', which"
                  + " has not happened")
          .hasMessageContaining(
              "Spot hosts were launched from %s (1 host); there are now %s (%s)"
                  .formatted(pool, host, pool));
    }

    @Test
    void step_thatFindsNothing_fails() {
      aws.spot().script("too early").at(Duration.ZERO, Adversity.reclaim(1, "c5.*"));
      aws.advance(MINUTE);

      assertThatThrownBy(aws::verify)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(
              "script 'too early': step 1, 'at PT0S: reclaim 1 of c5.*', found nothing to do it to")
          .hasMessageContaining("there was no Spot host");
    }

    @Test
    void scaleUp_ofAnEnvironmentThatNeverWas_failsWithThoseThatWere() {
      aws.spot()
          .script("a bad night")
          .at(Duration.ZERO, Adversity.blockScaleUp("sopt"))
          .at(Duration.ZERO, Adversity.blockScaleUp("sp*"))
          .at(MINUTE, Adversity.allowScaleUp("sopt"));
      aws.advance(MINUTE);
      assertThat(aws.spot().unfired())
          .contains(
              "blocked the scale-up of sopt: no compute environment was of that name; there was none");

      BatchWorld.ready(aws);

      assertThat(aws.spot().unfired())
          .containsExactly(
              "blocked the scale-up of sopt: no compute environment was of that name; there were spot",
              "allowed the scale-up of sopt: no compute environment was of that name; there were spot");
      assertThatThrownBy(aws::verify)
          .hasMessageContaining("\n  - blocked the scale-up of sopt: no");
    }

    @Test
    void script_withoutSteps_fails() {
      aws.spot().script("empty");

      assertThatThrownBy(aws::verify).hasMessageContaining("script 'empty' has no steps");
    }

    @Test
    void steps_showInTheTimelineUnderTheirLabel() {
      aws.spot().script("a bad night").at(Duration.ofMinutes(1), Adversity.drain("m5.large"));

      aws.advance(Duration.ofMinutes(2));

      assertThat(aws.timeline())
          .containsPattern("spot market +a bad night +at PT1M: drain m5.large -> 3 pools");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c5.lrage", "", "us-east-1a", "C5.large"})
    void pools_mistyped_areRefusedAtOnce(String pools) {
      assertThatThrownBy(() -> Adversity.drain(pools))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "no instance type of the fake is meant by '"
                  + pools
                  + "'; pools are written as 'c5.large', 'c5.*' or 'c5.* in us-east-1a'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "use1-az1", "1a", ""})
    void zone_thatIsNone_isRefusedAtOnce(String zone) {
      String text =
          "no zone is meant by '" + zone + "'; zones are written as 'us-east-1a' or 'us-east-1*'";
      assertThatThrownBy(() -> Adversity.reclaimZone(zone))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(text);
      assertThatThrownBy(() -> Adversity.drain("c5.* in " + zone))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1a", "us-gov-west-1b", "us-west-2-lax-1a", "us-east-1*", "*"})
    void zone_thatMayBe_isTaken(String zone) {
      assertThat(Adversity.reclaimZone(zone)).hasToString("reclaim all of * in " + zone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0,035", "$0.03", "", "cheap"})
    void price_thatIsNoNumber_isRefusedWithItsText(String price) {
      assertThatThrownBy(() -> Adversity.fixPrice("c5.large", price))
          .isInstanceOf(NumberFormatException.class)
          .hasMessage("USD are written as 0.035, was '" + price + "'");
    }

    @Test
    void condition_onAStatusThatIsNone_isRefused() {
      assertThatThrownBy(() -> Condition.job("frame-1", JobStatus.fromValue("RUNING")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "no job comes to a status that the SDK does not know; statuses are")
          .hasMessageContaining("RUNNING");
    }

    @Test
    void condition_thatThrows_failsTheWorldByItsName() {
      Condition broken =
          Condition.holds(
              "my queue is empty",
              () -> {
                throw new IllegalStateException("no queue");
              });
      aws.spot().script("broken").when(broken, Adversity.reclaimEverything());

      assertThatThrownBy(() -> aws.advance(MINUTE))
          .hasStackTraceContaining(
              "the condition 'my queue is empty' of a script failed:"
                  + " java.lang.IllegalStateException: no queue");
    }

    @Test
    void steps_outOfOrder_waitForTheOneAbove() {
      aws.spot()
          .script("in order")
          .at(Duration.ofMinutes(10), Adversity.drain("m5.large"))
          .at(Duration.ofMinutes(5), Adversity.giveBack("m5.large"));

      aws.advance(Duration.ofMinutes(7));
      assertThat(aws.spot().unfired()).hasSize(1);
      aws.advance(Duration.ofMinutes(7));
      assertThat(aws.spot().pools("m5.large")).noneMatch(it -> it.free() == 0);
      assertThat(aws.spot().unfired()).isEmpty();
    }
  }

  private BatchWorld ready(Consumer<ComputeResource.Builder> change) {
    return BatchWorld.ready(aws, change);
  }

  private static void submit(BatchWorld world, int jobs) {
    IntStream.range(0, jobs).forEach(i -> world.submit("job-" + i));
  }

  private List<String> running() {
    return new BatchWorld(aws)
        .instances(InstanceStateName.RUNNING).stream().map(Instance::instanceId).toList();
  }

  private static String zone(Instance instance) {
    return instance.placement().availabilityZone();
  }
}
