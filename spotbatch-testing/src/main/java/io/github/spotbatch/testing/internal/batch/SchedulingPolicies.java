package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CreateSchedulingPolicyRequest;
import software.amazon.awssdk.services.batch.model.CreateSchedulingPolicyResponse;
import software.amazon.awssdk.services.batch.model.DeleteSchedulingPolicyRequest;
import software.amazon.awssdk.services.batch.model.DeleteSchedulingPolicyResponse;
import software.amazon.awssdk.services.batch.model.DescribeSchedulingPoliciesRequest;
import software.amazon.awssdk.services.batch.model.DescribeSchedulingPoliciesResponse;
import software.amazon.awssdk.services.batch.model.ListSchedulingPoliciesRequest;
import software.amazon.awssdk.services.batch.model.ListSchedulingPoliciesResponse;
import software.amazon.awssdk.services.batch.model.SchedulingPolicyDetail;
import software.amazon.awssdk.services.batch.model.SchedulingPolicyListingDetail;
import software.amazon.awssdk.services.batch.model.UpdateSchedulingPolicyRequest;
import software.amazon.awssdk.services.batch.model.UpdateSchedulingPolicyResponse;

/** Scheduling policies, which unlike queues are there at once and have no states. */
final class SchedulingPolicies {

  private static final int MAX_ARNS = 100;
  private static final int PAGE = 100;

  private final FakeBatch batch;
  private final World world;
  private final SchedulingPolicyRules rules;
  private final String arnPrefix;
  private final Map<String, SchedulingPolicy> byArn = new LinkedHashMap<>();

  SchedulingPolicies(FakeBatch batch, Scope scope) {
    this.batch = batch;
    this.world = scope.world();
    this.rules = new SchedulingPolicyRules(scope.world());
    this.arnPrefix = scope.arn("batch", "scheduling-policy/");
  }

  @Nullable SchedulingPolicy find(@Nullable String arn) {
    return arn == null ? null : byArn.get(arn);
  }

  SchedulingPolicy existing(@Nullable String arn) {
    SchedulingPolicy policy = find(arn);
    if (policy == null) {
      // The text is that of CreateJobQueue for a policy of another Region.
      throw Refusals.bare("SchedulingPolicy " + arn + " not found.");
    }
    return policy;
  }

  CreateSchedulingPolicyResponse create(CreateSchedulingPolicyRequest request) {
    rules.name(request.name());
    rules.fairShare(request.fairsharePolicy());
    batch.tags().check(request.tags());
    String arn = arnPrefix + request.name();
    if (byArn.containsKey(arn)) {
      throw Refusals.bare("Object already exists");
    }
    SchedulingPolicyDetail detail =
        SchedulingPolicyDetail.builder()
            .name(request.name())
            .arn(arn)
            .fairsharePolicy(request.fairsharePolicy())
            .tags(request.tags())
            .build();
    byArn.put(arn, new SchedulingPolicy(detail));
    world.changed("scheduling policy", request.name(), "created");
    return CreateSchedulingPolicyResponse.builder().name(request.name()).arn(arn).build();
  }

  UpdateSchedulingPolicyResponse update(UpdateSchedulingPolicyRequest request) {
    SchedulingPolicy policy = existing(request.arn());
    rules.fairShare(request.fairsharePolicy());
    if (request.fairsharePolicy() != null) {
      policy.fairShare(request.fairsharePolicy());
      world.changed("scheduling policy", policy.detail().name(), "updated");
      batch.scheduler().kick();
    }
    return UpdateSchedulingPolicyResponse.builder().build();
  }

  DeleteSchedulingPolicyResponse delete(DeleteSchedulingPolicyRequest request) {
    SchedulingPolicy policy = find(request.arn());
    // Whether deleting an absent policy succeeds is not known; it is let pass.
    if (policy != null) {
      if (batch.queues().anyWith(policy)) {
        // The rule is documented; the text is not known.
        throw Refusals.bare("Cannot delete, found existing JobQueue relationship.");
      }
      byArn.remove(policy.arn());
      world.changed("scheduling policy", policy.detail().name(), "deleted");
    }
    return DeleteSchedulingPolicyResponse.builder().build();
  }

  DescribeSchedulingPoliciesResponse describe(DescribeSchedulingPoliciesRequest request) {
    if (request.arns().isEmpty() || request.arns().size() > MAX_ARNS) {
      // The bounds are documented; the text is not known.
      throw Refusals.wrapped(world, "1 to 100 scheduling policy ARNs are required.");
    }
    List<SchedulingPolicyDetail> found =
        request.arns().stream()
            .distinct()
            .map(byArn::get)
            .filter(Objects::nonNull)
            .map(SchedulingPolicy::detail)
            .toList();
    return DescribeSchedulingPoliciesResponse.builder().schedulingPolicies(found).build();
  }

  ListSchedulingPoliciesResponse list(ListSchedulingPoliciesRequest request) {
    Page<String> page =
        Pages.of(
            List.copyOf(byArn.keySet()),
            arn -> arn,
            request.nextToken(),
            request.maxResults(),
            PAGE);
    return ListSchedulingPoliciesResponse.builder()
        .schedulingPolicies(
            page.items().stream()
                .map(arn -> SchedulingPolicyListingDetail.builder().arn(arn).build())
                .toList())
        .nextToken(page.nextToken())
        .build();
  }
}
