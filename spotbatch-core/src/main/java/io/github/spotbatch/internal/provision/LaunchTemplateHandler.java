package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.LaunchTemplates;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;

/**
 * EC2 launch templates. Versions are told apart by their descriptions, which follow from their
 * content, so that neither those of others nor how many there are makes a difference.
 */
final class LaunchTemplateHandler implements ResourceHandler {

  private final Session session;

  LaunchTemplateHandler(Session session) {
    this.session = session;
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.LAUNCH_TEMPLATE;
  }

  @Override
  public CompletableFuture<List<Owned>> owned(Ownership ownership) {
    return session.waiter().once(() -> tagged(ownership));
  }

  @Override
  public CompletableFuture<Optional<AwsResource>> still(AwsResource known, Ownership ownership) {
    return session
        .waiter()
        .once(
            () ->
                describe(Ec2Tags.filter("launch-template-name", known.awsName())).stream()
                    .findFirst()
                    .flatMap(template -> check(ownership, template)));
  }

  private List<Owned> tagged(Ownership ownership) {
    return describe(Ec2Tags.filter(ownership)).stream()
        .flatMap(template -> check(ownership, template).stream())
        .map(template -> new Owned(template, false))
        .toList();
  }

  private Optional<AwsResource> check(Ownership ownership, LaunchTemplate template) {
    Map<String, String> tags = Ec2Tags.map(template.tags());
    return ownership.check(
        kind(), tags, template.launchTemplateName(), template.launchTemplateId());
  }

  @Override
  public CompletableFuture<Optional<Found>> find(CompiledResource planned, Build build) {
    return look(() -> describe(Ec2Tags.filter("launch-template-name", planned.awsName())))
        .thenCompose(
            named ->
                Futures.ifPresent(
                    named.stream().findFirst(), template -> found(template, planned, build)));
  }

  private <T> CompletableFuture<T> look(Supplier<T> read) {
    return session.waiter().once(read);
  }

  private CompletableFuture<Optional<Found>> found(
      LaunchTemplate template, CompiledResource planned, Build build) {
    Optional<AwsResource> owned = check(build.ownership(planned), template);
    return look(() -> versions(template))
        .thenApply(
            versions ->
                versions.isEmpty()
                    ? Optional.<Found>empty()
                    : Optional.of(
                        Found.of(owned, List.of(asItIs(template, versions, planned, build)))));
  }

  /** By the newest version that is as wanted, or else by the newest. */
  private static AwsRequest asItIs(
      LaunchTemplate template,
      List<LaunchTemplateVersion> versions,
      CompiledResource planned,
      Build build) {
    List<LaunchTemplateVersion> newestFirst =
        versions.stream()
            .sorted(Comparator.comparing(LaunchTemplateVersion::versionNumber).reversed())
            .toList();
    String wanted = request(planned).versionDescription();
    Optional<LaunchTemplateVersion> fitting =
        newestFirst.stream().filter(it -> wanted.equals(it.versionDescription())).findFirst();
    fitting.ifPresent(version -> put(planned, version.versionNumber(), build));
    LaunchTemplateVersion shown = fitting.orElseGet(() -> newestFirst.get(0));
    return CreateLaunchTemplateRequest.builder()
        .clientToken(LaunchTemplates.TOKEN)
        .launchTemplateName(template.launchTemplateName())
        .versionDescription(shown.versionDescription())
        .launchTemplateData(
            fitting.isPresent() ? request(planned).launchTemplateData() : TemplateContent.of(shown))
        .tagSpecifications(t -> t.resourceType("launch-template").tags(template.tags()))
        .build();
  }

  private static CreateLaunchTemplateRequest request(CompiledResource planned) {
    return (CreateLaunchTemplateRequest) planned.requests().get(0);
  }

  private static void put(CompiledResource planned, long version, Build build) {
    build.put(LaunchTemplates.version(planned.awsName()), Long.toString(version));
  }

  @Override
  public CompletableFuture<AwsResource> create(CompiledResource planned, Build build) {
    return session
        .createOnce(
            this,
            planned,
            build,
            () -> {
              LaunchTemplate made =
                  session
                      .calls()
                      .call(
                          // The SDK draws one.
                          request(planned).copy(r -> r.clientToken(null)),
                          ec2()::createLaunchTemplate)
                      .launchTemplate();
              put(planned, made.latestVersionNumber(), build);
              return made.launchTemplateId();
            })
        .thenApply(made -> requireVersion(made, planned, build));
  }

  /** Another apply may have been faster, and have had something else in mind. */
  private static AwsResource requireVersion(
      AwsResource made, CompiledResource planned, Build build) {
    String version = LaunchTemplates.version(planned.awsName());
    if (build.resolve(version).equals(version)) {
      throw new SpotBatchException(
          made + " was made meanwhile, for other instances than planned: plan again");
    }
    return made;
  }

  @Override
  public CompletableFuture<AwsResource> update(
      CompiledResource planned, AwsResource there, List<AwsRequest> requests, Build build) {
    return session.changed(
        Waits.CHANGED_AT_ONCE, there, requests, request -> send(request, planned, build));
  }

  private void send(AwsRequest request, CompiledResource planned, Build build) {
    if (request instanceof CreateLaunchTemplateVersionRequest version) {
      LaunchTemplateVersion made =
          session.calls().call(version, ec2()::createLaunchTemplateVersion).launchTemplateVersion();
      put(planned, made.versionNumber(), build);
    } else {
      session.calls().call((CreateTagsRequest) request, ec2()::createTags);
    }
  }

  @Override
  public CompletableFuture<Void> delete(AwsResource resource) {
    DeleteLaunchTemplateRequest request =
        DeleteLaunchTemplateRequest.builder().launchTemplateId(resource.id()).build();
    return session
        .waiter()
        .once(
            () -> {
              AwsErrors.gone(() -> session.calls().call(request, ec2()::deleteLaunchTemplate));
              return resource;
            })
        .thenAccept(deleted -> {});
  }

  private List<LaunchTemplate> describe(Filter filter) {
    DescribeLaunchTemplatesRequest first =
        DescribeLaunchTemplatesRequest.builder().filters(filter).build();
    return session
        .calls()
        .pages(
            first,
            ec2()::describeLaunchTemplates,
            (request, page) ->
                page.nextToken() == null ? null : request.copy(b -> b.nextToken(page.nextToken())))
        .stream()
        .flatMap(page -> page.launchTemplates().stream())
        .toList();
  }

  private List<LaunchTemplateVersion> versions(LaunchTemplate template) {
    DescribeLaunchTemplateVersionsRequest first =
        DescribeLaunchTemplateVersionsRequest.builder()
            .launchTemplateId(template.launchTemplateId())
            .build();
    return session
        .calls()
        .pages(
            first,
            ec2()::describeLaunchTemplateVersions,
            (request, page) ->
                page.nextToken() == null ? null : request.copy(b -> b.nextToken(page.nextToken())))
        .stream()
        .flatMap(page -> page.launchTemplateVersions().stream())
        .toList();
  }

  private Ec2Client ec2() {
    return session.clients().ec2();
  }
}
