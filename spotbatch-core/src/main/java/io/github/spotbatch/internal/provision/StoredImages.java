package io.github.spotbatch.internal.provision;

import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.image.ResolvedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** The images in a stack's repositories. */
final class StoredImages {

  /** How many BatchGetImage takes. */
  private static final int AT_ONCE = 100;

  private static final Set<String> INDEXES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");

  /** For as long whoever has pushed an image may still be about to register its definition. */
  private static final Duration YOUNG = Duration.ofDays(1);

  private final Session session;

  StoredImages(Session session) {
    this.session = session;
  }

  /**
   * Those of some age that have no tag but the one of their content, which are the stack's own, and
   * that nothing wanted refers to. What is part of an index stays.
   */
  List<AwsResource> trimmable(List<PlannedStep> steps) {
    Pins wanted =
        new Pins(
            Set.of(),
            steps.stream()
                .filter(step -> step.resource().kind() == ResourceKind.JOB_DEFINITION)
                .flatMap(step -> step.resource().requests().stream())
                .map(Object::toString)
                .toList());
    List<AwsResource> images = new ArrayList<>();
    for (PlannedStep step : steps) {
      AwsResource repository = step.there();
      if (repository != null
          && repository.kind() == ResourceKind.REPOSITORY
          && step.type() != Type.DELETE) {
        images.addAll(trimmable(repository, wanted));
      }
    }
    return images;
  }

  private List<AwsResource> trimmable(AwsResource repository, Pins wanted) {
    List<ImageDetail> all = describe(repository.awsName());
    List<AwsResource> own =
        all.stream()
            .filter(image -> !isIndex(image) && !isYoung(image))
            .filter(
                image -> image.imageTags().equals(List.of(ResolvedImage.tag(image.imageDigest()))))
            .map(image -> resource(repository, image))
            .filter(image -> !wanted.pins(image))
            .toList();
    List<ImageDetail> indexes = all.stream().filter(StoredImages::isIndex).toList();
    if (own.isEmpty() || indexes.isEmpty()) {
      return own;
    }
    Pins listing = new Pins(Set.of(), manifests(repository.awsName(), indexes));
    return own.stream().filter(image -> !listing.pins(image)).toList();
  }

  /** What does not say what it is may be one, and stays. */
  private static boolean isIndex(ImageDetail image) {
    String type = image.imageManifestMediaType();
    return type == null || INDEXES.contains(type);
  }

  private boolean isYoung(ImageDetail image) {
    return image.imagePushedAt() == null
        || session.now().isBefore(image.imagePushedAt().plus(YOUNG));
  }

  private static AwsResource resource(AwsResource repository, ImageDetail image) {
    return new AwsResource(
        ResourceKind.IMAGE,
        repository.stack(),
        repository.name(),
        repository.awsName() + ":" + image.imageTags().get(0),
        image.imageDigest());
  }

  private List<ImageDetail> describe(String repository) {
    try {
      return session
          .calls()
          .pages(
              DescribeImagesRequest.builder().repositoryName(repository).build(),
              ecr()::describeImages,
              (last, page) ->
                  page.nextToken() == null ? null : last.copy(b -> b.nextToken(page.nextToken())))
          .stream()
          .flatMap(page -> page.imageDetails().stream())
          .toList();
    } catch (RepositoryNotFoundException e) {
      return List.of();
    }
  }

  private List<String> manifests(String repository, List<ImageDetail> images) {
    List<String> manifests = new ArrayList<>();
    for (int from = 0; from < images.size(); from += AT_ONCE) {
      List<ImageIdentifier> some =
          images.subList(from, Math.min(images.size(), from + AT_ONCE)).stream()
              .map(image -> ImageIdentifier.builder().imageDigest(image.imageDigest()).build())
              .collect(Collectors.toList());
      BatchGetImageRequest request =
          BatchGetImageRequest.builder().repositoryName(repository).imageIds(some).build();
      session
          .calls()
          .call(request, ecr()::batchGetImage)
          .images()
          .forEach(image -> manifests.add(image.imageManifest()));
    }
    return manifests;
  }

  private EcrClient ecr() {
    return session.clients().ecr();
  }
}
