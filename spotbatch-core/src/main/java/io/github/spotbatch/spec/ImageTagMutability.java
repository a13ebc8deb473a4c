package io.github.spotbatch.spec;

/**
 * Whether an image tag can be moved to another image.
 *
 * <p>Source: Amazon ECR API reference, CreateRepository.
 */
public enum ImageTagMutability {
  /** A tag can be moved. */
  MUTABLE,
  /** A tag stays with its image for ever. */
  IMMUTABLE
}
