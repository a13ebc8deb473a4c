package io.github.spotbatch.internal.provision;

import static java.lang.Boolean.TRUE;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesRequest;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;

/** IAM instance profiles, each around one role. */
final class InstanceProfileHandler implements ResourceHandler {

  private final Session session;

  InstanceProfileHandler(Session session) {
    this.session = session;
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.INSTANCE_PROFILE;
  }

  @Override
  public CompletableFuture<List<Owned>> owned(Ownership ownership) {
    return profiles(ownership)
        .thenApply(
            profiles ->
                profiles.stream()
                    .flatMap(profile -> owned(ownership, profile).stream())
                    .map(profile -> new Owned(profile, false))
                    .toList());
  }

  /** The profiles whose names may be ours, whoever owns them. */
  CompletableFuture<List<InstanceProfile>> profiles(Ownership ownership) {
    return session
        .waiter()
        .once(() -> names(ownership))
        .thenCompose(
            names ->
                Futures.all(
                    names.stream().map(name -> session.waiter().once(() -> read(name))).toList()))
        .thenApply(profiles -> profiles.stream().flatMap(Optional::stream).toList());
  }

  private List<String> names(Ownership ownership) {
    ListInstanceProfilesRequest first =
        ListInstanceProfilesRequest.builder().pathPrefix(Names.IAM_PATH).build();
    return session
        .calls()
        .pages(
            first,
            iam()::listInstanceProfiles,
            (request, page) ->
                TRUE.equals(page.isTruncated()) ? request.copy(b -> b.marker(page.marker())) : null)
        .stream()
        .flatMap(page -> page.instanceProfiles().stream())
        .map(InstanceProfile::instanceProfileName)
        .filter(ownership::mayOwnInIam)
        .toList();
  }

  @Override
  public CompletableFuture<Optional<Found>> find(CompiledResource planned, Build build) {
    return session.waiter().once(() -> look(planned, build));
  }

  @Override
  public CompletableFuture<Optional<AwsResource>> still(AwsResource known, Ownership ownership) {
    return session
        .waiter()
        .once(() -> read(known.awsName()).flatMap(profile -> owned(ownership, profile)));
  }

  private Optional<Found> look(CompiledResource planned, Build build) {
    return read(planned.awsName())
        .map(profile -> Found.of(owned(build.ownership(planned), profile), asItIs(profile)));
  }

  private static List<AwsRequest> asItIs(InstanceProfile profile) {
    String name = profile.instanceProfileName();
    List<AwsRequest> requests = new ArrayList<>();
    requests.add(
        CreateInstanceProfileRequest.builder()
            .instanceProfileName(name)
            .path(profile.path())
            .tags(profile.tags())
            .build());
    for (Role role : profile.roles()) {
      requests.add(
          AddRoleToInstanceProfileRequest.builder()
              .instanceProfileName(name)
              .roleName(role.roleName())
              .build());
    }
    return requests;
  }

  /** It is put around its role at the end, which need not have its policies then. */
  @Override
  public boolean beginsEarly() {
    return true;
  }

  @Override
  public CompletableFuture<AwsResource> create(CompiledResource planned, Build build) {
    CreateInstanceProfileRequest profile = (CreateInstanceProfileRequest) planned.requests().get(0);
    List<AwsRequest> addRole = planned.requests().subList(1, planned.requests().size());
    return session
        .createOnce(
            this,
            planned,
            build,
            () ->
                session.calls().call(profile, iam()::createInstanceProfile).instanceProfile().arn())
        .thenCompose(
            created ->
                build
                    .made(planned.dependsOn())
                    .thenCompose(role -> complete(planned, created, addRole, build)));
  }

  @Override
  public CompletableFuture<AwsResource> complete(
      CompiledResource planned, AwsResource there, List<AwsRequest> missing, Build build) {
    return session
        .waiter()
        .call(
            Waits.IAM_VISIBLE,
            () -> {
              missing.forEach(request -> addRole((AddRoleToInstanceProfileRequest) request));
              return there;
            });
  }

