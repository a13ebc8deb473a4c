package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ListJobsResponse;

/** Array jobs: a parent that runs nothing, and children that are jobs of their own. */
class ArrayJobsTest {

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = BatchWorld.ready(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Life {

    @Test
    @Rule("JOB-26")
    void parent_isPendingFromTheFirstRunnableChildToTheEndOfTheLast() {
      aws.jobs().named("job").runsFor(Duration.ofMinutes(10));
      String id = submit(3);
      assertThat(world.job(id).status()).isEqualTo(JobStatus.SUBMITTED);
      assertThat(summary(id)).containsEntry("SUBMITTED", 3);

      aws.advance(Duration.ofSeconds(2));
      assertThat(world.job(id).status()).isEqualTo(JobStatus.PENDING);
      assertThat(summary(id)).containsEntry("RUNNABLE", 3);

      aws.advance(Duration.ofMinutes(3));
      assertThat(world.job(id).status()).isEqualTo(JobStatus.PENDING);
      assertThat(summary(id))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "SUBMITTED",
                  0,
                  "PENDING",
                  0,
                  "RUNNABLE",
                  0,
                  "STARTING",
                  0,
                  "RUNNING",
                  3,
                  "SUCCEEDED",
                  0,
                  "FAILED",
                  0));

      aws.runUntilIdle();
      JobDetail parent = world.job(id);
      assertThat(parent.status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(parent.arrayProperties().size()).isEqualTo(3);
      assertThat(parent.arrayProperties().index()).isNull();
      assertThat(summary(id)).containsEntry("SUCCEEDED", 3);
      assertThat(parent.stoppedAt()).isEqualTo(world.job(id + ":2").stoppedAt());
    }

    @Test
    @Rule({"JD-53", "JOB-26"})
    void parent_hasNeitherTimeoutNorContainerNorAttempts_childrenHave() {
      aws.jobs().named("job").runsFor(Duration.ofHours(1));
      String id =
          world.submit(
              "job",
              r -> r.arrayProperties(a -> a.size(2)).timeout(t -> t.attemptDurationSeconds(60)));

      aws.runUntilIdle();

      JobDetail parent = world.job(id);
      assertThat(parent.timeout()).isNull();
      assertThat(parent.container()).isNull();
      assertThat(parent.attempts()).isEmpty();
      assertThat(parent.startedAt()).isNull();
      JobDetail child = world.job(id + ":1");
      assertThat(child.timeout().attemptDurationSeconds()).isEqualTo(60);
      assertThat(child.container().image()).isNotNull();
      assertThat(child.statusReason()).isEqualTo("Job attempt duration exceeded timeout");
      assertThat(child.attempts()).hasSize(1);
    }

    @Test
    @Rule({"JOB-26", "JOB-27", "JOB-28"})
    void child_thatFails_doesNotStopItsSiblingsButFailsTheParent() {
      aws.jobs().named("job").exits(0);
      aws.jobs().matching(run -> run.arrayIndex().orElse(-1) == 1).exits(3);

      String id = submit(3);
      aws.runUntilIdle();

      assertThat(world.job(id).status()).isEqualTo(JobStatus.FAILED);
      assertThat(world.job(id).statusReason()).isEqualTo("Array Child Job failed");
      assertThat(world.job(id + ":0").status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(world.job(id + ":1").container().exitCode()).isEqualTo(3);
      assertThat(world.job(id + ":2").status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    @Rule("JD-78")
    void child_isRetriedByItself() {
      aws.jobs().matching(run -> run.arrayIndex().orElse(-1) == 1).onAttempt(1).exits(3);

      String id =
          world.submit(
              "job", r -> r.arrayProperties(a -> a.size(2)).retryStrategy(s -> s.attempts(2)));
      aws.runUntilIdle();

      assertThat(world.job(id).status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(world.job(id + ":0").attempts()).hasSize(1);
      assertThat(world.job(id + ":1").attempts()).hasSize(2);
    }

    @Test
    @Rule("JOB-27")
    void child_hasItsOwnIdArnAndIndex() {
      String id = submit(2);

      JobDetail child = world.job(id + ":1");

      assertThat(child.jobId()).isEqualTo(id + ":1");
      assertThat(child.jobArn()).isEqualTo("arn:aws:batch:us-east-1:123456789012:job/" + id + ":1");
      assertThat(child.jobName()).isEqualTo("job");
      assertThat(child.arrayProperties().index()).isEqualTo(1);
      assertThat(child.arrayProperties().size()).isNull();
      assertThat(world.job(child.jobArn())).isEqualTo(child);
      assertThat(world.batch.describeJobs(r -> r.jobs(id + ":2", id + ":-1")).jobs()).isEmpty();
    }
  }

  @Nested
  class Lists {

    @Test
    @Rule("JOB-63")
    void queue_listsParents_arrayJobIdListsChildrenOfAStatus() {
      aws.jobs().named("job").runsFor(Duration.ofMinutes(10));
      String id = submit(3);
      world.submit("single");
      aws.advance(Duration.ofSeconds(5));

      assertThat(world.names(JobStatus.PENDING)).containsExactly("job");
      assertThat(world.names(JobStatus.RUNNABLE)).containsExactly("single");
      assertThat(children(id, JobStatus.RUNNABLE)).containsExactly(id + ":0", id + ":1", id + ":2");
      assertThat(world.batch.listJobs(r -> r.arrayJobId(id)).jobSummaryList()).isEmpty();
      aws.advance(Duration.ofMinutes(4));
      assertThat(world.batch.listJobs(r -> r.arrayJobId(id)).jobSummaryList())
          .as("RUNNING unless told")
          .extracting(job -> job.arrayProperties().index())
          .containsExactly(0, 1, 2);
      assertThat(
              world
                  .batch
                  .listJobs(r -> r.jobQueue(QUEUE).jobStatus(JobStatus.PENDING))
                  .jobSummaryList()
                  .get(0)
                  .arrayProperties()
                  .size())
          .isEqualTo(3);
    }

    @Test
    @Rule("JOB-64")
    void filter_doesNotReachChildren() {
      submit(3);

      assertThat(
              world
                  .batch
                  .listJobs(r -> r.jobQueue(QUEUE).filters(f -> f.name("JOB_NAME").values("job")))
                  .jobSummaryList())
          .hasSize(1);
    }

    @Test
    @Rule("JOB-64")
    void children_comeInPagesOfAThousand() {
      String id = submit(2500);

      ListJobsResponse first =
          world.batch.listJobs(r -> r.arrayJobId(id).jobStatus(JobStatus.SUBMITTED));
      List<Integer> all =
          world
              .batch
              .listJobsPaginator(r -> r.arrayJobId(id).jobStatus(JobStatus.SUBMITTED))
              .jobSummaryList()
              .stream()
              .map(job -> job.arrayProperties().index())
              .toList();

      assertThat(first.jobSummaryList()).hasSize(1000);
      assertThat(all).isEqualTo(IntStream.range(0, 2500).boxed().toList());
    }

    private List<String> children(String id, JobStatus status) {
      return world.batch.listJobs(r -> r.arrayJobId(id).jobStatus(status)).jobSummaryList().stream()
          .map(JobSummary::jobId)
          .toList();
    }
  }

  @Nested
  class Stopping {

    @Test
    @Rule({"JOB-27", "JOB-60"})
    void cancel_parent_cancelsWaitingChildrenAndLeavesRunningOnes() {
      aws.jobs().named("job").runsFor(Duration.ofMinutes(10));
      String id = submit(20);
      aws.advance(Duration.ofMinutes(5));
      assertThat(summary(id)).containsEntry("RUNNING", 16).containsEntry("RUNNABLE", 4);

      world.batch.cancelJob(r -> r.jobId(id).reason("enough"));

      assertThat(world.job(id).status()).isEqualTo(JobStatus.PENDING);
      assertThat(summary(id)).containsEntry("RUNNING", 16).containsEntry("FAILED", 4);
      aws.runUntilIdle();
      assertThat(summary(id)).containsEntry("SUCCEEDED", 16).containsEntry("FAILED", 4);
      assertThat(world.job(id).status()).isEqualTo(JobStatus.FAILED);
      assertThat(world.job(id).statusReason()).isEqualTo("enough");
      assertThat(world.job(id).isCancelled()).isTrue();
    }

    @Test
    @Rule({"JOB-27", "JOB-61"})
    void terminate_parent_endsAllChildren() {
      aws.jobs().named("job").runsFor(Duration.ofMinutes(10));
      String id = submit(20);
      aws.advance(Duration.ofMinutes(5));

      world.batch.terminateJob(r -> r.jobId(id).reason("enough"));

      assertThat(summary(id)).containsEntry("FAILED", 20);
      assertThat(world.job(id).status()).isEqualTo(JobStatus.FAILED);
      assertThat(world.job(id).isTerminated()).isTrue();
      assertThat(world.job(id + ":0").isTerminated()).isTrue();
      assertThat(world.job(id + ":19").isTerminated()).isFalse();
      assertThat(world.job(id + ":19").isCancelled()).isTrue();
    }

    @Test
    @Rule("JOB-27")
    void terminate_oneChild_leavesTheOthers() {
      aws.jobs().named("job").runsFor(Duration.ofMinutes(10));
      String id = submit(3);
      aws.advance(Duration.ofMinutes(5));

      world.batch.terminateJob(r -> r.jobId(id + ":1").reason("that one"));
      aws.runUntilIdle();

      assertThat(summary(id)).containsEntry("SUCCEEDED", 2).containsEntry("FAILED", 1);
      assertThat(world.job(id).statusReason()).isEqualTo("Array Child Job failed");
      assertThat(world.job(id).isTerminated()).isFalse();
    }

    @Test
    void cancel_submittedParent_endsItAtOnce() {
      String id = submit(3);

      world.batch.cancelJob(r -> r.jobId(id).reason("enough"));
      aws.runUntilIdle();

      assertThat(world.job(id).status()).isEqualTo(JobStatus.FAILED);
      assertThat(world.job(id + ":2").attempts()).isEmpty();
    }
  }

  private String submit(int size) {
    return world.submit("job", r -> r.arrayProperties(a -> a.size(size)));
  }

  private Map<String, Integer> summary(String id) {
    return world.job(id).arrayProperties().statusSummary();
  }
}
