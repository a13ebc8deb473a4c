package io.github.spotbatch.internal.provision;

import static java.lang.Boolean.TRUE;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.internal.compile.Target;
import io.github.spotbatch.internal.provision.StackState.Unfinished;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Reads a stack that is to go, in two round trips: the lists, and then what they do not say. */
final class InventoryReader {

  private record Roles(Set<String> names, List<Owned> owned, Map<String, List<String>> profiles) {}

  private final Session session;
  private final Ownership ownership;
  private final Names names;

  InventoryReader(Session session, String stack) {
    this.session = session;
    this.ownership = new Ownership(session.region(), stack);
    this.names = new Names(stack, session.region());
  }

  CompletableFuture<Inventory> read() {
    ComputeEnvironmentHandler environmentHandler = new ComputeEnvironmentHandler(session);
    JobQueueHandler queueHandler = new JobQueueHandler(session);
    JobDefinitionHandler definitionHandler = new JobDefinitionHandler(session);
    InstanceProfileHandler profileHandler = new InstanceProfileHandler(session);
    CompletableFuture<Target> target = session.waiter().once(this::target);
    CompletableFuture<List<ComputeEnvironmentDetail>> environments = environmentHandler.all();
    CompletableFuture<List<JobQueueDetail>> queues = queueHandler.all();
    CompletableFuture<List<JobDefinition>> definitions = definitionHandler.active();
    CompletableFuture<List<InstanceProfile>> profiles = profileHandler.profiles(ownership);
    CompletableFuture<Roles> roles = roles();
    CompletableFuture<List<Owned>> others =
        new Handlers(session)
            .all(
                ownership,
                ResourceKind.SECURITY_GROUP,
                ResourceKind.REPOSITORY,
                ResourceKind.LOG_GROUP);
    CompletableFuture<List<Owned>> ownQueues =
        queues.thenApply(all -> owned(all, queue -> queueHandler.owned(ownership, queue)));
    CompletableFuture<List<Unfinished>> unfinished = ownQueues.thenCompose(this::unfinished);
    return CompletableFuture.allOf(
            target, environments, definitions, profiles, roles, others, unfinished)
        .thenApply(
            read -> {
              List<Owned> owned = new ArrayList<>(ownQueues.join());
              owned.addAll(
                  owned(environments.join(), it -> environmentHandler.owned(ownership, it)));
              owned.addAll(owned(definitions.join(), it -> definitionHandler.owned(ownership, it)));
              owned.addAll(others.join());
              owned.addAll(
                  owned(
                      profiles.join(),
                      it -> profileHandler.owned(ownership, it).map(p -> new Owned(p, false))));
              owned.addAll(roles.join().owned());
              return new Inventory(
                  names,
                  target.join(),
                  owned,
                  environments.join(),
                  queues.join(),
                  definitions.join(),
                  roles.join().names(),
                  roles.join().profiles(),
                  rolesByProfile(profiles.join()),
                  unfinished.join());
            });
  }

  private static <T> List<Owned> owned(List<T> all, Function<T, Optional<Owned>> check) {
    return all.stream().flatMap(it -> check.apply(it).stream()).toList();
  }

  /** Nothing is made, so where its network is does not matter. */
  private Target target() {
    GetCallerIdentityResponse caller =
        session
            .calls()
            .call(
                GetCallerIdentityRequest.builder().build(),
                session.clients().sts()::getCallerIdentity);
    String partition = caller.arn().split(":", -1)[1];
    return new Target(caller.account(), session.region(), partition, "", List.of(), List.of());
  }

  /** The roles, and in the same round trip the profiles that hold them. */
  private CompletableFuture<Roles> roles() {
    RoleHandler handler = new RoleHandler(session);
    return session
        .waiter()
        .once(() -> handler.names(ownership))
        .thenCompose(
            candidates -> {
              CompletableFuture<List<Optional<Owned>>> owned =
                  each(candidates, name -> handler.owned(ownership, name));
              return each(candidates, this::profilesOf)
                  .thenCombine(owned, (profiles, own) -> roles(candidates, own, profiles));
            });
  }

  private static Roles roles(
      List<String> candidates, List<Optional<Owned>> owned, List<List<String>> profiles) {
    Map<String, List<String>> byRole = new HashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      byRole.put(candidates.get(i), profiles.get(i));
    }
    return new Roles(
        Set.copyOf(candidates), owned.stream().flatMap(Optional::stream).toList(), byRole);
  }

  private <T> CompletableFuture<List<T>> each(List<String> names, Function<String, T> read) {
    return Futures.all(
        names.stream().map(name -> session.waiter().once(() -> read.apply(name))).toList());
  }

  private List<String> profilesOf(String role) {
    ListInstanceProfilesForRoleRequest first =
        ListInstanceProfilesForRoleRequest.builder().roleName(role).build();
    return AwsErrors.unlessGone(
        () ->
            session
                .calls()
                .pages(
                    first,
                    session.clients().iam()::listInstanceProfilesForRole,
                    (request, page) ->
                        TRUE.equals(page.isTruncated())
                            ? request.copy(b -> b.marker(page.marker()))
                            : null)
                .stream()
                .flatMap(page -> page.instanceProfiles().stream())
                .map(InstanceProfile::instanceProfileName)
                .toList());
  }

  private static Map<String, List<String>> rolesByProfile(List<InstanceProfile> profiles) {
    return profiles.stream()
        .collect(
            Collectors.toMap(
                InstanceProfile::instanceProfileName,
                profile -> profile.roles().stream().map(Role::roleName).toList()));
  }

  private CompletableFuture<List<Unfinished>> unfinished(List<Owned> queues) {
    JobEnding jobs = new JobEnding(session);
    Stream<AwsResource> resources = queues.stream().map(Owned::resource);
    return Futures.all(
        resources
            .map(
                queue ->
                    jobs.unfinished(List.of(queue)).thenApply(list -> new Unfinished(queue, list)))
            .toList());
  }
}
