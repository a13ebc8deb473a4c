package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.job.BulkSubmission;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.JobSubmissionException;
import io.github.spotbatch.job.JobTransition;
import io.github.spotbatch.job.StopReport;
import io.github.spotbatch.job.SubmissionCounts;
import io.github.spotbatch.job.SubmissionFailure;
import io.github.spotbatch.job.SubmissionKey;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** Streams of jobs under a key, submitted by programs that may end in the middle. */
class BulkSubmissionTest {

  private static final Duration LONG = Duration.ofHours(12);

  private BulkWorld world;
  private SpotBatch program;
  private JobQueue queue;

  @BeforeEach
  void open() throws Exception {
    world = BulkWorld.create();
    program = world.program().build();
    queue = BulkWorld.queue(program);
  }

  @AfterEach
  void close() {
    program.close();
    world.close();
  }

  /** Another JVM. */
  private JobQueue restarted() {
    program.close();
    program = world.program().build();
    return BulkWorld.queue(program);
  }

  private int submits() {
    return world.aws.journal().count("SubmitJob");
  }

  @Nested
  class Submitting {

    @Test
    void submitAll_returnsAtOnceAndNamesJobsByKeyAndPosition() {
      BulkSubmission submission = queue.submitAll(BulkWorld.frames(3));
      assertThat(submission.counts()).isEqualTo(new SubmissionCounts(0, 0, 0, 0, false));
      assertThat(submits()).isZero();

      List<JobResult> results = submission.await(LONG);

      assertThat(results).hasSize(3).allMatch(JobResult::succeeded);
      String prefix = "frame-" + submission.key() + "-";
      assertThat(submission.jobs())
          .extracting(JobHandle::awsName)
          .containsExactly(prefix + "000000", prefix + "000001", prefix + "000002");
      assertThat(submission.jobs())
          .allSatisfy(
              job -> {
                assertThat(job.name()).isEqualTo("frame");
                assertThat(job.key()).contains(submission.key());
              });
      assertThat(submission.counts()).isEqualTo(new SubmissionCounts(3, 3, 0, 0, true));
      assertThat(submission.counts())
          .hasToString("3 taken, 3 submitted, 0 open, 0 failed, 0 unknown");
    }

    @Test
    void submitAll_endlessStream_isTakenOnlyAsFastAsAwsTakesJobs() {
      AtomicInteger taken = new AtomicInteger();
      Stream<JobRequest> endless =
          Stream.generate(() -> BulkWorld.request("frame-" + taken.incrementAndGet()));
      world.aws.faults().limit("SubmitJob", 5);

      BulkSubmission submission = queue.submitAll(endless);
      world.aws.advance(Duration.ofMinutes(1));

      assertThat(submission.counts().submitted()).isBetween(250, 320);
      assertThat(taken.get() - submission.counts().submitted()).isBetween(60, 66);
      submission.stop("enough");
      assertThat(taken.get()).isLessThan(400);
    }

    @Test
    void submitAll_someRefused_othersGoOn() {
      BulkSubmission submission =
          queue.submitAll(
              Stream.of(
                  BulkWorld.request("good"),
                  JobRequest.builder("no-such").jobName("bad").build(),
                  BulkWorld.request("good")));

      SubmissionCounts counts = submission.awaitSubmitted(LONG);

      assertThat(counts).isEqualTo(new SubmissionCounts(3, 2, 1, 0, true));
      SubmissionFailure failure = submission.notSubmitted().get(0);
      assertThat(failure.position()).isEqualTo(1);
      assertThat(failure.jobName()).isEqualTo("bad");
      assertThat(failure.unknown()).isFalse();
      assertThat(failure.exception())
          .isInstanceOf(JobSubmissionException.class)
          .hasMessageStartingWith(
              "Job bad-" + submission.key() + "-000001 for queue any-queue was");
      assertThat(submission.jobs()).hasSize(2);
    }

