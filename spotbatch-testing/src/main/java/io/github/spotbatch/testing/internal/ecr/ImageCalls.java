package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ListImagesRequest;
import software.amazon.awssdk.services.ecr.model.ListImagesResponse;
import software.amazon.awssdk.services.ecr.model.PutImageRequest;
import software.amazon.awssdk.services.ecr.model.PutImageResponse;
import software.amazon.awssdk.services.ecr.model.TagStatus;

/** ECR's operations on images. */
final class ImageCalls {

  private final EcrState state;
  private final RepositoryCalls repositories;
  private final ImagePush pushes;

  ImageCalls(World world, EcrState state, RepositoryCalls repositories) {
    this.state = state;
    this.repositories = repositories;
    this.pushes = new ImagePush(world, state);
  }

  PutImageResponse put(PutImageRequest request) {
    Repository repository = repositories.find(request.registryId(), request.repositoryName());
    String text = request.imageManifest() == null ? "" : request.imageManifest();
    Manifest manifest = pushes.read(text, request.imageManifestMediaType());
    String digest = Digests.of(text);
    if (request.imageDigest() != null && !request.imageDigest().equals(digest)) {
      throw EcrFaults.digestDiffers(request.imageDigest());
    }
    refuseTaken(repository, digest, request.imageTag());
    Image image = pushes.store(repository, text, manifest, request.imageTag());
    return PutImageResponse.builder().image(shape(repository, image, request.imageTag())).build();
  }

  BatchGetImageResponse batchGet(BatchGetImageRequest request) {
    Parameters.only(request, "registryId", "repositoryName", "imageIds", "acceptedMediaTypes");
    Repository repository = repositories.find(request.registryId(), request.repositoryName());
    RepositoryCalls.namedOrPaged("imageIds", request.imageIds(), null, null);
    if (request.imageIds().isEmpty()) {
      throw EcrFaults.invalid("imageIds", "must have length greater than or equal to 1");
    }
    List<software.amazon.awssdk.services.ecr.model.Image> images = new ArrayList<>();
    List<ImageFailure> failures = new ArrayList<>();
    for (ImageIdentifier id : request.imageIds()) {
      find(repository, id)
          .ifPresentOrElse(
              image -> {
                refuseOtherTypes(request, image);
                images.add(shape(repository, image, id.imageTag()));
              },
              () -> failures.add(failure(id)));
    }
    return BatchGetImageResponse.builder().images(images).failures(failures).build();
  }

  ListImagesResponse list(ListImagesRequest request) {
    Repository repository = repositories.find(request.registryId(), request.repositoryName());
    refuseOtherFilters(request, request.filter());
    TagStatus status = request.filter() == null ? null : request.filter().tagStatus();
    List<ImageIdentifier> ids =
        ofStatus(repository.images(), status).stream()
            .flatMap(image -> identifiers(image).stream())
            .toList();
    Page<ImageIdentifier> page =
        RepositoryCalls.page(
            ids,
            id -> id.imageDigest() + " " + (id.imageTag() == null ? "" : id.imageTag()),
            request.nextToken(),
            request.maxResults());
    return ListImagesResponse.builder().imageIds(page.items()).nextToken(page.nextToken()).build();
  }

