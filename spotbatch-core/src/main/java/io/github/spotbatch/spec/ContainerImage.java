package io.github.spotbatch.spec;

/**
 * The container image of a job: one that exists in a registry, or one that is built from what is on
 * this machine and pushed to the stack's repository.
 *
 * <p>A pure value: nothing is read or looked up until a stack is planned. Immutable and
 * thread-safe.
 */
public sealed interface ContainerImage permits RegistryImage, BuiltImage {
  /**
   * Names an image in a registry.
   *
   * @param reference what Docker pulls, for example {@code
   *     public.ecr.aws/docker/library/python:3.13} or {@code registry/repository@sha256:...}; at
   *     most 255 letters, digits and {@code -_:./#@}; a tag is resolved to its digest when the
   *     stack is planned, see {@link RegistryImage#digestPinned()}
   * @return the image
   * @throws InvalidSpecException if Batch would refuse the reference
   */
  static RegistryImage fromRegistry(String reference) {
    return RegistryImage.builder(reference).build();
  }

  /**
   * Packs a Java program as it runs here: the class path of its main class on a Java runtime.
   * {@link JavaImage} says what goes in, and {@link JavaImage#toBuilder()} changes it.
   *
   * @param mainClass a class with a {@code public static void main(String[])}
   * @return the image
   * @throws InvalidSpecException if the class cannot be started
   */
  static JavaImage javaMain(Class<?> mainClass) {
    return JavaImage.builder(mainClass).build();
  }

  /**
   * Starts an image of files of this machine, as a Dockerfile of {@code FROM}, {@code COPY}, {@code
   * WORKDIR}, {@code ENV} and {@code CMD} describes it.
   *
   * @param base what it is built on, such as {@code public.ecr.aws/docker/library/python:3.13-slim}
   * @return a builder with every option at its default
   * @throws InvalidSpecException if the base is no reference of an image
   */
  static FileImage.Builder builder(String base) {
    return builder(BaseImage.fromRegistry(base));
  }

  /**
   * Starts an image of files of this machine.
   *
   * @param base what it is built on
   * @return a builder with every option at its default
   */
  static FileImage.Builder builder(BaseImage base) {
    return ImmutableFileImage.builder().base(base);
  }
}
