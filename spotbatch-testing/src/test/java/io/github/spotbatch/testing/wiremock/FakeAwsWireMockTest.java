package io.github.spotbatch.testing.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.Rule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.BatchClientBuilder;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.ClientException;

class FakeAwsWireMockTest {

  private static final String REGISTER = "/v1/registerjobdefinition";

  /** One server for all: Jetty takes a second to start. */
  private static final FakeAws AWS = FakeAws.create();

  private static final FakeAwsWireMock WIRE_MOCK = FakeAwsWireMock.start(AWS);
  private static final BatchClient BATCH = client().build();

  @AfterAll
  static void close() {
    BATCH.close();
    WIRE_MOCK.close();
    AWS.close();
  }

  @AfterEach
  void reset() {
    WIRE_MOCK.server().resetAll();
  }

  @Test
  void call_noStub_isAnsweredByTheWorld() {
    assertThat(WIRE_MOCK.endpoint()).hasScheme("http").hasHost("127.0.0.1");
    assertThat(register("plain")).isEqualTo(1);
    assertThat(
            AWS.batch().describeJobDefinitions(r -> r.jobDefinitionName("plain")).jobDefinitions())
        .hasSize(1);
    assertThatThrownBy(() -> register("not a name")).isInstanceOf(ClientException.class);
  }

  @Test
  void call_resetThen503_succeedsByTheRetriesOfTheSdk() {
    String state = Scenario.STARTED;
    once(state, "reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    once("reset", "unavailable", aResponse().withStatus(503).withBody("{}"));

    assertThat(register("retried")).isEqualTo(1);

    WIRE_MOCK
        .server()
        .verify(
            3,
            postRequestedFor(urlEqualTo(REGISTER))
                .withRequestBody(matchingJsonPath("$.jobDefinitionName", equalTo("retried"))));
    assertThat(WIRE_MOCK.server().getAllServeEvents())
        .extracting(ServeEvent::getResponse)
        .extracting(response -> response.getStatus())
        .startsWith(200, 503);
  }

  @Test
  @Rule("ERR-15")
  void call_500WithACodeOfNoModel_isRetriedWhereRetriesAreOn() {
    ResponseDefinitionBuilder unmodelled =
        aResponse()
            .withStatus(500)
            .withHeader("x-amzn-ErrorType", "AuthorizerConfigurationException")
            .withBody("{\"message\":null}");
    once(Scenario.STARTED, "answered", unmodelled);
    assertThat(register("after-500")).isEqualTo(1);

    WIRE_MOCK.server().resetAll();
    once(Scenario.STARTED, "answered", unmodelled);
    try (BatchClient once =
        client()
            .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build()) {
      assertThatThrownBy(() -> register(once, "after-500"))
          .isInstanceOfSatisfying(
              BatchException.class,
              e ->
                  assertThat(e.awsErrorDetails().errorCode())
                      .isEqualTo("AuthorizerConfigurationException"));
    }
  }

  @Test
  void call_delayedAnswerOfTheWorld_isLateAndTheWorlds() {
    WIRE_MOCK
        .server()
        .stubFor(
            post(REGISTER)
                .willReturn(
                    FakeAwsWireMock.answerOfTheWorld()
                        .withFixedDelay((int) Duration.ofMinutes(1).toMillis())));
    try (BatchClient hasty =
        client().overrideConfiguration(o -> o.apiCallTimeout(Duration.ofSeconds(1))).build()) {
      assertThatThrownBy(() -> register(hasty, "late")).isInstanceOf(ApiCallTimeoutException.class);
    }

    assertThat(
            AWS.batch().describeJobDefinitions(r -> r.jobDefinitionName("late")).jobDefinitions())
        .hasSize(1);
  }

  @Test
  void call_operationNotModelled_isToldByA501() {
    assertThatThrownBy(() -> BATCH.createServiceEnvironment(r -> r.serviceEnvironmentName("s")))
        .isInstanceOfSatisfying(
            BatchException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(501);
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo("spotbatch-testing does not model batch CreateServiceEnvironment");
            });
  }

  @Test
  void call_zippedBody_isRead() throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(
          "{\"jobDefinitions\":[\"no-such-definition:1\"]}".getBytes(StandardCharsets.UTF_8));
    }

    var response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(WIRE_MOCK.endpoint().resolve("/v1/describejobdefinitions"))
                    .header("Content-Encoding", "gzip")
                    .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=a/20300101/us-east-1/batch/aws4_request")
                    .POST(BodyPublishers.ofByteArray(zipped.toByteArray()))
                    .build(),
                BodyHandlers.ofString());

    assertThat(response.body()).isEqualTo("{\"jobDefinitions\":[]}");
    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void call_pathAndQuery_arriveDecodedOnce() {
    String arn = "arn:aws:batch:us-east-1:123456789012:job-definition/tagged:1";
    BATCH.registerJobDefinition(
        r ->
            r.jobDefinitionName("tagged")
                .type("container")
                .containerProperties(c -> c.image("i").vcpus(1).memory(64)));
    BATCH.tagResource(r -> r.resourceArn(arn).tags(Map.of("a b", "1", "k+%", "2")));

    BATCH.untagResource(r -> r.resourceArn(arn).tagKeys("a b"));

    assertThat(BATCH.listTagsForResource(r -> r.resourceArn(arn)).tags()).containsOnlyKeys("k+%");
  }

  @Test
  void start_portInUse_namesIt() {
    URI endpoint = WIRE_MOCK.endpoint();
    assertThatThrownBy(() -> FakeAwsWireMock.start(AWS, endpoint.getPort()))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + endpoint.getPort());
  }

  private static BatchClientBuilder client() {
    return BatchClient.builder()
        .endpointOverride(WIRE_MOCK.endpoint())
        .region(AWS.region())
        .credentialsProvider(FakeAws.credentials(AWS.account()))
        .overrideConfiguration(
            o ->
                o.retryStrategy(
                    AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .build()));
  }

  private static void once(String state, String next, ResponseDefinitionBuilder response) {
    WIRE_MOCK
        .server()
        .stubFor(
            post(REGISTER)
                .inScenario("faults")
                .whenScenarioStateIs(state)
                .willSetStateTo(next)
                .willReturn(response));
  }

  private static int register(String name) {
    return register(BATCH, name);
  }

  private static int register(BatchClient batch, String name) {
    return batch
        .registerJobDefinition(
            r ->
                r.jobDefinitionName(name)
                    .type("container")
                    .containerProperties(c -> c.image("i").vcpus(1).memory(64)))
        .revision();
  }
}
