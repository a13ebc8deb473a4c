package io.github.spotbatch.testing.internal.events;

import io.github.spotbatch.testing.internal.Scope;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.TagResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternRequest;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternResponse;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceResponse;

/**
 * EventBridge as the SDK sees it, with the default bus alone. No rule of the fake is managed by a
 * service, so {@code ManagedRuleException} cannot occur.
 */
public final class FakeEvents {

  private final RuleCalls rules;
  private final TargetCalls targets;
  private final EventCalls events;

  public FakeEvents(Scope scope) {
    this.rules = new RuleCalls(scope.events(), scope.account());
    this.targets = new TargetCalls(scope.events(), rules);
    this.events = new EventCalls(scope.world(), scope.events());
  }

  public PutRuleResponse putRule(PutRuleRequest request) {
    return rules.put(request);
  }

  public DescribeRuleResponse describeRule(DescribeRuleRequest request) {
    return rules.describe(request);
  }

  public ListRulesResponse listRules(ListRulesRequest request) {
    return rules.list(request);
  }

  public EnableRuleResponse enableRule(EnableRuleRequest request) {
    return rules.enable(request);
  }

  public DisableRuleResponse disableRule(DisableRuleRequest request) {
    return rules.disable(request);
  }

  public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
    return rules.delete(request);
  }

  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return rules.listTags(request);
  }

  public TagResourceResponse tagResource(TagResourceRequest request) {
    return rules.tag(request);
  }

  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    return rules.untag(request);
  }

  public PutTargetsResponse putTargets(PutTargetsRequest request) {
    return targets.put(request);
  }

  public RemoveTargetsResponse removeTargets(RemoveTargetsRequest request) {
    return targets.remove(request);
  }

  public ListTargetsByRuleResponse listTargetsByRule(ListTargetsByRuleRequest request) {
    return targets.listByRule(request);
  }

  public ListRuleNamesByTargetResponse listRuleNamesByTarget(ListRuleNamesByTargetRequest request) {
    return targets.listRuleNames(request);
  }

  public PutEventsResponse putEvents(PutEventsRequest request) {
    return events.put(request);
  }

  public TestEventPatternResponse testEventPattern(TestEventPatternRequest request) {
    return events.test(request);
  }
}