  DescribeImagesResponse describe(DescribeImagesRequest request) {
    Repository repository = repositories.find(request.registryId(), request.repositoryName());
    RepositoryCalls.namedOrPaged(
        "imageIds", request.imageIds(), request.nextToken(), request.maxResults());
    refuseOtherFilters(request, request.filter());
    TagStatus status = request.filter() == null ? null : request.filter().tagStatus();
    List<Image> images =
        request.imageIds().isEmpty()
            ? ofStatus(repository.images(), status)
            : request.imageIds().stream().map(id -> required(repository, id)).distinct().toList();
    Page<Image> page =
        RepositoryCalls.page(images, Image::digest, request.nextToken(), request.maxResults());
    return DescribeImagesResponse.builder()
        .imageDetails(page.items().stream().map(image -> detail(repository, image)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** Newer versions of the SDK have more to filter by. */
  private static void refuseOtherFilters(AwsRequest request, @Nullable SdkPojo filter) {
    if (filter == null) {
      return;
    }
    for (SdkField<?> field : filter.sdkFields()) {
      if (!field.memberName().equals("tagStatus") && field.getValueOrDefault(filter) != null) {
        throw Parameters.unsupported(request, "filter", field.memberName());
      }
    }
  }

  /** ECR makes another type of some manifests for those who take no other; the fake does not. */
  private static void refuseOtherTypes(BatchGetImageRequest request, Image image) {
    List<String> accepted = request.acceptedMediaTypes();
    if (!accepted.isEmpty() && !accepted.contains(image.mediaType())) {
      throw Parameters.unsupported(
          request, "acceptedMediaTypes", accepted + " for an image of type " + image.mediaType());
    }
  }

  private void refuseTaken(Repository repository, String digest, @Nullable String tag) {
    Optional<Image> same = repository.byDigest(digest);
    if (same.isPresent() && (tag == null || same.get().tags().contains(tag))) {
      throw EcrFaults.imageExists(digest, tag, repository.name(), state.registryId());
    }
  }

  private Image required(Repository repository, ImageIdentifier id) {
    return find(repository, id)
        .orElseThrow(
            () ->
                EcrFaults.noImage(
                    id.imageDigest(), id.imageTag(), repository.name(), state.registryId()));
  }

  private static Optional<Image> find(Repository repository, ImageIdentifier id) {
    if (id.imageDigest() == null) {
      return Optional.ofNullable(id.imageTag()).flatMap(repository::byTag);
    }
    return repository
        .byDigest(id.imageDigest())
        .filter(image -> id.imageTag() == null || image.tags().contains(id.imageTag()));
  }

  private static List<Image> ofStatus(Collection<Image> images, @Nullable TagStatus status) {
    return images.stream()
        .filter(image -> status != TagStatus.TAGGED || !image.tags().isEmpty())
        .filter(image -> status != TagStatus.UNTAGGED || image.tags().isEmpty())
        .toList();
  }

  /** How an image is listed: once for each of its tags. */
  static List<ImageIdentifier> identifiers(Image image) {
    ImageIdentifier untagged = ImageIdentifier.builder().imageDigest(image.digest()).build();
    return image.tags().isEmpty()
        ? List.of(untagged)
        : image.tags().stream().map(tag -> untagged.toBuilder().imageTag(tag).build()).toList();
  }

  private static ImageFailure failure(ImageIdentifier id) {
    return ImageFailure.builder()
        .imageId(id)
        .failureCode(ImageFailureCode.IMAGE_NOT_FOUND)
        .failureReason("Requested image not found")
        .build();
  }

  private software.amazon.awssdk.services.ecr.model.Image shape(
      Repository repository, Image image, @Nullable String tag) {
    return software.amazon.awssdk.services.ecr.model.Image.builder()
        .registryId(state.registryId())
        .repositoryName(repository.name())
        .imageId(ImageIdentifier.builder().imageDigest(image.digest()).imageTag(tag).build())
        .imageManifest(image.text())
        .imageManifestMediaType(image.mediaType())
        .build();
  }

  private ImageDetail detail(Repository repository, Image image) {
    return ImageDetail.builder()
        .registryId(state.registryId())
        .repositoryName(repository.name())
        .imageDigest(image.digest())
        .imageTags(image.tags())
        .imageSizeInBytes(size(repository, image))
        .imagePushedAt(image.pushedAt())
        .imageManifestMediaType(image.mediaType())
        .artifactMediaType(artifactType(image.manifest()))
        .lastRecordedPullTime(image.pulledAt().orElse(null))
        .build();
  }

  /** An index is as large as the largest that it lists. Whether configurations count is unknown. */
  private static long size(Repository repository, Image image) {
    return image.manifest().isIndex()
        ? image.manifest().children().stream()
            .flatMap(child -> repository.byDigest(child.digest()).stream())
            .mapToLong(child -> size(repository, child))
            .max()
            .orElse(0)
        : image.manifest().size();
  }

  private static @Nullable String artifactType(Manifest manifest) {
    Manifest.@Nullable Descriptor config = manifest.config();
    return manifest.artifactType() == null && config != null
        ? config.mediaType()
        : manifest.artifactType();
  }
}
