package io.github.spotbatch.internal.changes;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.aws.AwsResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;

/** The change of a log group: how long it keeps its lines, and its tags. */
final class LogGroupChange {

  private static final String RETENTION = "retentionInDays";

  private LogGroupChange() {}

  static Change of(AwsResource there, List<AwsRequest> wanted, List<FieldChange> changes) {
    Fields fields = new Fields(changes);
    Set<String> fixed = fields.but(Set.of(RETENTION, Fields.TAGS));
    if (!fixed.isEmpty()) {
      return Change.Refusal.of(fixed, "choose another name for the stack");
    }
    List<AwsRequest> requests = new ArrayList<>();
    if (fields.has(RETENTION)) {
      requests.addAll(wanted.subList(1, wanted.size()));
    }
    if (fields.has(Fields.TAGS)) {
      CreateLogGroupRequest group = (CreateLogGroupRequest) wanted.get(0);
      requests.add(
          TagResourceRequest.builder()
              .resourceArn(there.id())
              .tags(fields.tags(group.tags()))
              .build());
    }
    return Change.InPlace.quiet(requests);
  }
}
