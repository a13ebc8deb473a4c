package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.batch.model.ArrayJobDependency;
import software.amazon.awssdk.services.batch.model.JobDependency;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** Jobs that wait for others. */
class DependenciesTest {

  private static final JobDependency SEQUENTIAL =
      JobDependency.builder().type(ArrayJobDependency.SEQUENTIAL).build();

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = BatchWorld.ready(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Plain {

    @Test
    @Rule({"JOB-7", "JOB-20"})
    void job_waitsInPendingUntilAllItsDependenciesSucceeded() {
      aws.jobs().named("slow").runsFor(Duration.ofMinutes(30));
      String first = world.submit("fast");
      String second = world.submit("slow");
      String third = world.submit("third", r -> r.dependsOn(on(first), on(second)));

      aws.advance(Duration.ofMinutes(10));
      assertThat(status(first)).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(status(third)).isEqualTo(JobStatus.PENDING);
      aws.runUntilIdle();

      assertThat(status(third)).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(world.job(third).startedAt())
          .isGreaterThanOrEqualTo(world.job(second).stoppedAt());
      assertThat(world.job(third).dependsOn()).containsExactly(on(first), on(second));
    }

    @Test
    @Rule({"JOB-20", "JOB-28"})
    void job_ofAFailedDependency_failsWithoutAnAttempt() {
      aws.jobs().named("bad").exits(1);
      aws.jobs().named("slow").runsFor(Duration.ofHours(2));
      String bad = world.submit("bad");
      String slow = world.submit("slow");
      String third = world.submit("third", r -> r.dependsOn(on(bad), on(slow)));
      String fourth = world.submit("fourth", r -> r.dependsOn(on(third)));

      aws.advance(Duration.ofMinutes(10));

      assertThat(status(slow)).isEqualTo(JobStatus.RUNNING);
      for (String id : List.of(third, fourth)) {
        assertThat(status(id)).isEqualTo(JobStatus.FAILED);
        assertThat(world.job(id).statusReason()).isEqualTo("Dependent Job failed");
        assertThat(world.job(id).attempts()).isEmpty();
      }
      String late = world.submit("late", r -> r.dependsOn(on(bad)));
      aws.advance(Duration.ofSeconds(2));
      assertThat(world.job(late).statusReason()).isEqualTo("Dependent Job failed");
    }

    @Test
    @Rule("JOB-7")
    void array_waitsAsAWhole_andIsWaitedForAsAWhole() {
      aws.jobs().named("*").runsFor(Duration.ofMinutes(5));
      String before = world.submit("before");
      String array =
          world.submit("array", r -> r.arrayProperties(a -> a.size(3)).dependsOn(on(before)));
      String after = world.submit("after", r -> r.dependsOn(on(array)));

      aws.advance(Duration.ofSeconds(5));
      assertThat(status(array)).isEqualTo(JobStatus.PENDING);
      assertThat(world.job(array).arrayProperties().statusSummary()).containsEntry("PENDING", 3);
      aws.runUntilIdle();

      assertThat(status(after)).isEqualTo(JobStatus.SUCCEEDED);
      for (String child : children(array, 3)) {
        assertThat(world.job(child).startedAt())
            .isGreaterThanOrEqualTo(world.job(before).stoppedAt());
        assertThat(world.job(child).stoppedAt()).isLessThanOrEqualTo(world.job(after).startedAt());
      }
    }

    @Test
    @Rule("JOB-28")
    void array_ofAFailedDependency_failsWithAllItsChildren() {
      aws.jobs().named("bad").exits(1);
      String bad = world.submit("bad");
      String array =
          world.submit("array", r -> r.arrayProperties(a -> a.size(3)).dependsOn(on(bad)));

      aws.runUntilIdle();

      assertThat(status(array)).isEqualTo(JobStatus.FAILED);
      assertThat(children(array, 3))
          .allSatisfy(
              child ->
                  assertThat(world.job(child).statusReason()).isEqualTo("Dependent Job failed"));
    }

    @Test
    @Rule("JOB-60")
    void cancel_pendingArray_endsItOnceItsDependenciesHaveEnded() {
      aws.jobs().named("before").runsFor(Duration.ofMinutes(10));
      String before = world.submit("before");
      String array =
          world.submit("array", r -> r.arrayProperties(a -> a.size(3)).dependsOn(on(before)));
      aws.advance(Duration.ofMinutes(5));

      world.batch.cancelJob(r -> r.jobId(array).reason("enough"));

      assertThat(status(array)).isEqualTo(JobStatus.PENDING);
      assertThat(status(array + ":1")).isEqualTo(JobStatus.PENDING);
      aws.runUntilIdle();
      assertThat(status(before)).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(status(array)).isEqualTo(JobStatus.FAILED);
      assertThat(world.job(array).statusReason()).isEqualTo("enough");
      assertThat(world.job(array + ":1").isCancelled()).isTrue();
    }
  }

  @Nested
  class Indexed {

    @Test
    @Rule("JOB-7")
    void nToN_childWaitsForItsCounterpartOnly() {
      aws.jobs().named("first").runsFor(Duration.ofMinutes(5));
      aws.jobs()
          .matching(run -> run.jobName().equals("first") && run.arrayIndex().orElse(-1) == 0)
          .runsFor(Duration.ofHours(1));
      String first = world.submit("first", r -> r.arrayProperties(a -> a.size(3)));
      String second =
          world.submit("second", r -> r.arrayProperties(a -> a.size(3)).dependsOn(nToN(first)));

      aws.advance(Duration.ofMinutes(15));

      assertThat(status(second)).isEqualTo(JobStatus.PENDING);
      assertThat(status(second + ":0")).isEqualTo(JobStatus.PENDING);
      assertThat(status(second + ":1")).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(status(second + ":2")).isEqualTo(JobStatus.SUCCEEDED);
      aws.runUntilIdle();
      assertThat(status(second)).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    @Rule({"JOB-7", "JOB-28"})
    void nToN_counterpartFailed_failsThatChildOnly() {
      aws.jobs()
          .matching(run -> run.jobName().equals("first") && run.arrayIndex().orElse(-1) == 2)
          .exits(1);
      String first = world.submit("first", r -> r.arrayProperties(a -> a.size(3)));
      String second =
          world.submit("second", r -> r.arrayProperties(a -> a.size(3)).dependsOn(nToN(first)));

      aws.runUntilIdle();

      assertThat(status(second + ":1")).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(world.job(second + ":2").statusReason()).isEqualTo("Dependent Job failed");
      assertThat(world.job(second).statusReason()).isEqualTo("Array Child Job failed");
    }

    @Test
    @Rule("JOB-7")
    void sequential_childrenRunOneAfterTheOther() {
      String id =
          world.submit("array", r -> r.arrayProperties(a -> a.size(4)).dependsOn(SEQUENTIAL));

      aws.runUntilIdle();

      assertThat(status(id)).isEqualTo(JobStatus.SUCCEEDED);
      for (int i = 1; i < 4; i++) {
        assertThat(world.job(id + ":" + i).startedAt())
            .isGreaterThan(world.job(id + ":" + (i - 1)).stoppedAt());
      }
    }

    @Test
    @Rule("JOB-7")
    void sequential_failureOfOne_failsAllThatFollowIt() {
      aws.jobs().matching(run -> run.arrayIndex().orElse(-1) == 1).exits(1);

      String id =
          world.submit("array", r -> r.arrayProperties(a -> a.size(9999)).dependsOn(SEQUENTIAL));
      aws.runUntilIdle();

      assertThat(world.job(id).arrayProperties().statusSummary())
          .containsEntry("SUCCEEDED", 1)
          .containsEntry("FAILED", 9998);
      assertThat(world.job(id + ":9998").statusReason()).isEqualTo("Dependent Job failed");
    }

    @Test
    void sequential_cancelledPredecessor_holdsNobodyBack() {
      String id =
          world.submit("array", r -> r.arrayProperties(a -> a.size(3)).dependsOn(SEQUENTIAL));

      world.batch.cancelJob(r -> r.jobId(id + ":0").reason("enough"));
      aws.runUntilIdle();

      assertThat(status(id)).isEqualTo(JobStatus.FAILED);
      assertThat(world.job(id + ":2").statusReason()).isEqualTo("Dependent Job failed");
    }
  }

  /** The rules are documented, the texts are not known. */
  @ParameterizedTest
  @MethodSource
  @Rule({"JOB-6", "JOB-7"})
  void submit_oneThingWrong_isRefused(Refusal<SubmitJobRequest.Builder> refusal) {
    assertThat(Refusal.messageOf(() -> world.submit("job", refusal.change())))
        .contains(refusal.text());
  }

  static Stream<Refusal<SubmitJobRequest.Builder>> submit_oneThingWrong_isRefused() {
    JobDependency nowhere = JobDependency.builder().build();
    return Stream.of(
        Refusal.bare("does not exist", r -> r.dependsOn(on("x"))),
        Refusal.bare("needs a jobId", r -> r.dependsOn(nowhere)),
        Refusal.bare("needs a jobId", array(2, nToN(null))),
        Refusal.bare("array jobs only", r -> r.dependsOn(SEQUENTIAL)),
        Refusal.bare("array jobs only", r -> r.dependsOn(nToN("x"))),
        Refusal.bare("cannot have a jobId", array(2, SEQUENTIAL.toBuilder().jobId("x").build())),
        Refusal.bare("is not valid", array(2, JobDependency.builder().type("ONE_TO_ONE").build())),
        Refusal.bare("between 2 and 10000", array(1)),
        Refusal.bare("between 2 and 10000", array(10_001)),
        Refusal.bare(
            "20 dependencies",
            r -> r.dependsOn(IntStream.range(0, 21).mapToObj(i -> on("x" + i)).toList())));
  }

  @Test
  @Rule("JOB-7")
  void nToN_onWhatIsNoArrayOfTheSameSize_isRefused() {
    String single = world.submit("single");
    String three = world.submit("three", array(3));

    for (String other : List.of(single, three, three + ":0")) {
      assertThat(Refusal.messageOf(() -> world.submit("job", array(2, nToN(other)))))
          .contains("array job of the same size");
    }
  }

  @Test
  @Rule("JOB-6")
  void submit_atTheLimits_isAccepted() {
    JobDependency[] twenty =
        IntStream.range(0, 20)
            .mapToObj(i -> on(world.submit("job" + i)))
            .toArray(JobDependency[]::new);

    String id = world.submit("smallest", array(2, twenty));
    aws.runUntilIdle();

    assertThat(status(id)).isEqualTo(JobStatus.SUCCEEDED);
    String largest = world.submit("largest", array(10_000));
    aws.advance(Duration.ofSeconds(2));
    assertThat(status(largest + ":9999")).isEqualTo(JobStatus.RUNNABLE);
  }

  private JobStatus status(String id) {
    return world.job(id).status();
  }

  private static List<String> children(String id, int size) {
    return IntStream.range(0, size).mapToObj(i -> id + ":" + i).toList();
  }

  private static Consumer<SubmitJobRequest.Builder> array(int size, JobDependency... on) {
    return r -> r.arrayProperties(a -> a.size(size)).dependsOn(on);
  }

  private static JobDependency on(String id) {
    return JobDependency.builder().jobId(id).build();
  }

  private static JobDependency nToN(String id) {
    return JobDependency.builder().jobId(id).type(ArrayJobDependency.N_TO_N).build();
  }
}
