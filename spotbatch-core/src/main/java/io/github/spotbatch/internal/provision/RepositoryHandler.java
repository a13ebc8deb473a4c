package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.LifecycleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.DeleteLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecr.model.PutImageScanningConfigurationRequest;
import software.amazon.awssdk.services.ecr.model.PutImageTagMutabilityRequest;
import software.amazon.awssdk.services.ecr.model.PutLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;
import software.amazon.awssdk.services.ecr.model.TagResourceRequest;

/** ECR repositories; the images in them go with them. */
final class RepositoryHandler implements ResourceHandler {

  private final Session session;

  RepositoryHandler(Session session) {
    this.session = session;
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.REPOSITORY;
  }

  @Override
  public CompletableFuture<List<Owned>> owned(Ownership ownership) {
    return session
        .waiter()
        .once(() -> describe(DescribeRepositoriesRequest.builder().build()))
        .thenCompose(
            repositories ->
                Futures.all(
                    repositories.stream()
                        .filter(repository -> ownership.mayOwn(repository.repositoryName()))
                        .map(
                            repository -> session.waiter().once(() -> owned(ownership, repository)))
                        .toList()))
        .thenApply(
            owned ->
                owned.stream()
                    .flatMap(Optional::stream)
                    .map(repository -> new Owned(repository, false))
                    .toList());
  }

  @Override
  public CompletableFuture<Optional<Found>> find(CompiledResource planned, Build build) {
    return look(() -> read(planned.awsName()))
        .thenCompose(
            read -> Futures.ifPresent(read, repository -> found(planned, repository, build)));
  }

  private <T> CompletableFuture<T> look(Supplier<T> read) {
    return session.waiter().once(read);
  }

  /** Says where the images of a repository are that exists already, whoever owns it. */
  void locate(String name, Build build) {
    read(name).ifPresent(repository -> put(repository, build));
  }

  private CompletableFuture<Optional<Found>> found(
      CompiledResource planned, Repository repository, Build build) {
    put(repository, build);
    CompletableFuture<Optional<PutLifecyclePolicyRequest>> policy =
        look(() -> policy(planned, repository));
    return look(() -> tags(repository))
        .thenCombine(
            policy,
            (tags, expiry) ->
                Optional.of(found(repository, tags, expiry, build.ownership(planned))));
  }

  private Found found(
      Repository repository,
      List<Tag> tags,
      Optional<PutLifecyclePolicyRequest> expiry,
      Ownership ownership) {
    CreateRepositoryRequest asItIs =
        CreateRepositoryRequest.builder()
            .repositoryName(repository.repositoryName())
            .imageTagMutability(repository.imageTagMutabilityAsString())
            .imageScanningConfiguration(repository.imageScanningConfiguration())
            .tags(tags)
            .build();
    List<AwsRequest> requests = new ArrayList<>(List.of(asItIs));
    expiry.ifPresent(requests::add);
    return Found.of(check(ownership, repository, tags), requests);
  }

  /** A policy of others counts only where the spec has one. */
  private Optional<PutLifecyclePolicyRequest> policy(
      CompiledResource planned, Repository repository) {
    boolean wanted =
        planned.requests().stream().anyMatch(PutLifecyclePolicyRequest.class::isInstance);
    return policy(repository.repositoryName())
        .filter(text -> wanted || LifecycleText.isOwn(text))
        .map(
            text ->
                PutLifecyclePolicyRequest.builder()
                    .repositoryName(repository.repositoryName())
                    .lifecyclePolicyText(text)
                    .build());
  }

