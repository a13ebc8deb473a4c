package io.github.spotbatch.testing.internal.events;

import io.github.spotbatch.testing.internal.Page;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** EventBridge's operations on the targets of rules. */
final class TargetCalls {

  private static final int MAX_AT_ONCE = 10;
  private static final int MAX_REMOVED = 100;
  private static final int MAX_TARGETS = 5;

  private final EventState state;
  private final RuleCalls rules;

  TargetCalls(EventState state, RuleCalls rules) {
    this.state = state;
    this.rules = rules;
  }

  PutTargetsResponse put(PutTargetsRequest request) {
    EventChecks.request(request, "Rule", "EventBusName", "Targets");
    EventRule rule = rules.find(request.rule());
    EventChecks.size("targets", request.targets(), MAX_AT_ONCE);
    List<EventTarget> targets = new ArrayList<>();
    for (Target target : request.targets()) {
      targets.add(TargetShapes.read(request, target));
    }
    Set<String> ids = new LinkedHashSet<>(rule.targets().keySet());
    targets.forEach(target -> ids.add(target.id()));
    if (ids.size() > MAX_TARGETS) {
      throw EventFaults.limitExceeded();
    }
    targets.forEach(target -> rule.targets().put(target.id(), target));
    return PutTargetsResponse.builder().failedEntryCount(0).failedEntries(List.of()).build();
  }

  /** What is not there is removed, too. Force is for rules that a service manages. */
  RemoveTargetsResponse remove(RemoveTargetsRequest request) {
    EventChecks.request(request, "Rule", "EventBusName", "Ids", "Force");
    EventRule rule = rules.find(request.rule());
    EventChecks.size("ids", request.ids(), MAX_REMOVED);
    request.ids().forEach(rule.targets()::remove);
    return RemoveTargetsResponse.builder().failedEntryCount(0).failedEntries(List.of()).build();
  }

  ListTargetsByRuleResponse listByRule(ListTargetsByRuleRequest request) {
    EventChecks.request(request, "Rule", "EventBusName", "NextToken", "Limit");
    EventRule rule = rules.find(request.rule());
    Page<EventTarget> page =
        EventChecks.page(
            List.copyOf(rule.targets().values()),
            EventTarget::id,
            request.nextToken(),
            request.limit());
    return ListTargetsByRuleResponse.builder()
        .targets(page.items().stream().map(target -> (Target) target.whole()).toList())
        .nextToken(page.nextToken())
        .build();
  }

  ListRuleNamesByTargetResponse listRuleNames(ListRuleNamesByTargetRequest request) {
    EventChecks.request(request, "TargetArn", "EventBusName", "NextToken", "Limit");
    List<String> names =
        state.rules().stream()
            .filter(rule -> hasTarget(rule, String.valueOf(request.targetArn())))
            .map(EventRule::name)
            .toList();
    Page<String> page = EventChecks.page(names, name -> name, request.nextToken(), request.limit());
    return ListRuleNamesByTargetResponse.builder()
        .ruleNames(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static boolean hasTarget(EventRule rule, String arn) {
    return rule.targets().values().stream().anyMatch(target -> target.arn().equals(arn));
  }
}
