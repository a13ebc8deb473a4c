package io.github.spotbatch.internal.compile;

import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource.Id;
import io.github.spotbatch.spec.StackSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Compiles the security group: all the way out, as EC2 makes it, and no way in. */
public final class Network {

  /** Stands for the id that EC2 gives the group when it is made. */
  public static final String SECURITY_GROUP_ID = "<id of the security group>";

  /** The rule that EC2 gives every new group. */
  public static final IpPermission ALL_THE_WAY_OUT =
      IpPermission.builder().ipProtocol("-1").ipRanges(r -> r.cidrIp("0.0.0.0/0")).build();

  private static final String NAME = "security-group";

  private Network() {}

  static Id securityGroupId(Names names) {
    return new Id(ResourceKind.SECURITY_GROUP, names.securityGroup());
  }

  static CompiledResource securityGroup(StackSpec stack, Names names, Target target) {
    List<Tag> tags =
        new TreeMap<>(names.tags(NAME, stack.tags()))
            .entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    CreateSecurityGroupRequest request =
        CreateSecurityGroupRequest.builder()
            .groupName(names.securityGroup())
            .description("Instances of spotbatch stack " + stack.name())
            .vpcId(target.vpcId())
            .tagSpecifications(
                TagSpecification.builder()
                    .resourceType(ResourceType.SECURITY_GROUP)
                    .tags(tags)
                    .build())
            .build();
    return new CompiledResource(
        securityGroupId(names), NAME, List.of(request), Set.of(), List.of());
  }
}
