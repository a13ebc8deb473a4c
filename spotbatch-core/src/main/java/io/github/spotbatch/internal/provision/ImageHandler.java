package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.EcrLogins;
import io.github.spotbatch.internal.compile.CompiledImage;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** Images in the stack's repositories; they come by being pushed and go with the repository. */
final class ImageHandler implements ResourceHandler {

  private final Session session;

  ImageHandler(Session session) {
    this.session = session;
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.IMAGE;
  }

  @Override
  public CompletableFuture<List<Owned>> owned(Ownership ownership) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletableFuture<Optional<Found>> find(CompiledResource planned, Build build) {
    return session.waiter().once(() -> look(planned, build));
  }

  /**
   * Whose it is depends on its repository alone, which is looked at beside it. Without the tag of
   * its content it could go at any time.
   */
  private Optional<Found> look(CompiledResource planned, Build build) {
    CompiledImage image = build.image(planned);
    if (!image.owned()) {
      new RepositoryHandler(session).locate(image.repository(), build);
    }
    BatchGetImageRequest request =
        BatchGetImageRequest.builder()
            .repositoryName(image.repository())
            .imageIds(
                id ->
                    id.imageDigest(image.resolved().digest().orElseThrow())
                        .imageTag(image.resolved().tag()))
            .build();
    try {
      return session.calls().call(request, session.clients().ecr()::batchGetImage).images().stream()
          .findFirst()
          .map(pushed -> Found.of(Optional.of(resource(planned, image, build)), List.of()));
    } catch (RepositoryNotFoundException e) {
      return Optional.empty();
    }
  }

  /** No image is owned by itself; whether one is to go is another question, see {@link Trims}. */
  @Override
  public CompletableFuture<Optional<AwsResource>> still(AwsResource known, Ownership ownership) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public CompletableFuture<AwsResource> create(CompiledResource planned, Build build) {
    CompiledImage image = build.image(planned);
    if (image.resolved().layout().isEmpty()) {
      return session
          .waiter()
          .once(
              () -> {
                new DigestTag(session, image).put();
                return resource(planned, image, build);
              });
    }
    EcrLogins logins = session.logins(build.plannedRegistry());
    return session
        .waiter()
        .call(
            Waits.IMAGE_PUSHED,
            () -> {
              boolean pushed = session.longWork().run(() -> push(planned, image, logins));
              if (!pushed) {
                new DigestTag(session, image).put();
              }
              return pushed;
            })
        .thenApply(
            pushed -> {
              AwsResource made = resource(planned, image, build);
              return pushed ? session.created(made) : made;
            });
  }

  private static AwsResource resource(CompiledResource planned, CompiledImage image, Build build) {
    return Session.resource(planned, build, image.resolved().digest().orElseThrow());
  }

  /** With a login of its own each time, so that one that has run out is no obstacle. */
  private boolean push(CompiledResource planned, CompiledImage image, EcrLogins logins) {
    return session
        .images()
        .push(
            image.resolved(),
            logins.own(),
            image.repository(),
            logins,
            state ->
                session
                    .progress()
                    .pushing(planned.kind(), planned.name(), planned.awsName(), state));
  }

  /** By its tag: whoever has given it another one meanwhile keeps it. */
  @Override
  public CompletableFuture<Void> delete(AwsResource resource) {
    int colon = resource.awsName().lastIndexOf(':');
    BatchDeleteImageRequest request =
        BatchDeleteImageRequest.builder()
            .repositoryName(resource.awsName().substring(0, colon))
            .imageIds(id -> id.imageTag(resource.awsName().substring(colon + 1)))
            .build();
    return session
        .waiter()
        .once(() -> session.calls().call(request, session.clients().ecr()::batchDeleteImage))
        .thenAccept(
            answer ->
                answer.failures().stream()
                    .filter(it -> it.failureCode() != ImageFailureCode.IMAGE_NOT_FOUND)
                    .findFirst()
                    .ifPresent(
                        failure -> {
                          throw new SpotBatchException("ECR keeps it: " + failure.failureReason());
                        }));
  }
}
