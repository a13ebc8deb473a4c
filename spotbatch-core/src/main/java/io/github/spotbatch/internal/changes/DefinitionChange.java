package io.github.spotbatch.internal.changes;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.UpdateClass;
import io.github.spotbatch.aws.AwsResource;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.TagResourceRequest;

/** The change of a job definition, of which only the tags are not fixed for ever. */
final class DefinitionChange {

  private DefinitionChange() {}

  static Change of(AwsResource there, List<AwsRequest> wanted, List<FieldChange> changes) {
    Fields fields = new Fields(changes);
    RegisterJobDefinitionRequest definition = (RegisterJobDefinitionRequest) wanted.get(0);
    if (!fields.onlyTags() || Boolean.TRUE.equals(definition.propagateTags())) {
      return new Change.Revision();
    }
    return Change.InPlace.quiet(List.of(tags(there, definition, fields)));
  }

  /** The revision that is there gets the tags, and another follows if it says something else. */
  static Change adoption(AwsResource there, List<AwsRequest> wanted, List<FieldChange> changes) {
    Fields fields = new Fields(changes);
    RegisterJobDefinitionRequest definition = (RegisterJobDefinitionRequest) wanted.get(0);
    AwsRequest tags = tags(there, definition, fields);
    return fields.onlyTags()
        ? Change.InPlace.quiet(List.of(tags))
        : new Change.InPlace(UpdateClass.NEW_REVISION, "", List.of(tags, definition));
  }

  private static AwsRequest tags(
      AwsResource there, RegisterJobDefinitionRequest definition, Fields fields) {
    return TagResourceRequest.builder()
        .resourceArn(there.id())
        .tags(fields.tags(definition.tags()))
        .build();
  }
}
