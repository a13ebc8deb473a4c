package io.github.spotbatch.spec;

import java.util.Objects;

/**
 * The container image of a job.
 *
 * <p>A pure value: nothing is looked up until the job runs. Immutable and thread-safe.
 */
public sealed interface ContainerImage permits RegistryImage {
  /**
   * Names an image in a registry.
   *
   * @param reference what Docker pulls, for example {@code
   *     public.ecr.aws/docker/library/python:3.13} or, better since it never changes, {@code
   *     registry/repository@sha256:...}; at most 255 letters, digits and {@code -_:./#@}
   * @return the image
   * @throws InvalidSpecException if Batch would refuse the reference
   */
  static ContainerImage fromRegistry(String reference) {
    Objects.requireNonNull(reference, "reference");
    Problems problems = Problems.in("containerImage");
    problems.requireForm("reference", reference, Form.IMAGE);
    problems.throwIfAny();
    return new RegistryImage(reference);
  }

  /** {@return what Docker pulls} */
  String reference();
}
