package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageResponse;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** Takes images out of repositories: by a tag, which goes with its last one, or by a digest. */
final class ImageDeletions {

  private final World world;
  private final RepositoryCalls repositories;

  ImageDeletions(World world, RepositoryCalls repositories) {
    this.world = world;
    this.repositories = repositories;
  }

  BatchDeleteImageResponse delete(BatchDeleteImageRequest request) {
    Repository repository = repositories.find(request.registryId(), request.repositoryName());
    RepositoryCalls.namedOrPaged("imageIds", request.imageIds(), null, null);
    if (request.imageIds().isEmpty()) {
      throw EcrFaults.invalid("imageIds", "must have length greater than or equal to 1");
    }
    // An image is kept by an index that goes in the same call, too: whoever deletes all of a
    // repository at once needs a second call. Known from such failures, not from documentation.
    Set<Image> referred = new HashSet<>();
    repository.images().stream().filter(repository::isReferred).forEach(referred::add);
    List<ImageIdentifier> deleted = new ArrayList<>();
    List<ImageFailure> failures = new ArrayList<>();
    for (ImageIdentifier id : request.imageIds()) {
      Optional<ImageFailure> failure = delete(repository, id, referred, deleted);
      failure.ifPresent(failures::add);
    }
    return BatchDeleteImageResponse.builder().imageIds(deleted).failures(failures).build();
  }

  private Optional<ImageFailure> delete(
      Repository repository,
      ImageIdentifier id,
      Set<Image> referred,
      List<ImageIdentifier> deleted) {
    if (id.imageDigest() == null && id.imageTag() == null) {
      return failure(
          id,
          ImageFailureCode.MISSING_DIGEST_AND_TAG,
          "Invalid request parameters: both tag and digest cannot be null");
    }
    Optional<Image> found =
        id.imageTag() == null
            ? repository.byDigest(id.imageDigest())
            : repository.byTag(id.imageTag());
    if (found.isEmpty()) {
      return failure(id, ImageFailureCode.IMAGE_NOT_FOUND, "Requested image not found");
    }
    Image image = found.get();
    if (id.imageDigest() != null && !id.imageDigest().equals(image.digest())) {
      // The text is not known.
      return failure(
          id,
          ImageFailureCode.IMAGE_TAG_DOES_NOT_MATCH_DIGEST,
          "Requested tag does not match the digest");
    }
    boolean untagOnly = id.imageTag() != null && image.tags().size() > 1;
    if (!untagOnly && referred.contains(image)) {
      return failure(
          id,
          ImageFailureCode.IMAGE_REFERENCED_BY_MANIFEST_LIST,
          "Requested image referenced by manifest list");
    }
    if (untagOnly) {
      image.untag(id.imageTag(), world.now());
      deleted.add(
          ImageIdentifier.builder().imageDigest(image.digest()).imageTag(id.imageTag()).build());
    } else {
      repository.remove(image);
      deleted.addAll(ImageCalls.identifiers(image));
    }
    return Optional.empty();
  }

  private static Optional<ImageFailure> failure(
      ImageIdentifier id, ImageFailureCode code, String reason) {
    return Optional.of(
        ImageFailure.builder().imageId(id).failureCode(code).failureReason(reason).build());
  }
}
