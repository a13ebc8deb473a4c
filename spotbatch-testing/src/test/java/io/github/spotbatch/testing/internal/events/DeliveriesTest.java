package io.github.spotbatch.testing.internal.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.internal.Neighbours;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;

class DeliveriesTest {

  private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms";
  private static final String LOG_GROUP =
      "arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/jobs";
  private static final String JOB = "arn:aws:batch:us-east-1:123456789012:job/1";

  private final Neighbours neighbours = new Neighbours();
  private final EventBridgeClient events = neighbours.events();

  @BeforeEach
  void putRule() {
    events.putRule(
        it ->
            it.name("failed")
                .eventPattern(
                    "{\"source\":[\"aws.batch\"],\"detail-type\":[\"Batch Job State Change\"],"
                        + "\"detail\":{\"status\":[\"FAILED\"]}}"));
  }

  @Nested
  class Events {

    @Test
    @Rule("MON-7")
    void event_ofAFailedJob_reachesTheTopic() {
      target(it -> {});

      change("RUNNING");
      change("FAILED");
      neighbours.time.advance(Duration.ofSeconds(1));

      assertThat(delivered(TOPIC))
          .singleElement()
          .satisfies(
              json -> {
                var event = EventJson.parse(json).orElseThrow();
                assertThat(event.path("version").asText()).isEqualTo("0");
                assertThat(event.path("source").asText()).isEqualTo("aws.batch");
                assertThat(event.path("account").asText()).isEqualTo(Neighbours.ACCOUNT);
                assertThat(event.path("region").asText()).isEqualTo("us-east-1");
                assertThat(event.path("time").asText())
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
                assertThat(event.path("id").asText()).matches("[0-9a-f-]{36}");
                assertThat(event.path("resources").get(0).asText()).isEqualTo(JOB);
                assertThat(event.path("detail").path("status").asText()).isEqualTo("FAILED");
              });
    }

    @Test
    void event_arrives_whenItsTimeHasPassed() {
      target(it -> {});

      change("FAILED");
      neighbours.time.advance(Duration.ofMillis(999));
      assertThat(delivered(TOPIC)).isEmpty();

      neighbours.time.advance(Duration.ofMillis(1));
      assertThat(delivered(TOPIC)).hasSize(1);
    }

    @Test
    void event_ofADisabledRule_isNotDelivered() {
      target(it -> {});
      events.disableRule(it -> it.name("failed"));

      change("FAILED");
      neighbours.time.runUntilIdle();

      assertThat(delivered(TOPIC)).isEmpty();
    }

    @Test
    void detail_nobodyWants_isNotMade() {
      target(it -> {});

      neighbours
          .scope
          .events()
          .publish(
              "aws.ec2",
              "EC2 Spot Instance Interruption Warning",
              List.of(),
              () -> {
                throw new AssertionError("made");
              });
    }

    @Test
    void subscriber_getsWhatItsPatternMatches() {
      List<String> got = new ArrayList<>();
      neighbours
          .scope
          .events()
          .subscribe(
              EventPattern.of("{\"detail\":{\"status\":[\"RUNNING\"]}}"), it -> got.add(it.json()));

      change("RUNNING");
      change("FAILED");
      neighbours.time.runUntilIdle();

      assertThat(got).singleElement().asString().contains("\"RUNNING\"");
    }
  }

  @Nested
  class LogGroups {

    @Test
    void event_toAGroup_isALineOfAStreamOfItsOwn() {
      neighbours.logs().createLogGroup(it -> it.logGroupName("/aws/events/jobs"));
      target(it -> it.arn(LOG_GROUP));

      change("FAILED");
      change("FAILED");
      neighbours.time.runUntilIdle();

      assertThat(
              neighbours
                  .logs()
                  .describeLogStreams(it -> it.logGroupName("/aws/events/jobs"))
                  .logStreams())
          .hasSize(2);
      assertThat(
              neighbours.logs().filterLogEvents(it -> it.logGroupName("/aws/events/jobs")).events())
          .extracting(line -> line.message())
          .containsExactlyInAnyOrderElementsOf(delivered(LOG_GROUP));
    }

