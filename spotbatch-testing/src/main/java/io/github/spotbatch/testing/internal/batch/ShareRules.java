package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** What a submission must and must not say of shares, by the kind of its queue. */
final class ShareRules {

  private final World world;

  ShareRules(World world) {
    this.world = world;
  }

  void check(Queue queue, JobDefinition definition, SubmitJobRequest request) {
    Integer override = request.schedulingPriorityOverride();
    DefinitionRules.schedulingPriority(world, override);
    FairShare shares = queue.fairShare();
    if (shares == null) {
      if (request.shareIdentifier() != null || override != null) {
        throw Refusals.bare(
            "Job with shareIdentifier or schedulingPriority can onlybe submitted to job queue with"
                + " fair share scheduling policy.");
      }
      return;
    }
    String share = request.shareIdentifier();
    if (share == null) {
      // The rule is documented; the text is not known.
      throw Refusals.bare(
          "Job without shareIdentifier cannot be submitted to job queue with fair share scheduling"
              + " policy.");
    }
    if (!SchedulingPolicyRules.SHARE.matcher(share).matches()) {
      throw Refusals.bare("ShareIdentifier name should match a valid pattern.");
    }
    if (override == null && definition.schedulingPriority() == null) {
      throw Refusals.bare(
          "Either schedulingPriority in job definition or schedulingPriorityOverride should be"
              + " specified.");
    }
    if (!shares.admits(share)) {
      // The limit is documented; the text is not known.
      throw Refusals.bare("At most 500 share identifiers can be active in a job queue.");
    }
  }
}
