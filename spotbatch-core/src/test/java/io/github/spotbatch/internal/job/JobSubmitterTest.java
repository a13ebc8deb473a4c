package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobSubmissionException;
import io.github.spotbatch.spec.JobRequest;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

class JobSubmitterTest {

  private final JobFixture fixture = new JobFixture();
  private final TestClock clock = fixture.clock;
  private final StubBatch batch = fixture.batch;
  private final JobQueue queue = fixture.service.queue("q", name -> "stack-" + name);
  private final JobRequest request = JobRequest.builder("work").build();

  @Nested
  class Answered {

    @Test
    void submit_accepted_sendsOnceUnderAUniqueName() {
      JobHandle job = queue.submit(request);

      assertThat(job.id()).isEqualTo("job-1");
      assertThat(batch.lists).isEmpty();
      SubmitJobRequest sent = batch.submits.get(0);
      assertThat(sent.jobQueue()).isEqualTo("q");
      assertThat(sent.jobDefinition()).isEqualTo("stack-work");
      assertThat(sent.jobName()).isEqualTo(job.awsName()).matches("work-[a-z0-9]{12}");
    }

    @Test
    void submit_sameRequestTwice_hasTwoNames() {
      assertThat(queue.submit(request).awsName()).isNotEqualTo(queue.submit(request).awsName());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "render",
          "render:7",
          "arn:aws:batch:eu-central-1:123456789012:job-definition/render:7",
          "arn:aws:batch:eu-central-1:123456789012:job-definition/render"
        })
    void submit_withoutJobName_isNamedAfterItsDefinition(String definition) {
      assertThat(queue.submit(JobRequest.builder(definition).build()).name()).isEqualTo("render");
    }

    @Test
    void submit_longestName_isCutToLeaveRoom() {
      JobRequest longest = JobRequest.builder("work").jobName("n".repeat(128)).build();

      assertThat(queue.submit(longest).awsName())
          .as("as the names of many, which end in a position too")
          .matches("n{108}-[a-z0-9]{12}");
    }

    @Test
    void submit_refused_saysWhatAwsSaid() {
      batch.submitFailures.add(StubBatch.failure(400, "ClientException", "JobQueue q is disabled"));

      JobSubmissionException e = fails();

      assertThat(e)
          .hasMessageMatching("Job work-.{12} for queue q was refused: JobQueue q is dis.*");
      assertThat(e.maybeSubmitted()).isFalse();
      assertThat(batch.submits).hasSize(1);
      assertThat(batch.lists).isEmpty();
    }

