package io.github.spotbatch.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * An image of a Java program: the class path that its main class is loaded from, on a Java runtime.
 *
 * <p>It has a layer for jars, one for resources and one for classes, so that a change of the
 * program sends little. Directories of tests stay out. Java is the container's first process and
 * gets its signals; its heap follows the memory of the container. The command of a job definition
 * or of a job is what the program gets as arguments.
 *
 * <p>A program in nested jars (such as an executable Spring Boot jar) or in Java modules is refused
 * when the stack is planned: run it from its class path. Immutable and thread-safe.
 */
@Value.Immutable
public sealed interface JavaImage extends BuiltImage permits ImmutableJavaImage {
  /**
   * Starts an image of a Java program.
   *
   * @param mainClass a class with a {@code public static void main(String[])}
   * @return a builder with every option at its default
   */
  static Builder builder(Class<?> mainClass) {
    return ImmutableJavaImage.builder().mainClass(mainClass);
  }

  /** {@return the class whose {@code main} is run} */
  Class<?> mainClass();

  /**
   * {@return what it is built on; default {@code public.ecr.aws/docker/library/eclipse-temurin} in
   * the version of Java that the classes need (the main class and one of each package are looked
   * at), rounded up to one with long-term support, for example {@code :17-jre}}
   */
  @Override
  Optional<BaseImage> base();

  /**
   * {@return the jars and directories of the class path, in order, with what the jars' manifests
   * point to; default empty: those that the main class was loaded from}
   */
  List<Path> classPath();

  /**
   * {@return how much of the container's memory the heap may have, in percent, from 1 to 100;
   * default 75; Java's own default is 25}
   */
  @Value.Default
  default int heapPercentage() {
    return 75;
  }

  /** {@return options of the JVM, such as {@code -Xss2m}; default none} */
  List<String> jvmOptions();

  /** {@return what the program gets as arguments where a job has no command; default none} */
  List<String> arguments();

  /**
   * {@return whether directories of tests go in, such as {@code target/test-classes}; default
   * false}
   */
  @Value.Default
  default boolean testClassesIncluded() {
    return false;
  }

  /** {@return a builder that holds this image's values} */
  default Builder toBuilder() {
    return ImmutableJavaImage.builder().from(this);
  }

  /** Builds a {@link JavaImage}. Not thread-safe. */
  abstract class Builder extends BuiltImageBuilder<Builder> {
    Builder() {}

    /**
     * Sets the class path.
     *
     * @param entries jars and directories, in order
     * @return this builder
     * @see JavaImage#classPath()
     */
    public Builder classPath(Path... entries) {
      return classPath(List.of(entries));
    }

    /**
     * Sets the class path.
     *
     * @param entries jars and directories, in order
     * @return this builder
     * @see JavaImage#classPath()
     */
    public Builder classPath(List<? extends Path> entries) {
      return classPath((Iterable<? extends Path>) entries);
    }

    /** Not public: a path is itself a sequence of paths, and one alone would be taken apart. */
    abstract Builder classPath(Iterable<? extends Path> entries);

    /**
     * Sets how much of the container's memory the heap may have.
     *
     * @param percentage from 1 to 100; default 75
     * @return this builder
     * @see JavaImage#heapPercentage()
     */
    public abstract Builder heapPercentage(int percentage);

    /**
     * Sets options of the JVM.
     *
     * @param options such as {@code -Xss2m}
     * @return this builder
     * @see JavaImage#jvmOptions()
     */
    public Builder jvmOptions(String... options) {
      return jvmOptions(List.of(options));
    }

    /**
     * Sets options of the JVM.
     *
     * @param options such as {@code -Xss2m}
     * @return this builder
     * @see JavaImage#jvmOptions()
     */
    public abstract Builder jvmOptions(Iterable<String> options);

    /**
     * Sets what the program gets as arguments where a job has no command.
     *
     * @param arguments each by itself
     * @return this builder
     * @see JavaImage#arguments()
     */
    public Builder arguments(String... arguments) {
      return arguments(List.of(arguments));
    }

    /**
     * Sets what the program gets as arguments where a job has no command.
     *
     * @param arguments each by itself
     * @return this builder
     * @see JavaImage#arguments()
     */
    public abstract Builder arguments(Iterable<String> arguments);

    /**
     * Sets whether directories of tests go in.
     *
     * @param included default false
     * @return this builder
     * @see JavaImage#testClassesIncluded()
     */
    public abstract Builder testClassesIncluded(boolean included);

    /**
     * Makes the image.
     *
     * @return the image
     * @throws InvalidSpecException if it could not be run; lists every problem
     */
    public JavaImage build() {
      JavaImage image = create();
      ImageChecks.check(image);
      return image;
    }

    abstract JavaImage create();
  }
}
