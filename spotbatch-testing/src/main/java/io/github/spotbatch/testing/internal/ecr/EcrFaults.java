package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.Faults;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.model.EmptyUploadException;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageDigestDoesNotMatchException;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageTagAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.InvalidLayerException;
import software.amazon.awssdk.services.ecr.model.InvalidLayerPartException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.InvalidTagParameterException;
import software.amazon.awssdk.services.ecr.model.LayerAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.LayerPartTooSmallException;
import software.amazon.awssdk.services.ecr.model.LayersNotFoundException;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.ReferencedImagesNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotEmptyException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.TooManyTagsException;
import software.amazon.awssdk.services.ecr.model.UploadNotFoundException;

/** How ECR refuses. */
final class EcrFaults {

  private EcrFaults() {}

  static AwsServiceException repositoryExists(String name, String registry) {
    return of(
        RepositoryAlreadyExistsException.builder(),
        "RepositoryAlreadyExistsException",
        "The repository with name '%s' already exists in the registry with id '%s'",
        name,
        registry);
  }

  static AwsServiceException noRepository(String name, String registry) {
    return of(
        RepositoryNotFoundException.builder(),
        "RepositoryNotFoundException",
        "The repository with name '%s' does not exist in the registry with id '%s'",
        name,
        registry);
  }

  static AwsServiceException repositoryNotEmpty(String name, String registry) {
    return of(
        RepositoryNotEmptyException.builder(),
        "RepositoryNotEmptyException",
        "The repository with name '%s' in registry with id '%s' cannot be deleted because it still"
            + " contains images",
        name,
        registry);
  }

  static AwsServiceException noImage(
      @Nullable String digest, @Nullable String tag, String repository, String registry) {
    return of(
        ImageNotFoundException.builder(),
        "ImageNotFoundException",
        "The image with imageId {imageDigest:'%s', imageTag:'%s'} does not exist within the"
            + " repository with name '%s' in the registry with id '%s'",
        String.valueOf(digest),
        String.valueOf(tag),
        repository,
        registry);
  }

  static AwsServiceException imageExists(
      String digest, @Nullable String tag, String repository, String registry) {
    return of(
        ImageAlreadyExistsException.builder(),
        "ImageAlreadyExistsException",
        "Image with digest '%s' and tag '%s' already exists in the repository with name '%s' in"
            + " registry with id '%s'",
        digest,
        String.valueOf(tag),
        repository,
        registry);
  }

  static AwsServiceException tagExists(String tag, String repository) {
    return of(
        ImageTagAlreadyExistsException.builder(),
        "ImageTagAlreadyExistsException",
        "The image tag '%s' already exists in the '%s' repository and cannot be overwritten because"
            + " the repository is immutable.",
        tag,
        repository);
  }

  static AwsServiceException digestDiffers(String given) {
    return of(
        ImageDigestDoesNotMatchException.builder(),
        "ImageDigestDoesNotMatchException",
        "Image digest '%s' does not match calculated image digest",
        given);
  }

  /** What ECR says of all that it cannot read as a manifest, also of what is JSON. */
  static AwsServiceException noManifest() {
    return invalid("ImageManifest", "Invalid JSON syntax");
  }

  static AwsServiceException unsupportedManifest(String mediaType) {
    // The registry's sentence; that of PutImage is not known.
    return of(
        InvalidParameterException.builder(),
        "InvalidParameterException",
        "Unsupported manifest type: \"%s\"",
        mediaType);
  }

  static AwsServiceException noLayers(List<String> digests, String repository, String registry) {
    return of(
        LayersNotFoundException.builder(),
        "LayersNotFoundException",
        "Layers with digests '%s' required for pushing image into repository with name '%s' in the"
            + " registry with id '%s' do not exist",
        digests,
        repository,
        registry);
  }

  static AwsServiceException noChildren(List<String> digests, String repository, String registry) {
    return of(
        ReferencedImagesNotFoundException.builder(),
        "ReferencedImagesNotFoundException",
        "Images with digests '%s' required for pushing image into repository with name '%s' in the"
            + " registry with id '%s' do not exist",
        digests,
        repository,
        registry);
  }

  static AwsServiceException emptyUpload(String upload, String repository, String registry) {
    return of(
        EmptyUploadException.builder(),
        "EmptyUploadException",
        "The upload with id '%s' in the repository with name '%s' in registry with id '%s' cannot"
            + " be completed because it does not have any parts",
        upload,
        repository,
        registry);
  }

  static AwsServiceException noUpload(String upload, String repository, String registry) {
    // The text is not known.
    return of(
        UploadNotFoundException.builder(),
        "UploadNotFoundException",
        "The upload with id '%s' does not exist in the repository with name '%s' in the registry"
            + " with id '%s'",
        upload,
        repository,
        registry);
  }

  static AwsServiceException layerExists(String digest, String repository, String registry) {
    // The text is not known.
    return of(
        LayerAlreadyExistsException.builder(),
        "LayerAlreadyExistsException",
        "The layer with digest '%s' already exists in the repository with name '%s' in the"
            + " registry with id '%s'",
        digest,
        repository,
        registry);
  }

  static AwsServiceException invalidLayer(
      String actual, String given, String repository, String registry) {
    // The text is not known.
    return of(
        InvalidLayerException.builder(),
        "InvalidLayerException",
        "The layer with digest '%s' uploaded to the repository with name '%s' in the registry with"
            + " id '%s' does not match the digest '%s' that was given",
        actual,
        repository,
        registry,
        given);
  }

  static AwsServiceException invalidPart(LayerUpload upload, String repository, String registry) {
    // The text is not known.
    return of(
        InvalidLayerPartException.builder()
            .registryId(registry)
            .repositoryName(repository)
            .uploadId(upload.id())
            .lastValidByteReceived(upload.size() - 1),
        "InvalidLayerPartException",
        "The layer part does not follow the last byte %d received by the upload with id '%s'",
        upload.size() - 1,
        upload.id());
  }

  static AwsServiceException stillWriting(String upload, String repository, String registry) {
    // The text is not known.
    return of(
        InvalidLayerPartException.builder(),
        "InvalidLayerPartException",
        "The upload with id '%s' in the repository with name '%s' in registry with id '%s' is still"
            + " being written to",
        upload,
        repository,
        registry);
  }

  static AwsServiceException partTooSmall() {
    // The sentence of the documentation.
    return of(
        LayerPartTooSmallException.builder(),
        "LayerPartTooSmallException",
        "Layer parts must be at least 5 MiB in size.");
  }

  static AwsServiceException noLifecyclePolicy(String repository, String registry) {
    return of(
        LifecyclePolicyNotFoundException.builder(),
        "LifecyclePolicyNotFoundException",
        "Lifecycle policy does not exist for the repository with name '%s' in the registry with"
            + " id '%s'",
        repository,
        registry);
  }

  static AwsServiceException tooManyTags() {
    return of(
        TooManyTagsException.builder(),
        "TooManyTagsException",
        "The number of tags exceeds the limit of 50 for a repository");
  }

  static AwsServiceException invalidTag(String message) {
    return of(
        InvalidTagParameterException.builder(), "InvalidTagParameterException", "%s", message);
  }

  static AwsServiceException invalid(String parameter, String constraint) {
    return of(
        InvalidParameterException.builder(),
        "InvalidParameterException",
        "Invalid parameter at '%s' failed to satisfy constraint: '%s'",
        parameter,
        constraint);
  }

  private static AwsServiceException of(
      AwsServiceException.Builder type, String code, String text, Object... values) {
    return Faults.of(type, code, 400, String.format(Locale.ROOT, text, values));
  }
}
