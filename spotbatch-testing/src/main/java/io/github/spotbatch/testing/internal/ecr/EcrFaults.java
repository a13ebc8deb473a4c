package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.Faults;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageDigestDoesNotMatchException;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageTagAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.InvalidTagParameterException;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotEmptyException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.TooManyTagsException;

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
