package io.github.spotbatch.testing.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.Invariant;
import io.github.spotbatch.testing.RequestJournal;
import io.github.spotbatch.testing.VirtualClock;
import io.github.spotbatch.time.WallClock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.batch.BatchAsyncClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Run by {@code JUnit6Test} on JUnit 6, too. */
@Isolated("takes the standard error stream")
class FakeAwsExtensionTest {

  @Nested
  class Worlds {

    @FakeAwsTest(region = "eu-west-1", seed = 7)
    static class Parameters {

      private final FakeAws constructed;
      private FakeAws before;

      Parameters(FakeAws constructed) {
        this.constructed = constructed;
      }

      @BeforeEach
      void take(FakeAws aws) {
        before = aws;
      }

      @Test
      void everyParameter_isOfOneWorld(
          FakeAws aws,
          SpotBatch spotBatch,
          BatchClient batch,
          BatchAsyncClient async,
          Ec2Client ec2,
          VirtualClock clock,
          RequestJournal journal) {
        assertThat(aws).isSameAs(constructed).isSameAs(before);
        assertThat(aws.time()).isSameAs(clock);
        batch.describeJobQueues();
        async.describeJobQueues().join();
        ec2.describeVpcs();
        assertThat(spotBatch.provisioner().stacks()).isEmpty();
        assertThat(journal.count("DescribeJobQueues")).isGreaterThanOrEqualTo(2);
        assertThat(journal.matching("batch:*"))
            .allSatisfy(call -> assertThat(call.region()).isEqualTo("eu-west-1"));
      }

      @Nested
      class Inside {

        @Test
        void nestedClass_hasTheAnnotationAround(FakeAws aws) {
          assertThat(aws.region().id()).isEqualTo("eu-west-1");
        }

        @Test
        @FakeAwsTest(region = "us-west-2")
        void method_hasItsOwnAnnotation(FakeAws aws) {
          assertThat(aws.region().id()).isEqualTo("us-west-2");
        }
      }
    }

    @Test
    void parameters_areOfOneWorld_alsoInNestedClasses() {
      Runs run = Runs.of(Parameters.class);

      assertThat(run.failures()).isEmpty();
      assertThat(run.succeeded()).isEqualTo(3);
    }

    @FakeAwsTest
    @Execution(ExecutionMode.CONCURRENT)
    static class Fresh {

      static final Set<FakeAws> SEEN = ConcurrentHashMap.newKeySet();

      @Test
      void one(FakeAws aws) {
        SEEN.add(aws);
      }

      @Test
      void two(FakeAws aws) {
        SEEN.add(aws);
      }
    }

    @Test
    void tests_sideBySide_haveAWorldEachWhichIsClosedAfterwards() {
      Runs run = Runs.of(Fresh.class);

      assertThat(run.succeeded()).isEqualTo(2);
      assertThat(Fresh.SEEN).hasSize(2);
      assertThat(Fresh.SEEN)
          .allSatisfy(
              aws ->
                  assertThat(catchThrowable(aws::batch)).isInstanceOf(IllegalStateException.class));
    }

    @FakeAwsTest(speed = 1000)
    static class OnTheWallClock {

      @Test
      void world(FakeAws aws) {
        assertThat(aws.time()).isInstanceOf(WallClock.class);
      }

      @Test
      void clock(VirtualClock clock) {}
    }

    @Test
    void speed_takesTheWallClock_andHasNoVirtualOne() {
      Runs run = Runs.of(OnTheWallClock.class);

      assertThat(run.succeeded()).isEqualTo(1);
      assertThat(run.failures().get("clock(VirtualClock)"))
          .contains("there is no VirtualClock: the test's world runs on the wall clock");
    }

    @FakeAwsTest
    static class ForAll {

      @BeforeAll
      static void take(FakeAws aws) {}

      @Test
      void test() {}
    }

    @Test
    void parameter_forTheWholeClass_isRefused() {
      assertThat(Runs.of(ForAll.class).failures().values())
          .singleElement()
          .asString()
          .contains("a FakeAws lives for one test: take it in a test method or in a @BeforeEach");
    }
  }

  @Nested
  class Checks {