  private Optional<String> policy(String name) {
    GetLifecyclePolicyRequest request =
        GetLifecyclePolicyRequest.builder().repositoryName(name).build();
    try {
      return Optional.of(
          session.calls().call(request, ecr()::getLifecyclePolicy).lifecyclePolicyText());
    } catch (LifecyclePolicyNotFoundException | RepositoryNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public CompletableFuture<Optional<AwsResource>> still(AwsResource known, Ownership ownership) {
    return session
        .waiter()
        .once(() -> read(known.awsName()).flatMap(repository -> owned(ownership, repository)));
  }

  @Override
  public CompletableFuture<AwsResource> create(CompiledResource planned, Build build) {
    CreateRepositoryRequest request = (CreateRepositoryRequest) planned.requests().get(0);
    List<AwsRequest> more = planned.requests().subList(1, planned.requests().size());
    return session
        .createOnce(
            this,
            planned,
            build,
            () -> {
              Repository made = session.calls().call(request, ecr()::createRepository).repository();
              put(made, build);
              return made.repositoryArn();
            })
        .thenCompose(made -> complete(planned, made, more, build));
  }

  @Override
  public CompletableFuture<AwsResource> complete(
      CompiledResource planned, AwsResource there, List<AwsRequest> missing, Build build) {
    return missing.isEmpty()
        ? CompletableFuture.completedFuture(there)
        : session
            .waiter()
            .call(
                Waits.CHANGED_AT_ONCE,
                () -> {
                  missing.forEach(this::send);
                  return there;
                });
  }

  @Override
  public CompletableFuture<AwsResource> update(
      CompiledResource planned, AwsResource there, List<AwsRequest> requests, Build build) {
    return session.changed(Waits.CHANGED_AT_ONCE, there, requests, this::send);
  }

  private void send(AwsRequest request) {
    if (request instanceof PutImageTagMutabilityRequest mutability) {
      session.calls().call(mutability, ecr()::putImageTagMutability);
    } else if (request instanceof PutImageScanningConfigurationRequest scanning) {
      session.calls().call(scanning, ecr()::putImageScanningConfiguration);
    } else if (request instanceof PutLifecyclePolicyRequest policy) {
      session.calls().call(policy, ecr()::putLifecyclePolicy);
    } else if (request instanceof DeleteLifecyclePolicyRequest policy) {
      withoutPolicy(policy);
    } else {
      session.calls().call((TagResourceRequest) request, ecr()::tagResource);
    }
  }

  private void withoutPolicy(DeleteLifecyclePolicyRequest request) {
    try {
      session.calls().call(request, ecr()::deleteLifecyclePolicy);
    } catch (LifecyclePolicyNotFoundException e) {
      // Somebody was faster; none is what was wanted.
      return;
    }
  }

  @Override
  public CompletableFuture<Void> delete(AwsResource resource) {
    DeleteRepositoryRequest request =
        DeleteRepositoryRequest.builder().repositoryName(resource.awsName()).force(true).build();
    return session
        .waiter()
        .once(
            () -> {
              delete(request);
              return resource;
            })
        .thenAccept(deleted -> {});
  }

  private void delete(DeleteRepositoryRequest request) {
    try {
      session.calls().call(request, ecr()::deleteRepository);
    } catch (RepositoryNotFoundException e) {
      // Somebody was faster; gone is what was wanted.
      return;
    }
  }

  private Optional<AwsResource> owned(Ownership ownership, Repository repository) {
    return check(ownership, repository, tags(repository));
  }

  private Optional<AwsResource> check(Ownership ownership, Repository repository, List<Tag> tags) {
    Map<String, String> byKey = tags.stream().collect(Collectors.toMap(Tag::key, Tag::value));
    return ownership.check(kind(), byKey, repository.repositoryName(), repository.repositoryArn());
  }

  /** None if the repository has just gone, so that it counts as nobody's. */
  private List<Tag> tags(Repository repository) {
    try {
      ListTagsForResourceRequest request =
          ListTagsForResourceRequest.builder().resourceArn(repository.repositoryArn()).build();
      return session.calls().call(request, ecr()::listTagsForResource).tags();
    } catch (RepositoryNotFoundException e) {
      return List.of();
    }
  }

  /** An endpoint that is not AWS's may have another host for its images. */
  private static void put(Repository repository, Build build) {
    build.put(
        build.plannedRegistry() + "/" + repository.repositoryName(), repository.repositoryUri());
  }

  private Optional<Repository> read(String name) {
    try {
      return describe(DescribeRepositoriesRequest.builder().repositoryNames(name).build()).stream()
          .findFirst();
    } catch (RepositoryNotFoundException e) {
      return Optional.empty();
    }
  }

  private List<Repository> describe(DescribeRepositoriesRequest first) {
    return session
        .calls()
        .pages(
            first,
            ecr()::describeRepositories,
            (request, page) ->
                page.nextToken() == null ? null : request.copy(b -> b.nextToken(page.nextToken())))
        .stream()
        .flatMap(page -> page.repositories().stream())
        .toList();
  }

  private EcrClient ecr() {
    return session.clients().ecr();
  }
}
