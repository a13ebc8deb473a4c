package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.JQState;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.ResourceType;

/** Jobs that somebody stops: cancelled while they wait, terminated while they run. */
class StoppingJobsTest {

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = BatchWorld.ready(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stopped_thatHeldTheQueueUp_letsTheNextJobRun(boolean cancel) {
    String large =
        world.submit(
            "large",
            r ->
                r.containerOverrides(
                    o -> o.resourceRequirements(n -> n.type(ResourceType.VCPU).value("96"))));
    String small = world.submit("small");
    aws.advance(Duration.ofHours(1));
    assertThat(world.job(small).status()).isEqualTo(JobStatus.RUNNABLE);

    if (cancel) {
      cancel(large);
    } else {
      world.batch.terminateJob(r -> r.jobId(large).reason("too large"));
    }
    aws.runUntilIdle();

    assertThat(world.job(small).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Nested
  class Cancel {

    @Test
    @Rule({"JOB-21", "JOB-60"})
    void cancel_submitted_failsAtOnce() {
      String id = world.submit("job");

      cancel(id);

      assertStopped(id, true, false);
      assertThat(world.job(id).attempts()).isEmpty();
    }

    @Test
    @Rule("JOB-60")
    void cancel_runnable_failsAtOnceAndNeverRuns() {
      String id = world.submit("job");
      aws.advance(Duration.ofSeconds(30));
      assertThat(world.job(id).status()).isEqualTo(JobStatus.RUNNABLE);

      cancel(id);
      aws.runUntilIdle();

      assertStopped(id, true, false);
      assertThat(world.job(id).attempts()).isEmpty();
    }

    @Test
    @Rule("JOB-60")
    void cancel_running_succeedsAndDoesNothing() {
      String id = running("job");

      cancel(id);
      aws.runUntilIdle();

      assertThat(world.job(id).status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(world.job(id).isCancelled()).isFalse();
    }

    @Test
    @Rule("JOB-60")
    void cancel_starting_succeedsAndDoesNothing() {
      String id = world.submit("job");
      aws.advance(Duration.ofSeconds(78));
      assertThat(world.job(id).status()).isEqualTo(JobStatus.STARTING);

      cancel(id);
      aws.runUntilIdle();

      assertThat(world.job(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    @Rule("JOB-60")
    void cancel_pending_takesEffectOnceTheDependenciesEnd() {
      String first = world.submit("first");
      String second = world.submit("second", r -> r.dependsOn(d -> d.jobId(first)));
      aws.advance(Duration.ofSeconds(10));

      cancel(second);
      assertThat(world.job(second).status()).isEqualTo(JobStatus.PENDING);
      aws.runUntilIdle();

      assertStopped(second, true, false);
      assertThat(world.job(first).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    @Rule("JOB-21")
    void job_thatNobodyStopped_hasNeitherFlag() {
      aws.jobs().named("job").exits(1);
      String id = world.submit("job");
      aws.runUntilIdle();

      assertThat(world.job(id).status()).isEqualTo(JobStatus.FAILED);
      assertThat(world.job(id).isCancelled()).isFalse();
      assertThat(world.job(id).isTerminated()).isFalse();
    }

    @Test
    @Rule("UNV-23")
    void cancel_unknownOrFinished_succeeds() {
      String id = world.submit("job");
      aws.runUntilIdle();

      cancel(id);
      cancel("11111111-2222-4333-8444-555555555555");

      assertThat(world.job(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    }
  }

  @Nested
  class Terminate {

    @Test
    @Rule({"JOB-21", "JOB-61"})
    void terminate_running_failsAndIsNotRetried() {
      String id = running("job");

      terminate(id);
      aws.runUntilIdle();

      assertStopped(id, false, true);
      assertThat(world.job(id).attempts()).hasSize(1);
      assertThat(world.job(id).attempts().get(0).container().exitCode()).isEqualTo(143);
    }

    @Test
    @Rule("JOB-61")
    void terminate_starting_failsBeforeTheContainerRuns() {
      String id = world.submit("job", r -> r.retryStrategy(s -> s.attempts(3)));
      aws.advance(Duration.ofSeconds(78));
      assertThat(world.job(id).status()).isEqualTo(JobStatus.STARTING);

      terminate(id);
      aws.runUntilIdle();

      assertStopped(id, false, true);
      assertThat(world.job(id).attempts()).hasSize(1);
      assertThat(world.job(id).startedAt()).isNull();
    }

    @Test
    @Rule("JOB-61")
    void terminate_waiting_isACancellation() {
      String id = world.submit("job");
      aws.advance(Duration.ofSeconds(30));

      terminate(id);
      aws.runUntilIdle();

      assertStopped(id, true, false);
    }

    @Test
    @Rule("JOB-61")
    void terminate_pending_failsAtOnce() {
      String first = running("first");
      String second = world.submit("second", r -> r.dependsOn(d -> d.jobId(first)));
      aws.advance(Duration.ofSeconds(10));

      terminate(second);

      assertStopped(second, true, false);
    }

    @Test
    @Rule("JQ-18")
    void deleteQueue_endsAllThatIsLeftInIt() {
      String running = running("first");
      String dependant = world.submit("second", r -> r.dependsOn(d -> d.jobId(running)));
      String waiting = world.submit("third");
      aws.advance(Duration.ofSeconds(1));
      world.batch.updateJobQueue(r -> r.jobQueue(QUEUE).state(JQState.DISABLED));
      aws.advance(Duration.ofSeconds(5));
      world.batch.deleteJobQueue(r -> r.jobQueue(QUEUE));
      JobDetail ended = world.job(dependant);

      aws.runUntilIdle();

      for (String id : new String[] {running, dependant, waiting}) {
        assertThat(world.job(id).status()).isEqualTo(JobStatus.FAILED);
      }
      assertThat(world.job(dependant)).as("ended once").isEqualTo(ended);
      assertThat(world.queues(QUEUE)).isEmpty();
    }
  }

  private String running(String name) {
    aws.jobs().named(name).runsFor(Duration.ofMinutes(10));
    String id = world.submit(name, r -> r.retryStrategy(s -> s.attempts(3)));
    aws.advance(Duration.ofMinutes(2));
    assertThat(world.job(id).status()).isEqualTo(JobStatus.RUNNING);
    return id;
  }

  private void cancel(String id) {
    world.batch.cancelJob(r -> r.jobId(id).reason("enough"));
  }

  private void terminate(String id) {
    world.batch.terminateJob(r -> r.jobId(id).reason("enough"));
  }

  private void assertStopped(String id, boolean cancelled, boolean terminated) {
    JobDetail job = world.job(id);
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.statusReason()).isEqualTo("enough");
    assertThat(job.isCancelled()).isEqualTo(cancelled);
    assertThat(job.isTerminated()).isEqualTo(terminated);
    assertThat(job.stoppedAt()).isNotNull();
  }
}
