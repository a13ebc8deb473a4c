package io.github.spotbatch.testing.internal.batch;

import java.util.Map;
import software.amazon.awssdk.services.batch.model.FairsharePolicy;
import software.amazon.awssdk.services.batch.model.SchedulingPolicyDetail;

/** A scheduling policy, which queues look into anew at each decision. */
final class SchedulingPolicy implements Tags.Tagged {

  private SchedulingPolicyDetail detail;

  SchedulingPolicy(SchedulingPolicyDetail detail) {
    this.detail = detail;
  }

  SchedulingPolicyDetail detail() {
    return detail;
  }

  String arn() {
    return detail.arn();
  }

  FairsharePolicy fairShare() {
    return detail.fairsharePolicy();
  }

  void fairShare(FairsharePolicy policy) {
    this.detail = detail.toBuilder().fairsharePolicy(policy).build();
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
