package io.github.spotbatch.testing.internal.batch;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.FairsharePolicy;
import software.amazon.awssdk.services.batch.model.SchedulingPolicyDetail;
import software.amazon.awssdk.services.batch.model.ShareAttributes;

/** A scheduling policy, which queues look into anew at each decision. */
final class SchedulingPolicy implements Tags.Tagged {

  private static final float DEFAULT_WEIGHT = 1;

  private SchedulingPolicyDetail detail;
  private Map<String, Float> weights;

  SchedulingPolicy(SchedulingPolicyDetail detail) {
    this.detail = detail;
    this.weights = weights(detail.fairsharePolicy());
  }

  private static Map<String, Float> weights(@Nullable FairsharePolicy policy) {
    Map<String, Float> weights = new HashMap<>();
    if (policy != null) {
      for (ShareAttributes share : policy.shareDistribution()) {
        Float given = share.weightFactor();
        weights.put(share.shareIdentifier(), given == null ? DEFAULT_WEIGHT : given);
      }
    }
    return weights;
  }

  SchedulingPolicyDetail detail() {
    return detail;
  }

  String arn() {
    return detail.arn();
  }

  /** Never null, for a policy may be silent. */
  FairsharePolicy fairShare() {
    FairsharePolicy given = detail.fairsharePolicy();
    return given == null ? FairsharePolicy.builder().build() : given;
  }

  /** By the share's own entry, or by the one that has its beginning and a star. */
  float weightOf(String shareIdentifier) {
    Float weight = weights.get(shareIdentifier);
    for (int length = shareIdentifier.length(); weight == null && length > 0; length--) {
      weight = weights.get(shareIdentifier.substring(0, length) + "*");
    }
    return weight == null ? DEFAULT_WEIGHT : weight;
  }

  void fairShare(FairsharePolicy policy) {
    this.detail = detail.toBuilder().fairsharePolicy(policy).build();
    this.weights = weights(policy);
  }

  @Override
  public Map<String, String> tags() {
    return detail.tags();
  }

  @Override
  public void tags(Map<String, String> tags) {
    this.detail = detail.toBuilder().tags(tags).build();
  }
}
