package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** EC2 security groups. */
final class SecurityGroupHandler implements ResourceHandler {

  private final Session session;

  SecurityGroupHandler(Session session) {
    this.session = session;
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.SECURITY_GROUP;
  }

  @Override
  public CompletableFuture<List<Owned>> owned(Ownership ownership) {
    return session.waiter().once(() -> tagged(ownership));
  }

  private List<Owned> tagged(Ownership ownership) {
    return describe(Ec2Tags.filter(ownership)).stream()
        .flatMap(group -> check(ownership, group).stream())
        .map(group -> new Owned(group, false))
        .toList();
  }

  private Optional<AwsResource> check(Ownership ownership, SecurityGroup group) {
    Map<String, String> tags = Ec2Tags.map(group.tags());
    return ownership.check(kind(), tags, group.groupName(), group.groupId());
  }

  @Override
  public CompletableFuture<Optional<Found>> find(CompiledResource planned, Build build) {
    return session.waiter().once(() -> look(planned, build));
  }

  @Override
  public CompletableFuture<Optional<AwsResource>> still(AwsResource known, Ownership ownership) {
    return session
        .waiter()
        .once(
            () ->
                describe(Ec2Tags.filter("group-id", known.id())).stream()
                    .findFirst()
                    .flatMap(group -> check(ownership, group)));
  }

  /** What has the name in the planned VPC, or else the stack's own in another one. */
  private Optional<Found> look(CompiledResource planned, Build build) {
    CreateSecurityGroupRequest request = (CreateSecurityGroupRequest) planned.requests().get(0);
    Ownership ours = Ownership.of(build.names());
    Ownership ownership = build.ownership(planned);
    List<SecurityGroup> named = describe(Ec2Tags.filter("group-name", request.groupName()));
    Optional<SecurityGroup> own =
        named.stream()
            // One in another VPC has the name by chance, unless its tags say more.
            .filter(group -> check(inPlace(group, request) ? ownership : ours, group).isPresent())
            .min(Comparator.comparing(group -> !inPlace(group, request)));
    Optional<SecurityGroup> taken =
        named.stream().filter(group -> inPlace(group, request)).findFirst();
    if (own.filter(group -> inPlace(group, request)).isEmpty() && taken.isPresent()) {
      return Optional.of(Found.foreign(List.of(asItIs(taken.get(), request))));
    }
    own.ifPresent(group -> build.put(Network.SECURITY_GROUP_ID, group.groupId()));
    return own.map(group -> found(group, check(ownership, group), planned));
  }

  private static boolean inPlace(SecurityGroup group, CreateSecurityGroupRequest request) {
    return group.vpcId().equals(request.vpcId());
  }

  private static Found found(
      SecurityGroup group, Optional<AwsResource> owned, CompiledResource planned) {
    CreateSecurityGroupRequest wanted = (CreateSecurityGroupRequest) planned.requests().get(0);
    List<AwsRequest> requests = new ArrayList<>(List.of(asItIs(group, wanted)));
    requests.addAll(GroupRules.asItIs(group));
    return new Found(
        owned, requests, Found.State.USABLE, "", Optional.of(planned.awsName()), List.of());
  }

  /** EC2 never changes a description, and nothing depends on it. */
  private static CreateSecurityGroupRequest asItIs(
      SecurityGroup group, CreateSecurityGroupRequest wanted) {
    return CreateSecurityGroupRequest.builder()
        .groupName(group.groupName())
        .description(wanted.description())
        .vpcId(group.vpcId())
        .tagSpecifications(
            tags -> tags.resourceType(ResourceType.SECURITY_GROUP).tags(group.tags()))
        .build();
  }

  @Override
  public CompletableFuture<AwsResource> create(CompiledResource planned, Build build) {
    CreateSecurityGroupRequest request = (CreateSecurityGroupRequest) planned.requests().get(0);
    return session
        .createOnce(
            this,
            planned,
            build,
            () -> session.calls().call(request, ec2()::createSecurityGroup).groupId())
        .thenApply(
            created -> {
              build.put(Network.SECURITY_GROUP_ID, created.id());
              return created;
            });
  }

  /** Its name stays; what refers to it waits for the id of the new one. */
  @Override
  public void succeed(CompiledResource planned, String successor, Build build) {
    build.put(Network.SECURITY_GROUP_ID, Network.SECURITY_GROUP_ID);
  }

  @Override
  public CompletableFuture<AwsResource> update(
      CompiledResource planned, AwsResource there, List<AwsRequest> requests, Build build) {
    return session.changed(Waits.CHANGED_AT_ONCE, there, requests, this::send);
  }

  private void send(AwsRequest request) {
    if (request instanceof RevokeSecurityGroupIngressRequest revocation) {
      AwsErrors.gone(() -> session.calls().call(revocation, ec2()::revokeSecurityGroupIngress));
    } else if (request instanceof AuthorizeSecurityGroupEgressRequest rule) {
      authorize(rule);
    } else {
      session.calls().call((CreateTagsRequest) request, ec2()::createTags);
    }
  }

  /** A client whose answer got lost asks for it once more. */
  private void authorize(AuthorizeSecurityGroupEgressRequest rule) {
    try {
      session.calls().call(rule, ec2()::authorizeSecurityGroupEgress);
    } catch (AwsServiceException e) {
      if (!AwsErrors.isTaken(e)) {
        throw e;
      }
    }
  }

  @Override
  public CompletableFuture<Void> delete(AwsResource resource) {
    DeleteSecurityGroupRequest request =
        DeleteSecurityGroupRequest.builder().groupId(resource.id()).build();
    return session
        .waiter()
        .call(
            Waits.SECURITY_GROUP_RELEASED,
            () -> {
              delete(request);
              return resource;
            })
        .thenAccept(deleted -> {});
  }

  private void delete(DeleteSecurityGroupRequest request) {
    try {
      session.calls().call(request, ec2()::deleteSecurityGroup);
    } catch (AwsServiceException e) {
      if (!AwsErrors.isAbsent(e)) {
        throw e;
      }
    }
  }

  private List<SecurityGroup> describe(Filter... filters) {
    DescribeSecurityGroupsRequest first =
        DescribeSecurityGroupsRequest.builder().filters(filters).build();
    return session
        .calls()
        .pages(
            first,
            ec2()::describeSecurityGroups,
            (request, page) ->
                page.nextToken() == null ? null : request.copy(b -> b.nextToken(page.nextToken())))
        .stream()
        .flatMap(page -> page.securityGroups().stream())
        .toList();
  }

  private Ec2Client ec2() {
    return session.clients().ec2();
  }
}