    @FakeAwsTest
    static class Unfired {

      @Test
      void script(FakeAws aws) {
        aws.jobs().named("frme").exits(1);
      }

      @Test
      @FakeAwsTest(unchecked = Invariant.SCRIPTS_FIRED)
      void unchecked(FakeAws aws) {
        aws.jobs().named("frme").exits(1);
      }
    }

    @Test
    void brokenInvariant_failsTheTestUnlessItIsUnchecked() {
      Runs run = Runs.of(Unfired.class);

      assertThat(run.failures()).containsOnlyKeys("script(FakeAws)");
      assertThat(run.failures().get("script(FakeAws)"))
          .contains("each script comes to pass (SCRIPTS_FIRED)\n  - jobs named frme");
      assertThat(run.errors()).containsOnlyOnce("script(FakeAws) failed. Timeline since");
    }

    static class Registered {

      @RegisterExtension
      static final FakeAwsExtension AWS =
          FakeAwsExtension.builder()
              .world(() -> FakeAws.builder().journalCapacity(1).build())
              .checked(Invariant.JOBS_FINISHED)
              .unchecked(Invariant.SCRIPTS_FIRED)
              .build();

      @Test
      void world_isAsDescribed(FakeAws aws, BatchClient batch) {
        aws.jobs().named("nobody").exits(1);
        batch.describeJobQueues();
        batch.describeJobQueues();
        assertThat(aws.journal().dropped()).isEqualTo(1);
      }
    }

    @Test
    void registeredExtension_isAsItsBuilderSays() {
      Runs run = Runs.of(Registered.class);

      assertThat(run.failures()).isEmpty();
      assertThat(run.succeeded()).isEqualTo(1);
    }
  }

  @Nested
  class Failures {

    @FakeAwsTest
    static class Failing {

      @BeforeEach
      void before(BatchClient batch) {
        batch.createSchedulingPolicy(request -> request.name("before"));
      }

      @Test
      void inTheTest(FakeAws aws) {
        aws.jobs().named("frme").exits(1);
        fail("on purpose");
      }
    }

    @FakeAwsTest
    static class FailingBefore {

      @BeforeEach
      void before(BatchClient batch) {
        batch.createSchedulingPolicy(request -> request.name("before"));
        fail("on purpose");
      }

      @Test
      void test() {}
    }

    @FakeAwsTest
    static class FailingAfter {

      @Test
      void test(BatchClient batch) {
        batch.createSchedulingPolicy(request -> request.name("before"));
      }

      @AfterEach
      void after() {
        fail("on purpose");
      }
    }

    @Test
    void failure_tellsTheTimelineOnce_andIsTheOnlyFailure() {
      assertTold(Runs.of(Failing.class), "inTheTest(FakeAws)");
    }

    @Test
    void failure_beforeTheTest_tellsTheTimelineOnce() {
      assertTold(Runs.of(FailingBefore.class), "test()");
    }

    @Test
    void failure_afterTheTest_tellsTheTimelineOnce() {
      assertTold(Runs.of(FailingAfter.class), "test(BatchClient)");
    }

    private void assertTold(Runs run, String test) {
      assertThat(run.failures()).isEqualTo(Map.of(test, "on purpose"));
      assertThat(run.errors())
          .containsOnlyOnce(test + " failed. Timeline since 2030-01-01T00:00:00Z")
          .containsOnlyOnce("batch CreateSchedulingPolicy  name=before");
    }

    @FakeAwsTest
    static class Passing {

      @Test
      void test(BatchClient batch) {
        batch.createSchedulingPolicy(request -> request.name("before"));
      }
    }

    @FakeAwsTest
    static class Aborted {

      @Test
      void test(BatchClient batch) {
        batch.createSchedulingPolicy(request -> request.name("before"));
        assumeTrue(false);
      }
    }

    @Test
    void abortion_tellsNothing() {
      assertThat(Runs.of(Aborted.class).errors()).isEmpty();
    }

    @Test
    void success_tellsNothing() {
      Runs run = Runs.of(Passing.class);

      assertThat(run.succeeded()).isEqualTo(1);
      assertThat(run.errors()).isEmpty();
    }
  }
}
