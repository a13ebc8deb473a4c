package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.DeregisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsRequest;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionResponse;

/** Active revisions of Batch job definitions; each is a resource of its own. */
final class JobDefinitionHandler implements ResourceHandler {

  private static final String ACTIVE = "ACTIVE";

  private final Session session;

  JobDefinitionHandler(Session session) {
    this.session = session;
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.JOB_DEFINITION;
  }

  @Override
  public List<AwsResource> owned(Ownership ownership) {
    return describe(DescribeJobDefinitionsRequest.builder().status(ACTIVE).build()).stream()
        .flatMap(
            definition ->
                ownership
                    .check(
                        kind(),
                        definition.tags(),
                        definition.jobDefinitionName() + ":" + definition.revision(),
                        definition.jobDefinitionArn())
                    .stream())
        .toList();
  }

  @Override
  public boolean taken(CompiledResource planned) {
    return !describe(
            DescribeJobDefinitionsRequest.builder()
                .jobDefinitionName(planned.awsName())
                .status(ACTIVE)
                .build())
        .isEmpty();
  }

  @Override
  public CompletableFuture<AwsResource> create(CompiledResource planned, Build build) {
    RegisterJobDefinitionRequest request =
        resolved((RegisterJobDefinitionRequest) planned.requests().get(0), build);
    return session
        .waiter()
        .once(() -> session.calls().call(request, batch()::registerJobDefinition))
        .thenApply(response -> session.created(revision(planned, build, response)));
  }

  @Override
  public CompletableFuture<Void> delete(AwsResource resource) {
    DeregisterJobDefinitionRequest request =
        DeregisterJobDefinitionRequest.builder().jobDefinition(resource.id()).build();
    return session
        .waiter()
        .once(() -> session.calls().call(request, batch()::deregisterJobDefinition))
        .thenAccept(response -> {});
  }

  /** The image under the name that its repository really has. */
  private static RegisterJobDefinitionRequest resolved(
      RegisterJobDefinitionRequest request, Build build) {
    String image = request.containerProperties().image();
    String repository = image.replaceFirst("@.*", "");
    String actual = build.resolve(repository) + image.substring(repository.length());
    return request.copy(
        r -> r.containerProperties(request.containerProperties().copy(c -> c.image(actual))));
  }

  private AwsResource revision(
      CompiledResource planned, Build build, RegisterJobDefinitionResponse response) {
    return new AwsResource(
        kind(),
        build.names().stack(),
        planned.name(),
        planned.awsName() + ":" + response.revision(),
        response.jobDefinitionArn());
  }

  private List<JobDefinition> describe(DescribeJobDefinitionsRequest first) {
    return session
        .calls()
        .pages(
            first,
            batch()::describeJobDefinitions,
            (request, page) ->
                page.nextToken() == null ? null : request.copy(b -> b.nextToken(page.nextToken())))
        .stream()
        .flatMap(page -> page.jobDefinitions().stream())
        .toList();
  }

  private BatchClient batch() {
    return session.clients().batch();
  }
}
