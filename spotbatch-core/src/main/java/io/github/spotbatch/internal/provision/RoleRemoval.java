package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;

/**
 * The removal of one role in parts, so that what takes time is done while others are still waited
 * for. What comes meanwhile is seen to at the end.
 */
final class RoleRemoval {

  private record Policies(List<AttachedPolicy> attached, List<String> inline) {}

  private final Session session;
  private final RoleHandler roles;
  private final AwsResource role;
  private final CompletableFuture<Policies> policies;

  private RoleRemoval(Session session, AwsResource role) {
    this.session = session;
    this.roles = new RoleHandler(session);
    this.role = role;
    this.policies = read();
  }

  /** Reads which policies have to go; changes nothing yet. */
  static RoleRemoval of(Session session, AwsResource role) {
    return new RoleRemoval(session, role);
  }

  private CompletableFuture<Policies> read() {
    String name = role.awsName();
    CompletableFuture<List<AttachedPolicy>> attached =
        session.waiter().once(() -> AwsErrors.unlessGone(() -> roles.attached(name)));
    CompletableFuture<List<String>> inline =
        session.waiter().once(() -> AwsErrors.unlessGone(() -> roles.inline(name)));
    return attached.thenCombine(inline, Policies::new);
  }

  /** Takes all policies away, side by side. */
  CompletableFuture<Void> strip() {
    String name = role.awsName();
    return policies
        .thenCompose(
            read ->
                Futures.all(
                    Stream.concat(
                            read.attached().stream()
                                .map(policy -> sent(() -> roles.detach(name, policy))),
                            read.inline().stream()
                                .map(policy -> sent(() -> roles.deletePolicy(name, policy))))
                        .toList()))
        .thenAccept(done -> {});
  }

  private CompletableFuture<AwsResource> sent(Runnable removal) {
    return session
        .waiter()
        .call(
            Waits.IAM_CHANGED,
            () -> {
              removal.run();
              return role;
            });
  }

  /** Deletes the role; if it has got something that holds it again, with that. */
  CompletableFuture<Void> delete() {
    DeleteRoleRequest delete = DeleteRoleRequest.builder().roleName(role.awsName()).build();
    return session
        .waiter()
        .once(
            () -> {
              AwsErrors.gone(
                  () -> session.calls().call(delete, session.clients().iam()::deleteRole));
              return role;
            })
        .thenAccept(deleted -> {})
        .exceptionallyCompose(
            failure ->
                AwsErrors.isIamConflict(failure)
                    ? roles.delete(role)
                    : CompletableFuture.failedFuture(failure));
  }
}
