package io.github.spotbatch.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.exception.SpotBatchException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesResponse;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

class AwsCallsTest {

  private static final SubmitJobRequest SUBMIT =
      SubmitJobRequest.builder().jobName("j").jobQueue("q").jobDefinition("d").build();
  private static final DescribeJobQueuesRequest DESCRIBE =
      DescribeJobQueuesRequest.builder().build();

  private final AwsCalls calls = new AwsCalls(RequestCustomizer.none());

  @Nested
  class Retries {

    private final StubHttp http = new StubHttp(500, "{}");
    private final BatchClient usersOwn =
        BatchClient.builder()
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(http)
            .overrideConfiguration(
                o ->
                    o.retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(4)
                            .backoffStrategy(BackoffStrategy.retryImmediately())
                            .build()))
            .build();

    @Test
    void call_submitJobFailsOnUsersClient_isSentOnce() {
      assertThatThrownBy(() -> calls.call(SUBMIT, usersOwn::submitJob))
          .isInstanceOf(BatchException.class);

      assertThat(http.requests).isEqualTo(1);
    }

    @Test
    void call_describeFailsOnUsersClient_isRetriedAsTheUserSetIt() {
      assertThatThrownBy(() -> calls.call(DESCRIBE, usersOwn::describeJobQueues))
          .isInstanceOf(BatchException.class);

      assertThat(http.requests).isEqualTo(4);
    }

    @Test
    void call_requestHasOverridesOfItsOwn_keepsThem() {
      SubmitJobRequest slow =
          SUBMIT.toBuilder()
              .overrideConfiguration(o -> o.apiCallTimeout(Duration.ofHours(1)))
              .build();

      SubmitJobRequest sent = calls.call(slow, request -> request);

      assertThat(sent.overrideConfiguration().orElseThrow().apiCallTimeout())
          .contains(Duration.ofHours(1));
      assertThat(sent.overrideConfiguration().orElseThrow().plugins()).hasSize(1);
    }
  }

  @Nested
  class Customizer {

    @Test
    void call_customizerChangesRequest_sendsTheChangedOne() {
      AwsCalls customized =
          new AwsCalls(request -> ((SubmitJobRequest) request).copy(b -> b.jobName("other")));

      assertThat(customized.call(SUBMIT, SubmitJobRequest::jobName)).isEqualTo("other");
    }

    @Test
    void call_customizerReturnsAnotherClass_isRefused() {
      AwsCalls customized = new AwsCalls(request -> DESCRIBE);

      assertThatThrownBy(() -> customized.call(SUBMIT, request -> request))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "the request customizer must return a SubmitJobRequest,"
                  + " it returned DescribeJobQueuesRequest");
    }

    @Test
    void pages_threePages_customizerSeesEachRequest() {
      List<AwsRequest> seen = new ArrayList<>();
      AwsCalls watched =
          new AwsCalls(
              request -> {
                seen.add(request);
                return request;
              });

      List<DescribeJobQueuesResponse> pages =
          watched.pages(
              DESCRIBE,
              request ->
                  DescribeJobQueuesResponse.builder()
                      .nextToken(seen.size() < 3 ? "page" + seen.size() : null)
                      .build(),
              (request, page) ->
                  page.nextToken() == null
                      ? null
                      : request.copy(b -> b.nextToken(page.nextToken())));

      assertThat(pages).hasSize(3);
      assertThat(seen)
          .extracting(request -> ((DescribeJobQueuesRequest) request).nextToken())
          .containsExactly(null, "page1", "page2");
    }
  }

  @Nested
  class Failures {

    @Test
    void call_noCredentials_saysSoInOneSentence() {
      assertExplained(
          SdkClientException.create("Unable to load credentials from any of the providers ..."),
          "No AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, choose a"
              + " profile by AWS_PROFILE, or give a credentialsProvider.");
    }

    @Test
    void call_hostUnknown_namesTheHost() {
      assertExplained(
          SdkClientException.create("x", new UnknownHostException("batch.mars.amazonaws.com")),
          "The AWS endpoint batch.mars.amazonaws.com is unknown to this machine: check the network"
              + " and the Region's name.");
    }

    @Test
    void call_connectionRefused_saysWhatToCheck() {
      assertExplained(
          SdkClientException.create("x", new ConnectException("Connection refused")),
          "The AWS endpoint cannot be reached (Connection refused): check the network and the"
              + " endpoint.");
    }

    @Test
    void call_otherClientFailure_isPassedOn() {
      SdkClientException failure = SdkClientException.create("Read timed out");

      assertThatThrownBy(() -> fail(failure)).isSameAs(failure);
    }

    private void assertExplained(SdkClientException failure, String sentence) {
      assertThatThrownBy(() -> fail(failure))
          .isInstanceOf(SpotBatchException.class)
          .hasMessage(sentence)
          .hasCause(failure);
    }

    private void fail(RuntimeException failure) {
      calls.call(ListJobsRequest.builder().build(), request -> failing(failure));
    }

    private Object failing(RuntimeException failure) {
      throw failure;
    }
  }
}