    @Test
    void submit_neverLeftTheMachine_saysSo() {
      batch.submitFailures.add(
          SdkClientException.create("x", new UnknownHostException("batch.mars.amazonaws.com")));

      JobSubmissionException e = fails();

      assertThat(e).hasMessageContaining("could not be sent: The AWS endpoint batch.mars");
      assertThat(e.maybeSubmitted()).isFalse();
    }
  }

  @Nested
  class Throttled {

    @Test
    void submit_throttledForAWhile_waitsAndSendsAgain() {
      batch.submitFailures.addAll(StubBatch.repeat(5, this::throttled));

      JobHandle job = queue.submit(request);

      assertThat(job.id()).isEqualTo("job-6");
      assertThat(batch.submits).extracting(SubmitJobRequest::jobName).containsOnly(job.awsName());
      assertThat(batch.lists).isEmpty();
      assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(500 + 1000 + 2000 + 4000 + 8000));
    }

    @Test
    void submit_throttledForEver_givesUp() {
      batch.submitFailures.addAll(StubBatch.repeat(100, this::throttled));

      JobSubmissionException e = fails();

      assertThat(e).hasMessageEndingWith("was refused: Too Many Requests");
      assertThat(e.maybeSubmitted()).isFalse();
      assertThat(batch.submits).hasSize(8);
      assertThat(clock.elapsed()).isLessThan(Duration.ofMinutes(2));
    }

    private RuntimeException throttled() {
      return StubBatch.failure(429, "TooManyRequestsException", "Too Many Requests");
    }
  }

  @Nested
  class Unclear {

    @Test
    void submit_answerLost_findsTheJobAndSendsNothingAgain() {
      batch.lostAnswers.add(SdkClientException.create("Read timed out"));

      JobHandle job = queue.submit(request);

      assertThat(job.id()).isEqualTo("job-1");
      assertThat(batch.submits).hasSize(1);
      assertThat(batch.lists)
          .singleElement()
          .satisfies(
              list -> {
                assertThat(list.jobQueue()).isEqualTo("q");
                assertThat(list.filters().get(0).name()).isEqualTo("JOB_NAME");
                assertThat(list.filters().get(0).values()).containsExactly(job.awsName());
              });
    }

    @Test
    void submit_serverErrorAndListedLate_findsTheJob() {
      batch.listingLag = Duration.ofSeconds(59);
      batch.lostAnswers.add(StubBatch.failure(500, "ServerException", "x"));

      assertThat(queue.submit(request).id()).isEqualTo("job-1");
      assertThat(batch.submits).hasSize(1);
      assertThat(clock.elapsed()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void submit_notTaken_isSentAgainUnderTheSameNameOnceListingsHaveHadTheirTime() {
      batch.submitFailures.add(SdkClientException.create("Connection reset"));

      JobHandle job = queue.submit(request);

      assertThat(batch.submits).hasSize(2);
      assertThat(batch.submits).extracting(SubmitJobRequest::jobName).containsOnly(job.awsName());
      assertThat(batch.lists).hasSizeBetween(6, 10);
      assertThat(clock.elapsed()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void submit_neverTaken_givesUpAfterThreeSends() {
      batch.submitFailures.addAll(
          StubBatch.repeat(9, () -> SdkClientException.create("Connection reset")));

      JobSubmissionException e = fails();

      assertThat(batch.submits).hasSize(3);
      assertThat(e)
          .hasMessageMatching(
              "AWS Batch most likely did not take job work-.{12}: SubmitJob got no clear answer 3"
                  + " times \\(Connection reset\\), and queue q never listed the job\\. .*");
      assertThat(e.maybeSubmitted()).isTrue();
      assertThat(e.awsName()).isEqualTo(batch.submits.get(0).jobName());
    }

    @Test
    void submit_listingTellsNothingEither_isNotSentAgain() {
      batch.lostAnswers.add(SdkClientException.create("Read timed out"));
      batch.listFailures.addAll(
          StubBatch.repeat(99, () -> StubBatch.failure(503, "ServiceUnavailable", "down")));

      JobSubmissionException e = fails();

      assertThat(batch.submits).hasSize(1);
      assertThat(clock.elapsed()).isEqualTo(Duration.ofMinutes(2));
      assertThat(e).hasMessageContaining("It is not known whether AWS Batch took job work-");
      assertThat(e).hasMessageContaining("(Read timed out)").hasMessageContaining("(down)");
      assertThat(e.maybeSubmitted()).isTrue();
    }

    @Test
    void submit_listingIsNotAllowed_isNotSentAgain() {
      batch.lostAnswers.add(SdkClientException.create("Read timed out"));
      batch.listFailures.add(StubBatch.failure(403, "AccessDeniedException", "not allowed"));

      assertThat(fails().maybeSubmitted()).isTrue();
      assertThat(batch.submits).hasSize(1);
      assertThat(batch.lists).hasSize(1);
    }

    @Test
    void submit_refusedWhenSentAgain_saysThatItWasSentBefore() {
      batch.submitFailures.add(SdkClientException.create("Connection reset"));
      batch.submitFailures.add(StubBatch.failure(400, "ClientException", "no"));

      JobSubmissionException e = fails();

      assertThat(e).hasMessageContaining("An earlier request for it got no answer");
      assertThat(e.maybeSubmitted()).isTrue();
    }

    @Test
    void submit_interrupted_keepsTheFlag() {
      batch.submitFailures.add(SdkClientException.create("Connection reset"));
      batch.later(Duration.ofSeconds(2), () -> Thread.currentThread().interrupt());

      JobSubmissionException e = fails();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(e).hasMessageContaining("the calling thread was interrupted before its answer");
      assertThat(e.maybeSubmitted()).isTrue();
    }

    @Test
    void submit_closedMeanwhile_endsTheWait() {
      batch.submitFailures.add(SdkClientException.create("Connection reset"));
      batch.later(Duration.ofSeconds(2), fixture.service::close);

      assertThat(fails()).hasMessageContaining("spotbatch was closed before its answer came");
    }
  }

  private JobSubmissionException fails() {
    return catchThrowableOfType(JobSubmissionException.class, () -> queue.submit(request));
  }
}
