package io.github.spotbatch.spec;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What an image is built on: its operating system and programs.
 *
 * <p>A pure value: nothing is looked up until a stack is planned. Immutable and thread-safe.
 */
public sealed interface BaseImage {
  /**
   * An image in a registry, which must be readable from here; that of the account's own ECR is
   * logged in to by itself.
   *
   * @param reference such as {@code public.ecr.aws/docker/library/python:3.13-slim}; a tag is
   *     resolved to its digest when the stack is planned
   * @return the base
   * @throws InvalidSpecException if it is no reference of an image
   */
  static BaseImage fromRegistry(String reference) {
    return new InRegistry(reference);
  }

  /**
   * An image in a file, as {@code docker save} writes it.
   *
   * @param tar the file
   * @return the base
   */
  static BaseImage fromTar(Path tar) {
    return new InFile(Objects.requireNonNull(tar, "tar"));
  }

  /**
   * Nothing: the image holds only what is put into it. Docker calls it scratch.
   *
   * @return the base
   */
  static BaseImage empty() {
    return new Empty();
  }

  /**
   * A base in a registry.
   *
   * @param reference where it is
   */
  record InRegistry(String reference) implements BaseImage {
    /**
     * Makes a base.
     *
     * @param reference where it is
     * @throws InvalidSpecException if it is no reference of an image
     */
    public InRegistry {
      ImageChecks.requireReference("baseImage", reference);
    }

    @Override
    public String toString() {
      return reference;
    }
  }

  /**
   * A base in a file.
   *
   * @param tar where it is
   */
  record InFile(Path tar) implements BaseImage {
    @Override
    public String toString() {
      return tar.toString();
    }
  }

  /** No base. */
  record Empty() implements BaseImage {
    @Override
    public String toString() {
      return "an empty base";
    }
  }
}
