package io.github.spotbatch.testing.internal.events;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.internal.Neighbours;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.eventbridge.model.LimitExceededException;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;

class RulesTest {

  private static final String PATTERN = "{\"source\":[\"aws.batch\"]}";

  private final Neighbours neighbours = new Neighbours();
  private final EventBridgeClient events = neighbours.events();

  @Nested
  class Put {

    @Test
    void put_rule_isShown() {
      String arn = put("failed", it -> it.description("d").tags(tag("a", "1")));

      DescribeRuleResponse rule = events.describeRule(it -> it.name("failed"));

      assertThat(arn).isEqualTo("arn:aws:events:us-east-1:123456789012:rule/failed");
      assertThat(rule.arn()).isEqualTo(arn);
      assertThat(rule.eventPattern()).isEqualTo(PATTERN);
      assertThat(rule.state()).isEqualTo(RuleState.ENABLED);
      assertThat(rule.description()).isEqualTo("d");
      assertThat(rule.eventBusName()).isEqualTo("default");
      assertThat(events.listTagsForResource(it -> it.resourceARN(arn)).tags())
          .containsExactly(tag("a", "1"));
    }

    @Test
    @io.github.spotbatch.testing.Rule("MON-9")
    void put_again_replacesTheWholeRuleButTargetsAndTags() {
      put("failed", it -> it.description("d").tags(tag("a", "1")));
      putTargets("failed", 1);
      put("failed", it -> it.state(RuleState.DISABLED).tags(tag("b", "2")));

      DescribeRuleResponse rule = events.describeRule(it -> it.name("failed"));

      assertThat(rule.description()).isNull();
      assertThat(rule.state()).isEqualTo(RuleState.DISABLED);
      assertThat(events.listTargetsByRule(it -> it.rule("failed")).targets()).hasSize(1);
      assertThat(events.listTagsForResource(it -> it.resourceARN(rule.arn())).tags())
          .containsExactly(tag("a", "1"));
    }

    @Test
    @io.github.spotbatch.testing.Rule("MON-9")
    void put_name_has1To64CharactersOfItsAlphabet() {
      put("a.-_Z9" + "x".repeat(58), it -> {});

      assertRefused(
          () -> put("x".repeat(65), it -> {}),
          "ValidationException",
          400,
          "1 validation error detected: Value '"
              + "x".repeat(65)
              + "' at 'name' failed to satisfy constraint: Member must have length less than or"
              + " equal to 64");
      assertThatThrownBy(() -> put("a b", it -> {}))
          .hasMessageContaining(
              "Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+");
      assertThatThrownBy(() -> put("", it -> {}))
          .hasMessageContaining("greater than or equal to 1");
    }

    @Test
    @io.github.spotbatch.testing.Rule("MON-9")
    void put_pattern_hasAtMost4096Characters() {
      String fits = "{\"source\":[\"" + "x".repeat(4096 - 15) + "\"]}";

      assertThat(fits).hasSize(4096);
      put("fits", it -> it.eventPattern(fits));
      assertThatThrownBy(() -> put("long", it -> it.eventPattern(fits + " ")))
          .hasMessageContaining("Member must have length less than or equal to 4096");
    }

    @Test
    void put_badPattern_isRefused() {
      assertRefused(
          () -> put("bad", it -> it.eventPattern("{\"source\":\"aws.batch\"}")),
          "InvalidEventPatternException",
          400,
          "Event pattern is not valid. Reason: \"source\" must be an object or an array");
      assertRefused(
          () -> put("bad", it -> it.eventPattern(null)),
          "ValidationException",
          400,
          "Parameter(s) EventPattern or ScheduleExpression must be specified.");
      assertThat(events.listRules(it -> {}).rules()).isEmpty();
    }

