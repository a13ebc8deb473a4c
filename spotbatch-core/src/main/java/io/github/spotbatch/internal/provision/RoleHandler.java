package io.github.spotbatch.internal.provision;

import static java.lang.Boolean.TRUE;

import io.github.spotbatch.ProvisioningEvent.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.internal.compile.SpotRole;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;

/**
 * IAM roles with their policies. Whether Batch sees one shows only when it makes an environment.
 */
final class RoleHandler implements ResourceHandler {

  private static final Logger log = LoggerFactory.getLogger(RoleHandler.class);

  private final Session session;

  RoleHandler(Session session) {
    this.session = session;
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.ROLE;
  }

  @Override
  public CompletableFuture<List<Owned>> owned(Ownership ownership) {
    return session
        .waiter()
        .once(() -> names(ownership))
        .thenCompose(
            names ->
                Futures.all(
                    names.stream()
                        .map(name -> session.waiter().once(() -> owned(ownership, name)))
                        .toList()))
        .thenApply(owned -> owned.stream().flatMap(Optional::stream).toList());
  }

  /** The roles whose names may be ours, whoever owns them. */
  List<String> names(Ownership ownership) {
    ListRolesRequest first = ListRolesRequest.builder().pathPrefix(Names.IAM_PATH).build();
    return session
        .calls()
        .pages(
            first,
            iam()::listRoles,
            (request, page) ->
                TRUE.equals(page.isTruncated()) ? request.copy(b -> b.marker(page.marker())) : null)
        .stream()
        .flatMap(page -> page.roles().stream())
        .map(Role::roleName)
        .filter(ownership::mayOwnInIam)
        .toList();
  }

  Optional<Owned> owned(Ownership ownership, String roleName) {
    return read(roleName)
        .flatMap(role -> owned(ownership, role))
        .map(role -> new Owned(role, false));
  }

  private Optional<AwsResource> owned(Ownership ownership, Role role) {
    return ownership.check(kind(), tags(role.tags()), role.roleName(), role.arn());
  }

