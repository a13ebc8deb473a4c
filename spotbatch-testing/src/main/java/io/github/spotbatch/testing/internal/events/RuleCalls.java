package io.github.spotbatch.testing.internal.events;

import io.github.spotbatch.testing.internal.Constraint;
import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.TagResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceResponse;

/** EventBridge's operations on rules and their tags. */
final class RuleCalls {

  private static final int MAX_PATTERN = 4_096;
  private static final int MAX_DESCRIPTION = 512;
  private static final int MAX_RULES = 300;
  private static final Pattern ANYTHING = Pattern.compile(".*", Pattern.DOTALL);

  private final EventState state;
  private final String account;

  RuleCalls(EventState state, String account) {
    this.state = state;
    this.account = account;
  }

  PutRuleResponse put(PutRuleRequest request) {
    EventChecks.request(
        request,
        "Name",
        "EventPattern",
        "ScheduleExpression",
        "State",
        "Description",
        "RoleArn",
        "Tags",
        "EventBusName");
    String name = EventChecks.name("name", request.name());
    if (request.scheduleExpression() != null) {
      throw Parameters.unsupported(request, "ScheduleExpression", request.scheduleExpression());
    }
    if (request.description() != null && request.description().length() > MAX_DESCRIPTION) {
      EventFaults.refuse(
          Constraint.text("description", request.description(), MAX_DESCRIPTION, ANYTHING));
    }
    boolean enabled = enabled(request);
    EventRule.Terms terms =
        new EventRule.Terms(
            String.valueOf(request.eventPattern()),
            pattern(request.eventPattern()),
            request.description(),
            request.roleArn());
    boolean fresh = state.rule(name).isEmpty();
    if (fresh && state.rules().size() >= MAX_RULES) {
      throw EventFaults.limitExceeded();
    }
    if (fresh) {
      EventChecks.tag(new LinkedHashMap<>(), request.tags());
    }
    EventRule rule = state.putRule(name, terms, enabled);
    // Of a rule that is there already, EventBridge keeps the tags and the targets.
    if (fresh) {
      EventChecks.tag(rule.tags(), request.tags());
    }
    return PutRuleResponse.builder().ruleArn(rule.arn()).build();
  }

  private static EventPattern pattern(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw EventFaults.validation(
          "Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }
    return checkedPattern(text);
  }

  static EventPattern checkedPattern(@Nullable String text) {
    EventFaults.refuse(Constraint.text("eventPattern", text, MAX_PATTERN, ANYTHING));
    try {
      return EventPattern.of(String.valueOf(text));
    } catch (InvalidPattern e) {
      throw EventFaults.invalidPattern(e);
    }
  }

  private static boolean enabled(PutRuleRequest request) {
    if (request.state() == null) {
      return true;
    }
    return switch (request.state()) {
      case ENABLED -> true;
      case DISABLED -> false;
      default -> throw Parameters.unsupported(request, "State", request.stateAsString());
    };
  }

  DescribeRuleResponse describe(DescribeRuleRequest request) {
    EventChecks.request(request, "Name", "EventBusName");
    EventRule rule = find(request.name());
    return DescribeRuleResponse.builder()
        .name(rule.name())
        .arn(rule.arn())
        .eventPattern(rule.terms().text())
        .state(state(rule))
        .description(rule.terms().description())
        .roleArn(rule.terms().roleArn())
        .eventBusName("default")
        .createdBy(account)
        .build();
  }

  ListRulesResponse list(ListRulesRequest request) {
    EventChecks.request(request, "NamePrefix", "EventBusName", "NextToken", "Limit");
    String prefix = request.namePrefix() == null ? "" : request.namePrefix();
    List<EventRule> matching =
        state.rules().stream().filter(rule -> rule.name().startsWith(prefix)).toList();
    Page<EventRule> page =
        EventChecks.page(matching, EventRule::name, request.nextToken(), request.limit());
    return ListRulesResponse.builder()
        .rules(page.items().stream().map(RuleCalls::shape).toList())
        .nextToken(page.nextToken())
        .build();
  }

  EnableRuleResponse enable(EnableRuleRequest request) {
    EventChecks.request(request, "Name", "EventBusName");
    find(request.name()).enable(true);
    return EnableRuleResponse.builder().build();
  }

  DisableRuleResponse disable(DisableRuleRequest request) {
    EventChecks.request(request, "Name", "EventBusName");
    find(request.name()).enable(false);
    return DisableRuleResponse.builder().build();
  }

  /** Deleting what is not there succeeds. Force is for rules that a service manages. */
  DeleteRuleResponse delete(DeleteRuleRequest request) {
    EventChecks.request(request, "Name", "EventBusName", "Force");
    String name = EventChecks.name("name", request.name());
    if (state.rule(name).filter(rule -> !rule.targets().isEmpty()).isPresent()) {
      throw EventFaults.validation("Rule can't be deleted since it has targets.");
    }
    state.deleteRule(name);
    return DeleteRuleResponse.builder().build();
  }

  ListTagsForResourceResponse listTags(ListTagsForResourceRequest request) {
    List<Tag> tags =
        findByArn(request.resourceARN()).tags().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    return ListTagsForResourceResponse.builder().tags(tags).build();
  }

  TagResourceResponse tag(TagResourceRequest request) {
    EventChecks.tag(findByArn(request.resourceARN()).tags(), request.tags());
    return TagResourceResponse.builder().build();
  }

  UntagResourceResponse untag(UntagResourceRequest request) {
    request.tagKeys().forEach(findByArn(request.resourceARN()).tags()::remove);
    return UntagResourceResponse.builder().build();
  }

  /** A rule that must exist. */
  EventRule find(@Nullable String ruleName) {
    String name = EventChecks.name("name", ruleName);
    return state.rule(name).orElseThrow(() -> EventFaults.noRule(name));
  }

  private EventRule findByArn(@Nullable String resourceArn) {
    String arn = String.valueOf(resourceArn);
    return state.rules().stream()
        .filter(rule -> rule.arn().equals(arn))
        .findFirst()
        .orElseThrow(() -> EventFaults.noRule(arn.substring(arn.lastIndexOf('/') + 1)));
  }

  private static RuleState state(EventRule rule) {
    return rule.enabled() ? RuleState.ENABLED : RuleState.DISABLED;
  }

  private static Rule shape(EventRule rule) {
    return Rule.builder()
        .name(rule.name())
        .arn(rule.arn())
        .eventPattern(rule.terms().text())
        .state(state(rule))
        .description(rule.terms().description())
        .roleArn(rule.terms().roleArn())
        .eventBusName("default")
        .build();
  }
}