    @Test
    void submitAll_streamThrows_whatWasTakenIsSentAndTheFailureTold() {
      AtomicInteger closed = new AtomicInteger();
      Stream<JobRequest> requests =
          IntStream.range(0, 10)
              .mapToObj(
                  i -> {
                    if (i == 7) {
                      throw new IllegalStateException("disk gone");
                    }
                    return BulkWorld.request("frame");
                  })
              .onClose(closed::incrementAndGet);

      BulkSubmission submission = queue.submitAll(requests);

      assertThatThrownBy(() -> submission.awaitSubmitted(LONG))
          .isInstanceOf(SpotBatchException.class)
          .hasMessage(
              "The stream of requests failed after 7 of them: java.lang.IllegalStateException: disk"
                  + " gone")
          .hasCauseInstanceOf(IllegalStateException.class);
      assertThat(submission.counts()).isEqualTo(new SubmissionCounts(7, 7, 0, 0, true));
      assertThat(world.jobs()).hasSize(7);
      assertThat(closed).hasValue(1);
    }

    @Test
    void close_streamIsNotReadToItsEnd_isClosed() {
      AtomicInteger closed = new AtomicInteger();
      BulkSubmission submission =
          queue.submitAll(BulkWorld.frames(500).onClose(closed::incrementAndGet));
      world.aws.advance(Duration.ofSeconds(1));

      program.close();
      world.aws.advance(Duration.ofSeconds(1));

      assertThat(submission.counts().ended()).isTrue();
      assertThat(closed).hasValue(1);
    }

    @Test
    void awaitSubmitted_notInTime_goesOn() {
      world.aws.faults().limit("SubmitJob", 1);
      BulkSubmission submission = queue.submitAll(BulkWorld.frames(30));

      assertThatThrownBy(() -> submission.awaitSubmitted(Duration.ofSeconds(5)))
          .isInstanceOf(WaitTimeoutException.class)
          .hasMessageMatching(
              "submission .{12} was still at 30 taken, \\d submitted, .* after PT5S");
      assertThat(submission.awaitSubmitted(LONG).submitted()).isEqualTo(30);
    }

    @Test
    void follow_hearsOfJobsThatAreYetToBeSubmitted() {
      List<JobTransition> heard = new CopyOnWriteArrayList<>();
      BulkSubmission submission = queue.submitAll(BulkWorld.frames(20));

      assertThat(submission.follow(heard::add).await(LONG).in(JobState.SUCCEEDED)).isEqualTo(20);

      assertThat(heard.stream().filter(it -> it.to() == JobState.SUCCEEDED)).hasSize(20);
      assertThat(heard).doesNotHaveDuplicates();
    }

    @Test
    void stop_underWay_sendsNoMoreAndEndsWhatIsThere() {
      world.aws.jobs().named("frame-*").runsFor(Duration.ofHours(5));
      world.aws.faults().limit("SubmitJob", 2);
      BulkSubmission submission = queue.submitAll(BulkWorld.frames(100));
      world.aws.advance(Duration.ofSeconds(10));

      submission.stop("no longer needed");

      int sent = submission.counts().submitted();
      assertThat(sent).isBetween(15, 40);
      assertThat(submission.counts().ended()).isTrue();
      assertThat(submission.counts().open()).isZero();
      assertThat(submission.notSubmitted().get(0).exception())
          .hasMessageEndingWith(" was not sent: its submission was stopped.");
      assertThatThrownBy(() -> submission.awaitSubmitted(LONG))
          .hasMessage("Submission " + submission.key() + " was stopped: no longer needed");
      world.aws.runUntilIdle();
      assertThat(world.jobs()).hasSize(sent);
      assertThat(submission.jobs()).allMatch(job -> job.state() == JobState.FAILED);
    }
  }

  @Nested
  class Blocking {

    private final ExecutorService callbacks = Executors.newSingleThreadExecutor();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @AfterEach
    void end() {
      goOn.countDown();
      callbacks.shutdown();
    }