    @Test
    void put_whatIsNotModelled_isNamed() {
      assertThatThrownBy(() -> put("s", it -> it.scheduleExpression("rate(1 hour)")))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("events PutRule [ScheduleExpression=rate(1 hour)]");
      assertThatThrownBy(() -> put("s", it -> it.eventBusName("mine")))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("[EventBusName=mine]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "arn:aws:events:us-east-1:123456789012:event-bus/default"})
    void put_defaultBusByName_isTheSame(String bus) {
      put("failed", it -> it.eventBusName(bus));

      assertThat(events.listRules(it -> {}).rules()).hasSize(1);
    }

    @Test
    void put_301stRule_isRefused() {
      IntStream.range(0, 300).forEach(i -> put("r" + i, it -> {}));

      assertThatThrownBy(() -> put("more", it -> {})).isInstanceOf(LimitExceededException.class);
      put("r0", it -> it.description("still to be changed"));
    }
  }

  @Nested
  class ListAndDelete {

    @Test
    void list_pages_areOfAtMost100() {
      IntStream.range(0, 101).forEach(i -> put("r" + i, it -> {}));
      put("other", it -> {});

      assertThat(events.listRules(it -> it.namePrefix("r")).rules()).hasSize(100);
      String token = events.listRules(it -> it.namePrefix("r")).nextToken();
      assertThat(events.listRules(it -> it.namePrefix("r").nextToken(token)).rules()).hasSize(1);
      assertThat(events.listRules(it -> it.limit(2)).rules()).hasSize(2);
      assertThatThrownBy(() -> events.listRules(it -> it.limit(101)))
          .hasMessageContaining("at 'limit' failed to satisfy constraint");
      assertThatThrownBy(() -> events.listRules(it -> it.nextToken("?")))
          .hasMessageContaining("nextToken");
    }

    @Test
    void delete_rule_needsItsTargetsRemoved() {
      put("failed", it -> {});
      putTargets("failed", 1);

      assertRefused(
          () -> events.deleteRule(it -> it.name("failed")),
          "ValidationException",
          400,
          "Rule can't be deleted since it has targets.");

      events.removeTargets(it -> it.rule("failed").ids("0"));
      events.deleteRule(it -> it.name("failed"));
      assertThat(events.listRules(it -> {}).rules()).isEmpty();
    }

    @Test
    void delete_absentRule_succeeds() {
      events.deleteRule(it -> it.name("none"));
    }

    @Test
    void find_absentRule_isRefused() {
      String text = "Rule none does not exist on EventBus default.";
      assertRefused(
          () -> events.describeRule(it -> it.name("none")), "ResourceNotFoundException", 400, text);
      assertThatThrownBy(() -> events.enableRule(it -> it.name("none"))).hasMessageContaining(text);
      assertThatThrownBy(() -> putTargets("none", 1)).hasMessageContaining(text);
      assertThatThrownBy(
              () ->
                  events.tagResource(
                      it ->
                          it.resourceARN("arn:aws:events:us-east-1:123456789012:rule/none")
                              .tags(tag("a", "1"))))
          .hasMessageContaining(text);
    }

    @Test
    void enableAndDisable_changeTheState() {
      put("failed", it -> {});

      events.disableRule(it -> it.name("failed"));
      assertThat(events.listRules(it -> {}).rules())
          .extracting(Rule::stateAsString)
          .containsExactly("DISABLED");

      events.enableRule(it -> it.name("failed"));
      assertThat(events.listRules(it -> {}).rules())
          .extracting(Rule::stateAsString)
          .containsExactly("ENABLED");
    }

    @Test
    void tags_withoutAKey_areRefused() {
      String arn = put("failed", it -> {});

      assertRefused(
          () -> events.tagResource(it -> it.resourceARN(arn).tags(tag(null, "1"))),
          "ValidationException",
          400,
          "1 validation error detected: Value null at 'tags.1.member.key' failed to satisfy"
              + " constraint: Member must not be null");
    }

    @Test
    void tags_addedAndRemoved_areListed() {
      String arn = put("failed", it -> {});
      events.tagResource(it -> it.resourceARN(arn).tags(tag("a", "1"), tag("b", "2")));
      events.untagResource(it -> it.resourceARN(arn).tagKeys("a"));

      assertThat(events.listTagsForResource(it -> it.resourceARN(arn)).tags())
          .containsExactly(tag("b", "2"));
      assertThatThrownBy(
              () ->
                  events.tagResource(it -> it.resourceARN(arn).tags(tag("c", "1"), tag("c", "2"))))
          .hasMessageContaining("Duplicated keys are not allowed");
    }
  }

  @Nested
  class Targets {

    @Test
    @io.github.spotbatch.testing.Rule("MON-9")
    void put_sixthTarget_isRefused() {
      put("failed", it -> {});
      putTargets("failed", 5);
      putTargets("failed", 5);

      assertRefused(
          () -> putTargets("failed", 6),
          "LimitExceededException",
          400,
          "The requested resource exceeds the maximum number allowed.");
    }

    @Test
    @io.github.spotbatch.testing.Rule("MON-9")
    void put_moreThanTenAtOnce_isRefused() {
      put("failed", it -> {});

      assertThatThrownBy(() -> putTargets("failed", 11))
          .hasMessageContaining("at 'targets' failed to satisfy constraint")
          .hasMessageContaining("less than or equal to 10");
      assertThatThrownBy(() -> putTargets("failed", 10)).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void put_noArn_isRefused() {
      put("failed", it -> {});

      assertRefused(
          () -> events.putTargets(it -> it.rule("failed").targets(target("1", "topic"))),
          "ValidationException",
          400,
          "Parameter topic is not valid. Reason: Provided Arn is not in correct format.");
    }

    @Test
    void listRuleNames_byTarget_findsThem() {
      put("a", it -> {});
      put("b", it -> {});
      put("c", it -> {});
      putTargets("a", 1);
      putTargets("c", 1);

      assertThat(events.listRuleNamesByTarget(it -> it.targetArn(topic(0))).ruleNames())
          .containsExactly("a", "c");
      assertThat(events.listRuleNamesByTarget(it -> it.targetArn(topic(0)).limit(1)).ruleNames())
          .containsExactly("a");
    }

    @Test
    void listTargets_asTheyWerePut_inPages() {
      put("a", it -> {});
      putTargets("a", 3);

      var first = events.listTargetsByRule(it -> it.rule("a").limit(2));
      var second = events.listTargetsByRule(it -> it.rule("a").nextToken(first.nextToken()));

      assertThat(first.targets()).containsExactly(target("0", topic(0)), target("1", topic(1)));
      assertThat(second.targets()).containsExactly(target("2", topic(2)));
    }
  }

  @Test
  void overTheWire_faults_areOfTheSdksClasses() {
    EventBridgeClient real = neighbours.marshalling(EventBridgeClient.builder());

    assertThatThrownBy(() -> real.describeRule(it -> it.name("none")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> real.putRule(it -> it.name("a").eventPattern("x")))
        .isInstanceOf(InvalidEventPatternException.class);
  }

  private String put(String name, Consumer<PutRuleRequest.Builder> change) {
    PutRuleRequest.Builder request = PutRuleRequest.builder().name(name).eventPattern(PATTERN);
    change.accept(request);
    return events.putRule(request.build()).ruleArn();
  }

  private void putTargets(String rule, int count) {
    List<Target> targets =
        IntStream.range(0, count).mapToObj(i -> target(String.valueOf(i), topic(i))).toList();
    events.putTargets(it -> it.rule(rule).targets(targets));
  }

  private static Target target(String id, String arn) {
    return Target.builder().id(id).arn(arn).build();
  }

  private static String topic(int number) {
    return "arn:aws:sns:us-east-1:123456789012:topic-" + number;
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
