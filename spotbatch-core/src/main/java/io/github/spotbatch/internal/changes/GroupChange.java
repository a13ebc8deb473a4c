package io.github.spotbatch.internal.changes;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.aws.AwsResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The change of a security group, which belongs to one VPC for ever. */
final class GroupChange {

  private static final String TAGS = "tagSpecifications";
  private static final String VPC = "vpcId";

  private GroupChange() {}

  static Change of(
      AwsResource there,
      List<AwsRequest> asItIs,
      List<AwsRequest> wanted,
      List<FieldChange> changes) {
    Fields fields = new Fields(changes);
    if (fields.has(VPC)) {
      return new Change.Replacement("AWS moves no security group to another VPC");
    }
    Set<String> fixed = fields.but(Set.of(TAGS, "ipPermissions", "ipPermissionsEgress"));
    if (!fixed.isEmpty()) {
      return Change.Refusal.of(fixed, "choose another name for the stack");
    }
    List<AwsRequest> requests = new ArrayList<>();
    for (AwsRequest request : asItIs) {
      if (request instanceof RevokeSecurityGroupEgressRequest missing) {
        requests.add(
            AuthorizeSecurityGroupEgressRequest.builder()
                .groupId(there.id())
                .ipPermissions(missing.ipPermissions())
                .build());
      } else if (request instanceof AuthorizeSecurityGroupIngressRequest surplus) {
        // One by one, since one that is gone already would have AWS refuse all.
        surplus.ipPermissions().forEach(rule -> requests.add(revocation(there, rule)));
      }
    }
    if (fields.has(TAGS)) {
      CreateSecurityGroupRequest group = (CreateSecurityGroupRequest) wanted.get(0);
      requests.add(
          CreateTagsRequest.builder().resources(there.id()).tags(tags(group, fields)).build());
    }
    return Change.InPlace.quiet(requests);
  }

  private static AwsRequest revocation(AwsResource there, IpPermission rule) {
    return RevokeSecurityGroupIngressRequest.builder()
        .groupId(there.id())
        .ipPermissions(rule)
        .build();
  }

  private static List<Tag> tags(CreateSecurityGroupRequest group, Fields fields) {
    return group.tagSpecifications().stream()
        .flatMap(specification -> specification.tags().stream())
        .filter(tag -> fields.tagDiffers(tag.key()))
        .toList();
  }
}