    /** Three requests, and one more that comes when it may. */
    private Stream<JobRequest> blocking() {
      return IntStream.range(0, 10)
          .mapToObj(
              i -> {
                if (i == 3) {
                  asked.countDown();
                  await(goOn);
                }
                return BulkWorld.request("frame");
              })
          .onClose(closed::countDown);
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /** The callbacks have a thread of their own, which asks the clock's for calls to AWS. */
    private void letTimePassUntilAsked() throws InterruptedException {
      for (int i = 0; i < 1_000 && !asked.await(10, TimeUnit.MILLISECONDS); i++) {
        world.aws.advance(Duration.ofSeconds(1));
      }
      await(asked);
    }

    @Test
    void stop_streamBlocks_doesNotWaitForItAndItIsClosedLater() throws Exception {
      program.close();
      program = world.program().callbackExecutor(callbacks).build();
      BulkSubmission submission = BulkWorld.queue(program).submitAll(blocking());
      letTimePassUntilAsked();

      submission.stop("no longer needed");

      assertThat(closed.getCount()).isOne();
      SubmissionCounts counts = submission.counts();
      assertThat(counts.taken()).isEqualTo(3);
      assertThat(counts.open()).isZero();
      assertThat(counts.ended()).isTrue();
      goOn.countDown();
      await(closed);
      assertThat(submission.counts()).isEqualTo(counts);
    }
  }

  @Nested
  class Keys {

    @Test
    void submitAll_keyUsedBefore_sendsNothingAndNamesResume() {
      SubmissionKey used = queue.newKey();
      queue.submitAll(used, BulkWorld.frames(3)).awaitSubmitted(LONG);

      BulkSubmission again = queue.submitAll(used, BulkWorld.frames(3));

      assertThatThrownBy(() -> again.awaitSubmitted(LONG))
          .isInstanceOf(SpotBatchException.class)
          .hasMessageMatching(
              "Key .{12} was used before on queue any-queue, by job frame-.{12}-00000\\d .*, so"
                  + " nothing was sent: resume\\(key, requests\\) sends what is missing, .*");
      assertThat(submits()).isEqualTo(3);
      assertThat(again.counts().submitted()).isZero();
    }

    @Test
    void submitAll_keyOfAProgramThatJustEnded_isFoundUsedByALateListing() {
      world.aws.faults().on("ListJobs").stale(Duration.ofSeconds(50));
      SubmissionKey night = SubmissionKey.at(world.aws.time().now(), "nightly");
      queue.submitAll(night, BulkWorld.frames(3)).awaitSubmitted(LONG);

      BulkSubmission again = restarted().submitAll(night, BulkWorld.frames(3));

      assertThatThrownBy(() -> again.awaitSubmitted(LONG))
          .isInstanceOf(SpotBatchException.class)
          .hasMessageStartingWith("Key " + night + " was used before on queue any-queue");
      assertThat(submits()).isEqualTo(3);
    }

    @Test
    void submitAll_ownNewKey_sendsAtOnceButOnlyTheFirstTime() {
      world.aws.faults().on("ListJobs").stale(Duration.ofSeconds(50));
      Instant start = world.aws.time().now();
      SubmissionKey own = queue.newKey();

      queue.submitAll(own, BulkWorld.frames(3)).awaitSubmitted(LONG);

      assertThat(Duration.between(start, world.aws.time().now())).isLessThan(Duration.ofSeconds(1));
      assertThat(world.aws.journal().count("ListJobs")).isZero();
      BulkSubmission again = queue.submitAll(own, BulkWorld.frames(3));
      assertThatThrownBy(() -> again.awaitSubmitted(LONG)).hasMessageContaining("was used before");
      assertThat(submits()).isEqualTo(3);
    }

    @Test
    void submitAll_newKeyThatAResumeUsed_isNotSentAtOnce() {
      SubmissionKey own = queue.newKey();
      queue.resume(own, BulkWorld.frames(3)).awaitSubmitted(LONG);

      BulkSubmission again = queue.submitAll(own, BulkWorld.frames(3));

      assertThatThrownBy(() -> again.awaitSubmitted(LONG)).hasMessageContaining("was used before");
    }

