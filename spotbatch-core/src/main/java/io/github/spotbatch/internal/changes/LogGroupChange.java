package io.github.spotbatch.internal.changes;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.internal.compile.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;

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
      requests.addAll(tags(there, group.tags(), fields));
    }
    return Change.InPlace.quiet(requests);
  }

  private static List<AwsRequest> tags(
      AwsResource there, Map<String, String> wanted, Fields fields) {
    List<AwsRequest> requests = new ArrayList<>();
    Map<String, String> differing = fields.tags(wanted);
    if (!differing.isEmpty()) {
      requests.add(TagResourceRequest.builder().resourceArn(there.id()).tags(differing).build());
    }
    if (fields.isUnprotected(wanted)) {
      requests.add(
          UntagResourceRequest.builder()
              .resourceArn(there.id())
              .tagKeys(Names.PROTECTED_TAG)
              .build());
    }
    return requests;
  }
}
