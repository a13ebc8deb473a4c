package io.github.spotbatch.internal.changes;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.internal.compile.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.model.TagResourceRequest;
import software.amazon.awssdk.services.batch.model.UntagResourceRequest;

/** The change of the tags of something in Batch. */
final class BatchTags {

  private BatchTags() {}

  /** What puts the wanted tags that are not there so, and takes our own away that is not wanted. */
  static List<AwsRequest> requests(AwsResource there, Map<String, String> wanted, Fields fields) {
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