    @Test
    void event_toAnAbsentGroup_isLostAndNoted() {
      target(it -> it.arn(LOG_GROUP));

      change("FAILED");
      neighbours.time.runUntilIdle();

      assertThat(delivered(LOG_GROUP)).isEmpty();
      assertThat(noted())
          .containsExactly(
              "failed: could not reach " + LOG_GROUP + ": the log group does not exist");
    }

    @Test
    void input_forAGroup_isNotModelled() {
      assertThatThrownBy(() -> target(it -> it.arn(LOG_GROUP).input("{}")))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("log group");
    }
  }

  @Nested
  class Inputs {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "\"job <name> is <status>\" | \"job a \\\"b\\\" is FAILED\"",
          "{\"name\": <name>, \"code\": <code>} | {\"name\": \"a \\\"b\\\"\", \"code\": 137}",
          "{\"text\": \"<code>/<tags>\"} | {\"text\": \"137/{\\\"k\\\":\\\"v\\\"}\"}",
          "{\"tags\": <tags>} | {\"tags\": {\"k\":\"v\"}}",
          "{\"none\": <none>, \"text\": \"-<none>-\"} | {\"none\": \"\", \"text\": \"--\"}",
          "{\"rule\": <aws.events.rule-name>} | {\"rule\": \"failed\"}",
          "\"<aws.events.rule-arn>\" | \"arn:aws:events:us-east-1:123456789012:rule/failed\"",
          "\"<other>\" | \"<other>\"",
        })
    void template_isFilledFromTheEvent(String template, String expected) {
      target(
          it ->
              it.inputTransformer(
                  transformer ->
                      transformer
                          .inputPathsMap(
                              Map.of(
                                  "name", "$.detail.jobName",
                                  "status", "$.detail.status",
                                  "code", "$.detail.attempts[0]['exitCode']",
                                  "tags", "$.detail.tags",
                                  "none", "$.detail.none"))
                          .inputTemplate(template)));

      change("FAILED");
      neighbours.time.runUntilIdle();

      assertThat(delivered(TOPIC)).containsExactly(expected);
    }

    @Test
    void template_nameWithoutAPath_isRefused() {
      assertThatThrownBy(
              () ->
                  target(
                      it ->
                          it.id("t")
                              .inputTransformer(
                                  transformer ->
                                      transformer
                                          .inputPathsMap(Collections.singletonMap("name", null))
                                          .inputTemplate("\"<name>\""))))
          .isInstanceOf(EventBridgeException.class)
          .hasMessageContaining("InputPathsMap has no path for name in target t.");
    }

    @Test
    void input_constantAndPath_areDelivered() {
      target(it -> it.input("{\"a\":1}"));
      events.putTargets(
          it ->
              it.rule("failed")
                  .targets(
                      Target.builder().id("2").arn(TOPIC).inputPath("$.detail.status").build()));

      change("FAILED");
      neighbours.time.runUntilIdle();

      assertThat(delivered(TOPIC)).containsExactly("{\"a\":1}", "\"FAILED\"");
    }

    @Test
    void input_twoKinds_isRefused() {
      assertThatThrownBy(() -> target(it -> it.input("{}").inputPath("$.detail")))
          .hasMessageContaining("Only one of Input, InputPath, or InputTransformer");
      assertThatThrownBy(() -> target(it -> it.input("{")))
          .hasMessageContaining("JSON syntax error");
    }

    @Test
    void input_whatIsNotModelled_isNamed() {
      assertThatThrownBy(() -> target(it -> it.inputPath("$..status")))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("$..status");
      assertThatThrownBy(() -> target(it -> it.retryPolicy(retry -> retry.maximumRetryAttempts(1))))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("RetryPolicy");
    }
  }

  @Nested
  class PutEvents {

    @Test
    void put_ownEvents_reachRules() {
      events.putRule(it -> it.name("mine").eventPattern("{\"source\":[\"my.app\"]}"));
      events.putTargets(it -> it.rule("mine").targets(Target.builder().id("1").arn(TOPIC).build()));

      var answer = events.putEvents(it -> it.entries(entry(e -> {}), entry(e -> e.detail("no"))));
      neighbours.time.runUntilIdle();

      assertThat(answer.failedEntryCount()).isEqualTo(1);
      assertThat(delivered(TOPIC))
          .singleElement()
          .asString()
          .contains("\"id\":\"" + answer.entries().get(0).eventId() + "\"")
          .contains("\"detail\":{\"a\":1}");
      assertThat(answer.entries().get(1).errorMessage()).isEqualTo("Detail is malformed.");
    }

    @Test
    void put_badEntries_failOneByOne() {
      assertThat(
              events
                  .putEvents(
                      it ->
                          it.entries(
                              entry(e -> e.source(null)),
                              entry(e -> e.detailType("")),
                              entry(e -> e.detail(null)),
                              entry(e -> e.detail("[]")),
                              entry(e -> e.source("aws.batch"))))
                  .entries())
          .extracting(PutEventsResultEntry::errorCode, PutEventsResultEntry::errorMessage)
          .extracting(Object::toString)
          .containsExactly(
              "(\"InvalidArgument\", \"Parameter Source is not valid. Reason: Source is a required argument.\")",
              "(\"InvalidArgument\", \"Parameter DetailType is not valid. Reason: DetailType is a required argument.\")",
              "(\"InvalidArgument\", \"Parameter Detail is not valid. Reason: Detail is a required argument.\")",
              "(\"MalformedDetail\", \"Detail is malformed.\")",
              "(\"NotAuthorizedForSourceException\", \"Not authorized for the source.\")");
    }

    @Test
    void put_tooManyOrTooMuch_isRefused() {
      List<PutEventsRequestEntry> eleven = Collections.nCopies(11, entry(e -> {}));
      String big = "{\"a\":\"" + "x".repeat(1_048_576) + "\"}";

      assertThatThrownBy(() -> events.putEvents(it -> it.entries(eleven)))
          .hasMessageContaining("at 'entries' failed to satisfy constraint");
      assertThatThrownBy(() -> events.putEvents(it -> it.entries(entry(e -> e.detail(big)))))
          .hasMessageContaining("Total size of the entries in the request is over the limit.");
      assertThat(events.putEvents(it -> it.entries(eleven.subList(0, 10))).failedEntryCount())
          .isZero();
    }

    @Test
    void testPattern_saysWhetherTheEventMatches() {
      String event =
          "{\"id\":\"1\",\"account\":\"1\",\"source\":\"my.app\",\"time\":\"2030-01-01T00:00:00Z\","
              + "\"region\":\"us-east-1\",\"resources\":[],\"detail-type\":\"t\",\"detail\":{}}";

      assertThat(matches("{\"source\":[\"my.app\"]}", event)).isTrue();
      assertThat(matches("{\"source\":[\"other\"]}", event)).isFalse();
      assertThatThrownBy(() -> matches("{\"source\":[\"my.app\"]}", "{}"))
          .hasMessageContaining("Parameter Event is not valid");
      assertThatThrownBy(() -> matches("{}", event)).hasMessageContaining("Empty objects");
    }

    private boolean matches(String pattern, String event) {
      return events.testEventPattern(it -> it.eventPattern(pattern).event(event)).result();
    }

    private static PutEventsRequestEntry entry(Consumer<PutEventsRequestEntry.Builder> change) {
      PutEventsRequestEntry.Builder entry =
          PutEventsRequestEntry.builder().source("my.app").detailType("t").detail("{\"a\":1}");
      change.accept(entry);
      return entry.build();
    }
  }

  private void target(Consumer<Target.Builder> change) {
    Target.Builder target = Target.builder().id("1").arn(TOPIC);
    change.accept(target);
    events.putTargets(it -> it.rule("failed").targets(target.build()));
  }

  private void change(String status) {
    neighbours
        .scope
        .events()
        .publish(
            "aws.batch",
            "Batch Job State Change",
            List.of(JOB),
            () ->
                "{\"jobName\":\"a \\\"b\\\"\",\"status\":\""
                    + status
                    + "\",\"attempts\":[{\"exitCode\":137}],\"tags\":{\"k\":\"v\"}}");
  }

  private List<String> delivered(String arn) {
    return neighbours.scope.events().deliveredTo(arn).stream().map(Delivery::json).toList();
  }

  private List<String> noted() {
    return neighbours.world.timeline().entries().stream()
        .filter(entry -> entry.kind().equals("event rule"))
        .map(entry -> entry.name() + ": " + entry.change())
        .toList();
  }
}
