package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.batch.model.JobStatus;

class JobEventsTest {

  private static final String NO_ATTEMPT = "[]";
  private static final String ONE_ATTEMPT =
      """
      [{"container": {"exitCode": 3, "reason": null, "logStreamName": "s/default/1",
        "networkInterfaces": []}, "startedAt": 5, "stoppedAt": 6, "statusReason": "exited"}]""";

  private final JobFixture fixture = new JobFixture();
  private final TestClock clock = fixture.clock;
  private final StubBatch batch = fixture.batch;
  private final List<String> seen = new ArrayList<>();

  @Nested
  class Order {

    @Test
    void event_ofAFollowedJob_isToldAtOnceAndCostsNoCall() {
      follow();

      assertThat(offer("RUNNABLE", NO_ATTEMPT)).isTrue();
      clock.advance(Duration.ZERO);

      assertThat(seen).containsExactly("frame: RUNNABLE");
      assertThat(batch.describes).isEmpty();
    }

    @Test
    void event_beforeTheFirstLook_doesNotPutItOff() {
      batch.job("j", JobStatus.SUCCEEDED);
      follow();

      offer("RUNNABLE", NO_ATTEMPT);
      clock.advance(Duration.ofSeconds(2));

      assertThat(seen).last().isEqualTo("name-of-j: RUNNABLE -> SUCCEEDED");
    }

    @Test
    void events_twiceOrLate_changeNothing() {
      batch.job("j", JobStatus.RUNNING);
      follow();
      offer("STARTING", NO_ATTEMPT);
      offer("RUNNING", NO_ATTEMPT);

      assertThat(offer("RUNNING", NO_ATTEMPT)).isTrue();
      clock.advance(Duration.ofMinutes(4));
      assertThat(offer("RUNNABLE", NO_ATTEMPT)).isTrue();
      assertThat(offer("STARTING", NO_ATTEMPT)).isTrue();
      clock.advance(Duration.ZERO);

      assertThat(seen).containsExactly("frame: STARTING", "frame: STARTING -> RUNNING");
    }

    @Test
    void event_ofTheNextAttempt_goesBackAndThoseOfTheFirstDoNot() {
      follow();
      offer("RUNNING", NO_ATTEMPT);
      offer("RUNNABLE", ONE_ATTEMPT);
      offer("RUNNING", NO_ATTEMPT);
      offer("STARTING", ONE_ATTEMPT);
      offer("STARTING", NO_ATTEMPT);
      offer("FAILED", ONE_ATTEMPT);
      assertThat(offer("RUNNING", ONE_ATTEMPT)).as("followed no longer").isFalse();
      clock.advance(Duration.ZERO);

      assertThat(seen)
          .containsExactly(
              "frame: RUNNING",
              "frame: RUNNING -> RUNNABLE",
              "frame: RUNNABLE -> STARTING",
              "frame: STARTING -> FAILED");
      assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void event_ofTheEnd_endsTheWaitWithTheWholeResult() {
      batch.job("j", JobStatus.RUNNING);
      batch.later(Duration.ofMillis(300), () -> offer("FAILED", ONE_ATTEMPT));

      JobResult result = fixture.service.job("j").await(Duration.ofHours(1));

      assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(300));
      assertThat(result.state()).isEqualTo(JobState.FAILED);
      assertThat(result.attempts())
          .singleElement()
          .satisfies(
              attempt -> {
                assertThat(attempt.exitCode()).hasValue(3);
                assertThat(attempt.logStreamName()).contains("s/default/1");
              });
    }

    @Test
    void event_ofAnotherJob_isNotTaken() {
      assertThat(offer("RUNNING", NO_ATTEMPT)).isFalse();
      assertThat(clock.pendingTasks()).isZero();
    }
  }

  @Nested
  class SafetyNet {

    @Test
    void whileEventsCome_jobIsLookedAtEveryFiveMinutes() {
      batch.job("j", JobStatus.RUNNING);
      follow();
      offer("RUNNING", NO_ATTEMPT);

      clock.advance(Duration.ofMinutes(61));

      assertThat(batch.describes).hasSize(13);
    }

    @Test
    void lookThatShowsWhatNoEventTold_isFollowedByLooksAsOftenAsAny() {
      batch.job("j", JobStatus.RUNNABLE);
      follow();
      offer("RUNNABLE", NO_ATTEMPT);
      batch.later(Duration.ofSeconds(290), () -> batch.job("j", JobStatus.RUNNING));
      clock.advance(Duration.ofMinutes(5));
      assertThat(batch.describes).hasSize(2);

      clock.advance(Duration.ofSeconds(5));

      assertThat(batch.describes).hasSizeGreaterThan(3);
      assertThat(seen).containsExactly("frame: RUNNABLE", "name-of-j: RUNNABLE -> RUNNING");
    }
  }

  @Nested
  class Texts {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{|The text is no whole JSON: ",
          "[]|event is []; give an object",
          "{}|event.source is missing; it must be \"aws.batch\"",
          "{\"source\": \"aws.ec2\"}|event.source is \"aws.ec2\"; it must be \"aws.batch\"",
          "{\"source\": \"aws.batch\", \"detail-type\": \"Batch Job Queue Blocked\"}|event.detail-type"
              + " is \"Batch Job Queue Blocked\"; it must be \"Batch Job State Change\"",
          "{\"source\": \"aws.batch\", \"detail-type\": \"Batch Job State Change\"}|event.detail is"
              + " missing; it tells of the job",
          "{\"source\": \"aws.batch\", \"detail-type\": \"Batch Job State Change\", \"detail\":"
              + " {\"jobName\": \"frame\"}}|event.detail.jobId is missing",
          "{\"source\": \"aws.batch\", \"detail-type\": \"Batch Job State Change\", \"detail\":"
              + " {\"jobId\": 7}}|event.detail.jobId is 7; give a text",
        })
    void textThatIsNoEvent_isRefusedWithWhatIsWrong(String json, String problem) {
      assertThatThrownBy(() -> fixture.service.offerEvent(json))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("this is no event of a job's state: " + problem);
    }
  }

  private void follow() {
    fixture.service.job("j").follow(transition -> seen.add(transition.toString()));
  }

  /** With what AWS sends and nobody reads, and with what it may add. */
  private boolean offer(String status, String attempts) {
    return fixture.service.offerEvent(
        """
        {"version": "0", "id": "c8f9", "detail-type": "Batch Job State Change",
         "source": "aws.batch", "account": "123456789012", "time": "2030-01-01T00:00:00Z",
         "region": "us-east-1", "resources": ["arn:aws:batch:us-east-1:123456789012:job/j"],
         "detail": {"jobArn": "arn:aws:batch:us-east-1:123456789012:job/j", "jobName": "frame",
          "jobId": "j", "jobQueue": "arn:aws:batch:us-east-1:123456789012:job-queue/q",
          "status": "%s", "attempts": %s, "createdAt": 1,
          "retryStrategy": {"attempts": 2, "evaluateOnExit": []}, "dependsOn": [],
          "jobDefinition": "d:1", "parameters": {}, "moodOfTheJob": {"of": ["tomorrow"]},
          "container": {"image": "busybox", "command": [], "exitCode": null, "ulimits": []},
          "tags": {"resourceArn": "arn:aws:batch:us-east-1:123456789012:job/j"},
          "propagateTags": false, "platformCapabilities": []}}"""
            .formatted(status, attempts));
  }
}