  @Override
  public CompletableFuture<AwsResource> update(
      CompiledResource planned, AwsResource there, List<AwsRequest> requests, Build build) {
    return session.changed(Waits.IAM_CHANGED, there, requests, this::send);
  }

  private void send(AwsRequest request) {
    if (request instanceof RemoveRoleFromInstanceProfileRequest remove) {
      AwsErrors.gone(() -> session.calls().call(remove, iam()::removeRoleFromInstanceProfile));
    } else if (request instanceof AddRoleToInstanceProfileRequest add) {
      addRole(add);
    } else {
      session.calls().call((TagInstanceProfileRequest) request, iam()::tagInstanceProfile);
    }
  }

  @Override
  public CompletableFuture<Void> delete(AwsResource resource) {
    return session
        .waiter()
        .call(
            Waits.IAM_RELEASED,
            () -> {
              read(resource.awsName()).ifPresent(this::delete);
              return resource;
            })
        .thenAccept(deleted -> {});
  }

  /** Takes the roles out of a profile that has just been read. */
  CompletableFuture<Void> empty(AwsResource profile, List<String> roleNames) {
    return Futures.all(
            roleNames.stream()
                .map(
                    role ->
                        session
                            .waiter()
                            .call(
                                Waits.IAM_CHANGED,
                                () -> {
                                  remove(profile.awsName(), role);
                                  return profile;
                                }))
                .toList())
        .thenAccept(done -> {});
  }

  /** Deletes a profile that has been emptied; if it has got another role meanwhile, with that. */
  CompletableFuture<Void> deleteEmpty(AwsResource profile) {
    return session
        .waiter()
        .once(
            () -> {
              deleteEmpty(profile.awsName());
              return profile;
            })
        .thenAccept(deleted -> {})
        .exceptionallyCompose(
            failure ->
                AwsErrors.isIamConflict(failure)
                    ? delete(profile)
                    : CompletableFuture.failedFuture(failure));
  }

  /** A role that an unclear try has put in exceeds the limit of one. */
  private void addRole(AddRoleToInstanceProfileRequest request) {
    try {
      session.calls().call(request, iam()::addRoleToInstanceProfile);
    } catch (LimitExceededException e) {
      boolean present =
          read(request.instanceProfileName()).stream()
              .flatMap(profile -> profile.roles().stream())
              .anyMatch(role -> role.roleName().equals(request.roleName()));
      if (!present) {
        throw e;
      }
    }
  }

  private void delete(InstanceProfile profile) {
    String name = profile.instanceProfileName();
    profile.roles().forEach(role -> remove(name, role.roleName()));
    deleteEmpty(name);
  }

  private void remove(String name, String roleName) {
    RemoveRoleFromInstanceProfileRequest remove =
        RemoveRoleFromInstanceProfileRequest.builder()
            .instanceProfileName(name)
            .roleName(roleName)
            .build();
    AwsErrors.gone(() -> session.calls().call(remove, iam()::removeRoleFromInstanceProfile));
  }

  private void deleteEmpty(String name) {
    DeleteInstanceProfileRequest delete =
        DeleteInstanceProfileRequest.builder().instanceProfileName(name).build();
    AwsErrors.gone(() -> session.calls().call(delete, iam()::deleteInstanceProfile));
  }

  Optional<AwsResource> owned(Ownership ownership, InstanceProfile profile) {
    return ownership.check(
        kind(), RoleHandler.tags(profile.tags()), profile.instanceProfileName(), profile.arn());
  }

  private Optional<InstanceProfile> read(String name) {
    try {
      GetInstanceProfileRequest get =
          GetInstanceProfileRequest.builder().instanceProfileName(name).build();
      return Optional.of(session.calls().call(get, iam()::getInstanceProfile).instanceProfile());
    } catch (NoSuchEntityException e) {
      return Optional.empty();
    }
  }

  private IamClient iam() {
    return session.clients().iam();
  }
}
