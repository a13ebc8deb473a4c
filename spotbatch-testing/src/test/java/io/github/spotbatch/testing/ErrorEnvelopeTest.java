package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotbatch.testing.internal.wire.AwsWire;
import io.github.spotbatch.testing.internal.wire.HttpIn;
import io.github.spotbatch.testing.internal.wire.HttpOut;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.RetryAction;

/** How Batch's refusals look, whatever they refuse. */
class ErrorEnvelopeTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WRAPPER =
      "Error executing request, Exception : .*, RequestId: [0-9a-f-]{36}";

  private static FakeAws aws;
  private static BatchWorld world;
  private static BatchClient batch;
  private static String definitionArn;

  @BeforeAll
  static void open() {
    aws = FakeAws.create();
    world = BatchWorld.ready(aws);
    batch = world.batch;
    definitionArn =
        batch
            .describeJobDefinitions(r -> r.jobDefinitionName("work"))
            .jobDefinitions()
            .get(0)
            .jobDefinitionArn();
  }

  @AfterAll
  static void close() {
    aws.close();
  }

  @Test
  @Rule("ERR-1")
  void paths_ofOperationsAndTags_areTheOnlyOnes() {
    String tags = "/v1/tags/" + definitionArn.replace(":", "%3A").replace("/", "%2F");

    assertThat(http("POST", "/v1/describejobqueues", "{}").status()).isEqualTo(200);
    assertThat(http("POST", tags, "{\"tags\":{\"k\":\"v\"}}").status()).isEqualTo(200);
    assertThat(text(http("GET", tags, ""))).isEqualTo("{\"tags\":{\"k\":\"v\"}}");
    assertThat(http("DELETE", tags + "?tagKeys=k", "").status()).isEqualTo(200);
    assertThat(text(http("GET", tags, ""))).isEqualTo("{\"tags\":{}}");

    assertThat(http("GET", "/v1/describejobqueues", "").status()).isEqualTo(501);
    assertThat(http("POST", "/v1/DescribeJobQueues", "{}").status()).isEqualTo(501);
  }

  @Test
  @Rule("ERR-2")
  void refusal_onTheWire_isAClientExceptionWithAMessageOnly() throws Exception {
    HttpOut refused = http("POST", "/v1/submitjob", "{\"jobName\":\"j\"}");
    HttpOut accepted =
        http(
            "POST",
            "/v1/submitjob",
            "{\"jobName\":\"j\",\"jobQueue\":\"jobs\",\"jobDefinition\":\"work\"}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.headers()).containsEntry("x-amzn-ErrorType", "ClientException");
    assertThat(JSON.readTree(text(refused)).fieldNames()).toIterable().containsExactly("message");
    assertThat(accepted.status()).isEqualTo(200);
    assertThat(accepted.headers()).doesNotContainKey("x-amzn-ErrorType");
  }

  @Test
  @Rule({"ERR-3", "ERR-12"})
  void message_ofARequestsShape_isWrapped_thatOfAStateIsBare() {
    String shape =
        Refusal.messageOf(
            () ->
                batch.submitJob(
                    r -> r.jobName("not a name").jobQueue("jobs").jobDefinition("work")));
    String state =
        Refusal.messageOf(() -> batch.updateJobQueue(r -> r.jobQueue("none").priority(2)));

    assertThat(shape).matches(WRAPPER).contains("Job name should match valid pattern");
    assertThat(state).isEqualTo("none does not exist");
    assertThat(batch.updateJobQueue(r -> r.jobQueue("jobs").priority(2)).jobQueueName())
        .isEqualTo("jobs");
  }

  @Test
  @Rule("ERR-5")
  void tags_atTheLimits_areTakenAndRefusedBeyond() {
    tag("k".repeat(128), "v".repeat(256));
    assertThat(batch.listTagsForResource(r -> r.resourceArn(definitionArn)).tags())
        .containsEntry("k".repeat(128), "v".repeat(256));
    batch.untagResource(r -> r.resourceArn(definitionArn).tagKeys("k".repeat(128)));

    assertThatThrownBy(() -> tag("k".repeat(129), "v")).isInstanceOf(ClientException.class);
    assertThatThrownBy(() -> tag("k", "v".repeat(257))).isInstanceOf(ClientException.class);
    Map<String, String> tooMany =
        IntStream.range(0, 51).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
    assertThatThrownBy(() -> batch.tagResource(r -> r.resourceArn(definitionArn).tags(tooMany)))
        .isInstanceOf(ClientException.class);
  }

  private static void tag(String key, String value) {
    batch.tagResource(r -> r.resourceArn(definitionArn).tags(Map.of(key, value)));
  }

  /** The SDK does not look at them; Batch does. */
  @ParameterizedTest
  @MethodSource
  @Rule("ERR-6")
  void requiredMember_missing_isRefused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(ClientException.class);
  }

  static Stream<Named<ThrowingCallable>> requiredMember_missing_isRefused() {
    return Stream.of(
        missing(
            "computeEnvironmentName",
            () ->
                batch.createComputeEnvironment(
                    world.environment(c -> {}).toBuilder().computeEnvironmentName(null).build())),
        missing(
            "computeEnvironment type",
            () ->
                batch.createComputeEnvironment(
                    world.environment(c -> {}).toBuilder().type((String) null).build())),
        missing(
            "computeResources.type",
            () -> batch.createComputeEnvironment(world.environment(c -> c.type((String) null)))),
        missing(
            "computeResources.maxvCpus",
            () -> batch.createComputeEnvironment(world.environment(c -> c.maxvCpus(null)))),
        missing(
            "jobQueueName",
            () ->
                batch.createJobQueue(BatchWorld.queue("q", 1, "spot").jobQueueName(null).build())),
        missing(
            "priority",
            () -> batch.createJobQueue(BatchWorld.queue("q", 1, "spot").priority(null).build())),
        missing(
            "order",
            () ->
                batch.createJobQueue(
                    BatchWorld.queue("q", 1)
                        .computeEnvironmentOrder(o -> o.computeEnvironment("spot"))
                        .build())),
        missing(
            "computeEnvironment",
            () ->
                batch.createJobQueue(
                    BatchWorld.queue("q", 1).computeEnvironmentOrder(o -> o.order(1)).build())),
        missing("jobDefinitionName", () -> world.register(d -> d.jobDefinitionName(null))),
        missing("jobDefinition type", () -> world.register(d -> d.type((String) null))),
        missing(
            "action",
            () ->
                world.register(
                    d -> d.retryStrategy(s -> s.attempts(2).evaluateOnExit(e -> e.onReason("*"))))),
        missing("jobName", () -> world.submit("j", r -> r.jobName(null))),
        missing("jobQueue", () -> world.submit("j", r -> r.jobQueue(null))),
        missing("jobDefinition", () -> world.submit("j", r -> r.jobDefinition(null))),
        missing("CancelJob jobId", () -> batch.cancelJob(r -> r.reason("r"))),
        missing("CancelJob reason", () -> batch.cancelJob(r -> r.jobId("j"))),
        missing("TerminateJob jobId", () -> batch.terminateJob(r -> r.reason("r"))),
        missing("TerminateJob reason", () -> batch.terminateJob(r -> r.jobId("j"))),
        missing("jobs", () -> batch.describeJobs(r -> {})));
  }

  private static Named<ThrowingCallable> missing(String member, ThrowingCallable call) {
    return Named.of(member, call);
  }

  @Test
  @Rule("ERR-6")
  void requiredMembers_given_areEnough() {
    batch.createComputeEnvironment(
        world.environment(c -> {}).toBuilder().computeEnvironmentName("enough").build());
    batch.createJobQueue(BatchWorld.queue("enough", 1, "spot").build());
    world.register(
        d ->
            d.jobDefinitionName("enough")
                .retryStrategy(
                    s ->
                        s.attempts(2)
                            .evaluateOnExit(e -> e.onReason("*").action(RetryAction.EXIT))));
    String id = world.submit("enough");
    batch.cancelJob(r -> r.jobId(id).reason("enough"));
    batch.terminateJob(r -> r.jobId(id).reason("enough"));

    assertThat(batch.describeJobs(r -> r.jobs(id)).jobs()).hasSize(1);
  }

  @Test
  @Rule("ERR-13")
  void instanceType_thatThereIsNot_isAnsweredByThoseThatThereAre() {
    String message =
        Refusal.messageOf(
            () ->
                batch.createComputeEnvironment(
                    world.environment(c -> c.instanceTypes("c5.gigantic"))));

    assertThat(message).matches(WRAPPER).contains("Instance type can only be one of [");
    String[] list = message.replaceFirst(".*\\[", "").replaceFirst("].*", "").split(", ", -1);
    assertThat(list)
        .contains("c5", "c5.large", "m5.large", "optimal")
        .doesNotContain("c5.gigantic");
    batch.createComputeEnvironment(
        world.environment(c -> c.instanceTypes(list[0])).toBuilder()
            .computeEnvironmentName("from-the-list")
            .build());
  }

  private static HttpOut http(String method, String target, String body) {
    int mark = target.indexOf('?');
    return AwsWire.behind(aws.httpClient())
        .answer(
            HttpIn.of(
                method,
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                Map.of(
                    "Authorization",
                    List.of("AWS4-HMAC-SHA256 Credential=a/20300101/us-east-1/batch/aws4_request")),
                body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(HttpOut out) {
    return out.body().asUtf8String();
  }
}