  @Override
  public CompletableFuture<Optional<Found>> find(CompiledResource planned, Build build) {
    if (SpotRole.is(planned)) {
      // It was absent, and whoever has made it since then has done what was to be done.
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Ownership ownership = build.ownership(planned);
    return look(() -> read(planned.awsName()))
        .thenCompose(read -> Futures.ifPresent(read, role -> found(role, ownership)));
  }

  private CompletableFuture<Optional<Found>> found(Role role, Ownership ownership) {
    Optional<AwsResource> owned = owned(ownership, role);
    return owned.isEmpty()
        ? CompletableFuture.completedFuture(Optional.of(Found.foreign(List.of(alone(role)))))
        : policies(role.roleName())
            .thenApply(policies -> policies.map(all -> found(owned, role, all)));
  }

  private <T> CompletableFuture<T> look(Supplier<T> read) {
    return session.waiter().once(read);
  }

  @Override
  public CompletableFuture<Optional<AwsResource>> still(AwsResource known, Ownership ownership) {
    return session
        .waiter()
        .once(() -> read(known.awsName()).flatMap(role -> owned(ownership, role)));
  }

  private static Found found(Optional<AwsResource> owned, Role role, List<AwsRequest> policies) {
    List<AwsRequest> requests = new ArrayList<>();
    requests.add(alone(role));
    requests.addAll(policies);
    return Found.of(owned, requests);
  }

  /** The role without its policies. */
  private static CreateRoleRequest alone(Role role) {
    AttachedPermissionsBoundary boundary = role.permissionsBoundary();
    return CreateRoleRequest.builder()
        .roleName(role.roleName())
        .path(role.path())
        .assumeRolePolicyDocument(decoded(role.assumeRolePolicyDocument()))
        .permissionsBoundary(boundary == null ? null : boundary.permissionsBoundaryArn())
        .tags(role.tags())
        .build();
  }

  /** Reads the policies side by side; nothing if the role goes meanwhile. */
  private CompletableFuture<Optional<List<AwsRequest>>> policies(String roleName) {
    CompletableFuture<List<AwsRequest>> managed =
        look(() -> attached(roleName).stream().map(policy -> attach(roleName, policy)).toList());
    CompletableFuture<List<AwsRequest>> inline =
        look(() -> inline(roleName))
            .thenCompose(
                names ->
                    Futures.all(
                        names.stream()
                            .map(name -> look(() -> readPolicy(roleName, name)))
                            .toList()));
    return Futures.all(List.of(managed, inline))
        .thenApply(lists -> Optional.of(lists.stream().flatMap(List::stream).toList()))
        .exceptionally(
            failure -> {
              if (AwsErrors.unwrap(failure) instanceof NoSuchEntityException) {
                return Optional.empty();
              }
              throw Futures.unchecked(failure);
            });
  }

  private static AwsRequest attach(String roleName, AttachedPolicy policy) {
    return AttachRolePolicyRequest.builder()
        .roleName(roleName)
        .policyArn(policy.policyArn())
        .build();
  }

  private AwsRequest readPolicy(String roleName, String policyName) {
    GetRolePolicyRequest get =
        GetRolePolicyRequest.builder().roleName(roleName).policyName(policyName).build();
    String document = session.calls().call(get, iam()::getRolePolicy).policyDocument();
    return PutRolePolicyRequest.builder()
        .roleName(roleName)
        .policyName(policyName)
        .policyDocument(decoded(document))
        .build();
  }

  /** IAM answers documents percent-encoded, where a plus stands for itself. */
  private static String decoded(String document) {
    return document.startsWith("{")
        ? document
        : URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public CompletableFuture<AwsResource> create(CompiledResource planned, Build build) {
    if (SpotRole.is(planned)) {
      return session.waiter().once(() -> createServiceLinked(planned, build));
    }
    CreateRoleRequest role = (CreateRoleRequest) planned.requests().get(0);
    List<AwsRequest> policies = planned.requests().subList(1, planned.requests().size());
    return session
        .createOnce(
            this, planned, build, () -> session.calls().call(role, iam()::createRole).role().arn())
        .thenCompose(created -> complete(planned, created, policies, build));
  }

  /**
   * Makes what is the account's, not the stack's. Batch makes it too where its own role may, so
   * that it is no failure if the caller may not.
   *
   * @return without an id if the caller may not make it
   */
  private AwsResource createServiceLinked(CompiledResource planned, Build build) {
    CreateServiceLinkedRoleRequest request =
        (CreateServiceLinkedRoleRequest) planned.requests().get(0);
    try {
      String arn = session.calls().call(request, iam()::createServiceLinkedRole).role().arn();
      session.progress().tell(Type.CREATED, planned.kind(), planned.name(), planned.awsName());
      return Session.resource(planned, build, arn);
    } catch (AwsServiceException e) {
      if (AwsErrors.isTaken(e)) {
        return Session.resource(planned, build, planned.awsName());
      }
      if (!AwsErrors.isDenied(e)) {
        throw e;
      }
      log.warn(
          "went on without a role that Spot instances need: {} [role={}, reason={}]",
          Fixes.of(AwsErrors.words(e)).orElse("allow the caller to make it"),
          planned.awsName(),
          AwsErrors.words(e));
      return Session.resource(planned, build, "");
    }
  }

  @Override
  public CompletableFuture<AwsResource> complete(
      CompiledResource planned, AwsResource there, List<AwsRequest> missing, Build build) {
    return Futures.all(missing.stream().map(this::putWhenVisible).toList())
        .thenApply(done -> there);
  }

  private CompletableFuture<AwsRequest> putWhenVisible(AwsRequest policy) {
    return session
        .waiter()
        .call(
            Waits.IAM_VISIBLE,
            () -> {
              put(policy);
              return policy;
            });
  }

  @Override
  public CompletableFuture<AwsResource> update(
      CompiledResource planned, AwsResource there, List<AwsRequest> requests, Build build) {
    return session.changed(Waits.IAM_CHANGED, there, requests, this::send);
  }

  private void send(AwsRequest request) {
    if (request instanceof UpdateAssumeRolePolicyRequest trust) {
      session.calls().call(trust, iam()::updateAssumeRolePolicy);
    } else if (request instanceof PutRolePermissionsBoundaryRequest boundary) {
      session.calls().call(boundary, iam()::putRolePermissionsBoundary);
    } else if (request instanceof DeleteRolePermissionsBoundaryRequest boundary) {
      AwsErrors.gone(() -> session.calls().call(boundary, iam()::deleteRolePermissionsBoundary));
    } else if (request instanceof TagRoleRequest tags) {
      session.calls().call(tags, iam()::tagRole);
    } else if (request instanceof DetachRolePolicyRequest detach) {
      AwsErrors.gone(() -> session.calls().call(detach, iam()::detachRolePolicy));
    } else if (request instanceof DeleteRolePolicyRequest inline) {
      AwsErrors.gone(() -> session.calls().call(inline, iam()::deleteRolePolicy));
    } else {
      put(request);
    }
  }

  @Override
  public CompletableFuture<Void> delete(AwsResource resource) {
    return session
        .waiter()
        .call(
            Waits.IAM_RELEASED,
            () -> {
              delete(resource.awsName());
              return resource;
            })
        .thenAccept(deleted -> {});
  }

  private void put(AwsRequest policy) {
    if (policy instanceof AttachRolePolicyRequest attach) {
      session.calls().call(attach, iam()::attachRolePolicy);
    } else {
      session.calls().call((PutRolePolicyRequest) policy, iam()::putRolePolicy);
    }
  }

  private void delete(String roleName) {
    AwsErrors.gone(
        () -> {
          attached(roleName).forEach(policy -> detach(roleName, policy));
          inline(roleName).forEach(policy -> deletePolicy(roleName, policy));
          DeleteRoleRequest delete = DeleteRoleRequest.builder().roleName(roleName).build();
          session.calls().call(delete, iam()::deleteRole);
        });
  }

  List<AttachedPolicy> attached(String roleName) {
    ListAttachedRolePoliciesRequest first =
        ListAttachedRolePoliciesRequest.builder().roleName(roleName).build();
    return session
        .calls()
        .pages(
            first,
            iam()::listAttachedRolePolicies,
            (request, page) ->
                TRUE.equals(page.isTruncated()) ? request.copy(b -> b.marker(page.marker())) : null)
        .stream()
        .flatMap(page -> page.attachedPolicies().stream())
        .toList();
  }

  List<String> inline(String roleName) {
    ListRolePoliciesRequest first = ListRolePoliciesRequest.builder().roleName(roleName).build();
    return session
        .calls()
        .pages(
            first,
            iam()::listRolePolicies,
            (request, page) ->
                TRUE.equals(page.isTruncated()) ? request.copy(b -> b.marker(page.marker())) : null)
        .stream()
        .flatMap(page -> page.policyNames().stream())
        .toList();
  }

  void detach(String roleName, AttachedPolicy policy) {
    DetachRolePolicyRequest detach =
        DetachRolePolicyRequest.builder().roleName(roleName).policyArn(policy.policyArn()).build();
    AwsErrors.gone(() -> session.calls().call(detach, iam()::detachRolePolicy));
  }

  void deletePolicy(String roleName, String policyName) {
    DeleteRolePolicyRequest delete =
        DeleteRolePolicyRequest.builder().roleName(roleName).policyName(policyName).build();
    AwsErrors.gone(() -> session.calls().call(delete, iam()::deleteRolePolicy));
  }

  private Optional<Role> read(String roleName) {
    try {
      GetRoleRequest get = GetRoleRequest.builder().roleName(roleName).build();
      return Optional.of(session.calls().call(get, iam()::getRole).role());
    } catch (NoSuchEntityException e) {
      return Optional.empty();
    }
  }

  static Map<String, String> tags(List<Tag> tags) {
    return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value));
  }

  private IamClient iam() {
    return session.clients().iam();
  }
}
