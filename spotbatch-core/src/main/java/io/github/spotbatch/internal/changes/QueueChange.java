package io.github.spotbatch.internal.changes;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.aws.AwsResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.UpdateJobQueueRequest;

/** The change of a job queue, which keeps its name and its jobs. */
final class QueueChange {

  private static final String STATUS = "status";
  private static final String POLICY = "schedulingPolicyArn";
  private static final String ORDER = "computeEnvironmentOrder";
  private static final String TIME_LIMITS = "jobStateTimeLimitActions";

  private static final Set<String> KNOWN =
      Set.of("state", "priority", ORDER, TIME_LIMITS, POLICY, "tags");

  private final AwsResource there;
  private final CreateJobQueueRequest wanted;
  private final Fields fields;

  private QueueChange(AwsResource there, CreateJobQueueRequest wanted, List<FieldChange> changes) {
    this.there = there;
    this.wanted = wanted;
    this.fields = new Fields(changes);
  }

  static Change of(AwsResource there, List<AwsRequest> wanted, List<FieldChange> changes) {
    return new QueueChange(there, (CreateJobQueueRequest) wanted.get(0), changes).change();
  }

  private Change change() {
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return new Change.Refusal(obstacle.get());
    }
    List<AwsRequest> requests = new ArrayList<>();
    if (!fields.onlyTags()) {
      requests.add(update());
    }
    if (fields.has("tags")) {
      requests.addAll(BatchTags.requests(there, wanted.tags(), fields));
    }
    return Change.InPlace.quiet(requests);
  }

  private Optional<String> obstacle() {
    Optional<FieldChange> status = fields.change(STATUS);
    if (status.isPresent()) {
      return Optional.of(
          "it is %s; plan again when it is gone, or when it is VALID again"
              .formatted(status.get().before().orElse("gone")));
    }
    Optional<FieldChange> policy = fields.change(POLICY);
    if (policy.isPresent() && (policy.get().before().isEmpty() || policy.get().after().isEmpty())) {
      return Optional.of(
          "AWS gives a queue a scheduling policy only when it makes the queue, and never takes it"
              + " away; give the queue another name");
    }
    Set<String> unknown = fields.but(KNOWN);
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "AWS cannot change %s of a queue; give the queue another name"
                .formatted(String.join(", ", unknown)));
  }

  /** With what differs and nothing else. */
  private UpdateJobQueueRequest update() {
    UpdateJobQueueRequest.Builder update =
        UpdateJobQueueRequest.builder().jobQueue(there.awsName());
    if (fields.has("state")) {
      update.state(wanted.state());
    }
    if (fields.has("priority")) {
      update.priority(wanted.priority());
    }
    if (fields.has(ORDER)) {
      update.computeEnvironmentOrder(wanted.computeEnvironmentOrder());
    }
    if (fields.has(TIME_LIMITS)) {
      // A list that says nothing would not be sent; an empty one takes the limits away.
      update.jobStateTimeLimitActions(List.copyOf(wanted.jobStateTimeLimitActions()));
    }
    if (fields.has(POLICY)) {
      update.schedulingPolicyArn(wanted.schedulingPolicyArn());
    }
    return update.build();
  }
}
