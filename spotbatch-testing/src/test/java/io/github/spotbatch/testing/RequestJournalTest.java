package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesRequest;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.sts.StsClient;

class RequestJournalTest {

  private static final AwsRequestOverrideConfiguration OTHER_ACCOUNT =
      AwsRequestOverrideConfiguration.builder()
          .credentialsProvider(
              StaticCredentialsProvider.create(
                  AwsBasicCredentials.create("210987654321", "topsecret")))
          .build();

  private final FakeAws aws = FakeAws.create();
  private final BatchClient batch = aws.batch();
  private final RequestJournal journal = aws.journal();

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Kept {

    @Test
    void request_answered_isKeptWithTimeAndPlace() {
      aws.advance(Duration.ofSeconds(90));
      batch.describeJobQueues(request -> request.jobQueues("jobs"));

      RecordedRequest call = journal.last().orElseThrow();

      assertThat(call.time()).isEqualTo(VirtualClock.DEFAULT_START.plusSeconds(90));
      assertThat(call.service()).isEqualTo("batch");
      assertThat(call.operation()).isEqualTo("DescribeJobQueues");
      assertThat(call.account()).isEqualTo("123456789012");
      assertThat(call.region()).isEqualTo("us-east-1");
      assertThat(call.succeeded()).isTrue();
      assertThat(((DescribeJobQueuesRequest) call.request()).jobQueues()).containsExactly("jobs");
    }

    @Test
    void request_refused_isKeptWithAwssCodeAndText() {
      catchThrowable(() -> submit("frame"));

      RecordedRequest call = journal.last().orElseThrow();

      assertThat(call.succeeded()).isFalse();
      assertThat(call.errorCode()).contains("ClientException");
      assertThat(call.errorMessage()).contains("Job queue jobs does not exist");
      assertThat(journal.refused()).containsExactly(call);
    }

    @Test
    void request_ofAnotherAccount_isToldApart() {
      batch.describeJobQueues(request -> request.overrideConfiguration(OTHER_ACCOUNT));
      batch.describeJobQueues();

      assertThat(journal.all())
          .extracting(RecordedRequest::account)
          .containsExactly("210987654321", "123456789012");
    }

    @Test
    void requests_ofMoreThanItHolds_dropTheFirstAndAreCounted() {
      try (FakeAws small = FakeAws.builder().journalCapacity(2).build();
          BatchClient client = small.batch()) {
        client.describeJobQueues();
        client.describeJobDefinitions();
        client.describeComputeEnvironments();

        assertThat(small.journal().all())
            .extracting(RecordedRequest::operation)
            .containsExactly("DescribeJobDefinitions", "DescribeComputeEnvironments");
        assertThat(small.journal().dropped()).isEqualTo(1);
        assertThat(small.journal().toString())
            .startsWith(
                "2 requests and 1 earlier ones, not kept\n  2030-01-01T00:00:00Z us-east-1");
      }
    }

    @Test
    void journalCapacity_belowZero_isRefused() {
      assertThatThrownBy(() -> FakeAws.builder().journalCapacity(-1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a journal keeps 0 requests or more, not -1");
    }

    @Test
    void clear_forgetsWhatWas() {
      batch.describeJobQueues();
      journal.clear();
      batch.describeJobDefinitions();

      assertThat(journal.all()).hasSize(1);
    }
  }

  @Nested
  class Matchers {

    @Test
    void matching_name_findsItWhateverTheCase() {
      batch.describeJobQueues();
      batch.describeJobDefinitions();

      assertThat(journal.count("describeJobQueues")).isEqualTo(1);
      assertThat(journal.count("DescribeJob*")).isEqualTo(2);
      assertThat(journal.count("DescribeJob")).isZero();
    }

    @Test
    void matching_service_keepsOthersOut() {
      batch.describeJobQueues();
      try (StsClient sts = aws.client(StsClient.builder())) {
        sts.getCallerIdentity();
      }

      assertThat(journal.matching("sts:*"))
          .extracting(RecordedRequest::operation)
          .containsExactly("GetCallerIdentity");
      assertThat(journal.count("batch:GetCallerIdentity")).isZero();
    }

    @Test
    void requests_typeAndPredicate_findsTheRequestsThemselves() {
      register("one");
      register("two");

      assertThat(journal.requests(RegisterJobDefinitionRequest.class)).hasSize(2);
      assertThat(
              journal.requests(
                  RegisterJobDefinitionRequest.class,
                  request -> request.jobDefinitionName().equals("two")))
          .hasSize(1);
      assertThat(journal.requests(SubmitJobRequest.class)).isEmpty();
      assertThat(journal.last(RegisterJobDefinitionRequest.class).orElseThrow().jobDefinitionName())
          .isEqualTo("two");
      assertThat(journal.last(SubmitJobRequest.class)).isEmpty();
    }
  }

  @Nested
  class Secrets {

    @Test
    void toString_hidesValuesOfTheEnvironment() {
      catchThrowable(
          () ->
              batch.submitJob(
                  request ->
                      request
                          .jobName("a")
                          .containerOverrides(
                              c -> c.environment(e -> e.name("TOKEN").value("s3")))));

      assertThat(journal.toString()).contains("\"name\": \"TOKEN\"").doesNotContain("s3");
    }
  }

  @Nested
  class Unrecorded {

    private final BatchClient unrecorded = journal.unrecorded(BatchClient.class);

    @Test
    void call_isAnsweredAndLeavesNoTrace() {
      register("one");
      journal.clear();
      String timeline = aws.timeline();

      assertThat(unrecorded.describeJobDefinitions().jobDefinitions()).hasSize(1);
      catchThrowable(() -> unrecorded.describeJobQueues(request -> request.maxResults(-1)));

      assertThat(journal.all()).isEmpty();
      assertThat(aws.timeline()).isEqualTo(timeline);
    }

    @Test
    void call_inAClosedWorld_isRefused() {
      aws.close();

      assertThatThrownBy(unrecorded::describeJobQueues)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("this FakeAws is closed");
    }

    @Test
    void calls_withoutEndWhileTimeStandsStill_fail() {
      assertThatThrownBy(
              () -> {
                while (unrecorded.describeJobQueues().jobQueues().isEmpty()) {
                  // As a user would wait for AWS.
                }
              })
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("the virtual clock stands still");
    }
  }

  private void submit(String name) {
    batch.submitJob(request -> request.jobName(name).jobQueue("jobs").jobDefinition("work"));
  }

  private void register(String name) {
    batch.registerJobDefinition(BatchWorld.definition().jobDefinitionName(name).build());
  }
}