    @Test
    void resume_afterACrash_sendsOnlyWhatIsMissing() {
      SubmissionKey night = SubmissionKey.at(world.aws.time().now(), "nightly");
      BulkSubmission first = queue.submitAll(night, BulkWorld.frames(250));
      world.aws.advance(Duration.ofSeconds(62));
      int sent = first.counts().submitted();
      assertThat(sent).isBetween(90, 110);

      BulkSubmission second =
          restarted().resume(SubmissionKey.at(night.createdAt(), "nightly"), BulkWorld.frames(250));

      assertThat(second.awaitSubmitted(LONG)).isEqualTo(new SubmissionCounts(250, 250, 0, 0, true));
      assertThat(submits()).isEqualTo(250);
      assertThat(world.jobs()).hasSize(250).allSatisfy((name, times) -> assertThat(times).isOne());
      assertThat(second.jobs().subList(0, sent))
          .extracting(JobHandle::id)
          .containsExactlyElementsOf(first.jobs().stream().map(JobHandle::id).toList());
      assertThatThrownBy(() -> first.awaitSubmitted(LONG))
          .hasMessage(
              "Submission "
                  + night
                  + " was cut short because spotbatch was closed: resume(key, requests) sends what"
                  + " is missing.");
    }

    @Test
    void resume_everythingIsThere_sendsNothingAndWaitsForNoListing() {
      SubmissionKey done = queue.newKey();
      queue.submitAll(done, BulkWorld.frames(250)).awaitSubmitted(LONG);
      int lists = world.aws.journal().count("ListJobs");
      Instant start = world.aws.time().now();

      SubmissionCounts counts =
          restarted().resume(done, BulkWorld.frames(250)).awaitSubmitted(LONG);

      assertThat(counts.submitted()).isEqualTo(250);
      assertThat(submits()).isEqualTo(250);
      assertThat(world.aws.journal().count("ListJobs") - lists).isEqualTo(3);
      assertThat(Duration.between(start, world.aws.time().now())).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void resume_manyNames_listsTheQueueSinceTheKeyWasMade() {
      SubmissionKey done = queue.newKey();
      List<JobRequest> requests =
          IntStream.range(0, 60).mapToObj(i -> BulkWorld.request("frame-" + i)).toList();
      queue.submitAll(done, requests.stream().limit(50)).awaitSubmitted(LONG);
      int lists = world.aws.journal().count("ListJobs");

      SubmissionCounts counts = restarted().resume(done, requests.stream()).awaitSubmitted(LONG);

      assertThat(counts.submitted()).isEqualTo(60);
      assertThat(submits()).isEqualTo(60);
      assertThat(world.aws.journal().count("ListJobs") - lists).isLessThan(30);
    }

    @Test
    void resume_otherRequests_saysSo() {
      SubmissionKey used = queue.newKey();
      queue.submitAll(used, BulkWorld.frames(3)).awaitSubmitted(LONG);

      BulkSubmission other =
          restarted()
              .resume(used, Stream.of(BulkWorld.request("frame"), BulkWorld.request("mail")));

      assertThatThrownBy(() -> other.awaitSubmitted(LONG))
          .isInstanceOf(SpotBatchException.class)
          .hasMessage(
              ("The requests are not those that key %s was used for: the one at position 1 would be"
                      + " job mail-%s-000001, and queue any-queue has frame-%s-000001 there. Nothing"
                      + " more was sent; resume takes the same requests in the same order.")
                  .formatted(used, used, used));
      assertThat(submits()).isEqualTo(3);
    }

    @Test
    void resume_keyOlderThanAwsKeepsJobs_isRefused() {
      SubmissionKey old = queue.newKey();
      world.aws.advance(Duration.ofDays(7).minusMinutes(1)); // listings may be a minute late
      queue.resume(old, Stream.empty()).awaitSubmitted(LONG);
      world.aws.advance(Duration.ofSeconds(2));

      assertThatThrownBy(() -> queue.resume(old, Stream.empty()))
          .isInstanceOf(SpotBatchException.class)
          .hasMessageContaining("AWS Batch surely keeps finished jobs for 7 days only");
      assertThatThrownBy(() -> queue.attach(old)).isInstanceOf(SpotBatchException.class);
    }

    @Test
    void submitAll_keyOfATimeToCome_isRefused() {
      assertThatThrownBy(() -> queue.submitAll(SubmissionKey.of("zzzzzzbbbbbb"), Stream.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("which is yet to come");
    }

    @Test
    void attach_keyOfATimeToCome_isRefused() {
      assertThatThrownBy(() -> queue.attach(SubmissionKey.of("zzzzzzbbbbbb")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("which is yet to come");
    }

    @Test
    void attach_followsWhatIsThereAndSendsNothing() {
      SubmissionKey used = queue.newKey();
      queue.submitAll(used, BulkWorld.frames(120)).awaitSubmitted(LONG);
      queue.submitAll(BulkWorld.frames(20)).awaitSubmitted(LONG);

      BulkSubmission attached = restarted().attach(used);

      assertThat(attached.await(LONG)).hasSize(120).allMatch(JobResult::succeeded);
      assertThat(attached.jobs())
          .extracting(JobHandle::awsName)
          .isSorted()
          .first()
          .isEqualTo("frame-" + used + "-000000");
      assertThat(submits()).isEqualTo(140);
    }

    @Test
    void attach_keyOfASingleJob_findsIt() {
      JobHandle single = queue.submit(BulkWorld.request("frame"));

      BulkSubmission attached = restarted().attach(single.key().orElseThrow());

      assertThat(attached.await(LONG)).hasSize(1);
      assertThat(attached.jobs().get(0).id()).isEqualTo(single.id());
      assertThat(attached.jobs().get(0).name()).isEqualTo("frame");
    }

    @Test
    void resume_keyOfASingleJob_sendsNothingAndSaysSo() {
      String longest = "n".repeat(128);
      JobHandle single = queue.submit(BulkWorld.request(longest));
      SubmissionKey key = single.key().orElseThrow();

      BulkSubmission resumed = restarted().resume(key, Stream.of(BulkWorld.request(longest)));

      assertThatThrownBy(() -> resumed.awaitSubmitted(LONG))
          .isInstanceOf(SpotBatchException.class)
          .hasMessageStartingWith("Key " + key + " is that of the single job " + single.awsName());
      assertThat(submits()).isOne();
    }

    @Test
    void stop_attachedNotYetListed_stopsWhatIsThere() {
      world.aws.jobs().named("frame-*").runsFor(Duration.ofHours(5));
      SubmissionKey used = queue.newKey();
      queue.submitAll(used, BulkWorld.frames(120)).awaitSubmitted(LONG);
      BulkSubmission attached = restarted().attach(used);

      StopReport report = attached.stop("wrong scene");

      assertThat(report.cancelled().size() + report.terminated().size()).isEqualTo(120);
      assertThat(report.failures()).isEmpty();
      assertThat(attached.jobs()).hasSize(120).allMatch(job -> job.state() == JobState.FAILED);
    }

    @Test
    void stop_attachedAndQueueCannotBeListed_saysSo() {
      BulkSubmission attached = queue.attach(queue.newKey());
      world.aws.faults().on("ListJobs").fail();

      assertThatThrownBy(() -> attached.stop("wrong scene"))
          .isInstanceOf(SpotBatchException.class)
          .hasMessageContaining("list the jobs of submission");
    }

    @Test
    void stop_resumedBeforeAnyRequestWasTaken_stopsWhatIsThere() {
      world.aws.jobs().named("frame-*").runsFor(Duration.ofHours(5));
      SubmissionKey used = queue.newKey();
      queue.submitAll(used, BulkWorld.frames(120)).awaitSubmitted(LONG);

      StopReport report = restarted().resume(used, BulkWorld.frames(200)).stop("wrong scene");

      assertThat(report.cancelled().size() + report.terminated().size()).isEqualTo(120);
      assertThat(world.ends().values()).hasSize(120).allMatch(List.of(JobStatus.FAILED)::equals);
    }

    @Test
    void awaitSubmitted_doneAndClosedWithItsClock_tellsWhatIsKnown() {
      ScheduledExecutorService gone = Executors.newSingleThreadScheduledExecutor();
      gone.shutdown();
      AtomicBoolean ended = new AtomicBoolean();
      TimeKeeper clock = world.aws.time();
      TimeKeeper ending =
          new TimeKeeper() {
            @Override
            public Instant now() {
              return clock.now();
            }

            @Override
            public ScheduledExecutorService executor() {
              return ended.get() ? gone : clock.executor();
            }

            @Override
            public <T> T await(CompletableFuture<T> future)
                throws InterruptedException, ExecutionException {
              return clock.await(future);
            }
          };
      SpotBatch other = world.program().timeKeeper(ending).build();
      BulkSubmission submission = BulkWorld.queue(other).submitAll(BulkWorld.frames(3));
      submission.awaitSubmitted(LONG);
      other.close();
      ended.set(true);

      assertThat(submission.awaitSubmitted(LONG).submitted()).isEqualTo(3);
      assertThatThrownBy(() -> submission.await(LONG))
          .isInstanceOf(SpotBatchException.class)
          .hasMessage("This SpotBatch is closed: make a new one.");
    }

    @Test
    void submitAll_afterClose_isRefused() {
      program.close();

      assertThatThrownBy(() -> queue.submitAll(BulkWorld.frames(1)))
          .isInstanceOf(SpotBatchException.class)
          .hasMessage("This SpotBatch is closed: make a new one.");
    }
  }

  @Nested
  class Once {

    @Test
    void submitAll_answersLost_findsTheJobsAndSendsNoneAgain() {
      world.aws.faults().on("SubmitJob").loseResponse().every(10);

      SubmissionCounts counts = queue.submitAll(BulkWorld.frames(200)).awaitSubmitted(LONG);

      assertThat(counts).isEqualTo(new SubmissionCounts(200, 200, 0, 0, true));
      assertThat(submits()).isEqualTo(200);
    }

    @Test
    void submitAll_notTaken_isSentAgainOnceListingsShowALaterNeighbour() {
      world.aws.faults().on("SubmitJob").fail().skip(4).times(1);
      Instant start = world.aws.time().now();

      SubmissionCounts counts = queue.submitAll(BulkWorld.frames(20)).awaitSubmitted(LONG);

      assertThat(counts.submitted()).isEqualTo(20);
      assertThat(submits()).isEqualTo(21);
      assertThat(Duration.between(start, world.aws.time().now()))
          .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    }

    @Test
    void submitAll_listingsTooOld_endsAsUnknownAndResumeSettlesIt() {
      world.aws.faults().on("ListJobs").stale(Duration.ofMinutes(10));
      world.aws.faults().on("SubmitJob").loseResponse().skip(4).times(1);
      SubmissionKey key = queue.newKey();
      BulkSubmission submission = queue.submitAll(key, BulkWorld.frames(20));

      assertThat(submission.awaitSubmitted(LONG))
          .isEqualTo(new SubmissionCounts(20, 19, 0, 1, true));

      SubmissionFailure unknown = submission.notSubmitted().get(0);
      assertThat(unknown.position()).isEqualTo(4);
      assertThat(unknown.unknown()).isTrue();
      assertThat(unknown.exception())
          .hasMessageStartingWith("It is not known whether AWS Batch took job frame-" + key)
          .hasMessageContaining("its listings lag behind by more than is assumed");
      world.aws.faults().clear();
      assertThat(restarted().resume(key, BulkWorld.frames(20)).awaitSubmitted(LONG).submitted())
          .isEqualTo(20);
      assertThat(submits()).isEqualTo(20);
    }
  }
}
