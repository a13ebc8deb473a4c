package io.github.spotbatch.internal.changes;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.aws.AwsResource;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The change of a security group, which belongs to one VPC for ever. */
final class GroupChange {

  private static final String TAGS = "tagSpecifications";
  private static final String VPC = "vpcId";

  private GroupChange() {}

  static Change of(AwsResource there, List<AwsRequest> wanted, List<FieldChange> changes) {
    Fields fields = new Fields(changes);
    if (fields.has(VPC)) {
      return new Change.Replacement("AWS moves no security group to another VPC");
    }
    Set<String> fixed = fields.but(Set.of(TAGS));
    if (!fixed.isEmpty()) {
      return Change.Refusal.of(fixed, "choose another name for the stack");
    }
    CreateSecurityGroupRequest group = (CreateSecurityGroupRequest) wanted.get(0);
    List<Tag> tags =
        group.tagSpecifications().stream()
            .flatMap(specification -> specification.tags().stream())
            .filter(tag -> fields.tagDiffers(tag.key()))
            .toList();
    return Change.InPlace.quiet(
        List.of(CreateTagsRequest.builder().resources(there.id()).tags(tags).build()));
  }
}
