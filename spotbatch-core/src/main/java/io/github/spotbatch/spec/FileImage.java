package io.github.spotbatch.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * An image of files of this machine on a base, with a command: what a simple Dockerfile says.
 *
 * <p>Nothing is run while it is built; a program that has to be installed belongs into the base.
 * Immutable and thread-safe.
 */
@Value.Immutable
public sealed interface FileImage extends BuiltImage permits ImmutableFileImage {
  /** {@return what is copied into it, in order; what comes later lies over what came before} */
  List<FileCopy> copies();

  /** {@return the directory in which the command starts; default that of the base} */
  Optional<String> workingDirectory();

  /**
   * {@return the program that is always run, with its first arguments; default none, the base's own
   * unless there is a command; a job's command is appended to it; Docker: ENTRYPOINT}
   */
  List<String> entryPoint();

  /**
   * {@return what is run where a job has no command; default that of the base; a job's command
   * takes its place, all of it; Docker: CMD}
   */
  List<String> command();

  /** {@return the user that the command runs as; default that of the base} */
  Optional<String> user();

  /** {@return a builder that holds this image's values} */
  default Builder toBuilder() {
    return ImmutableFileImage.builder().from(this);
  }

  /** Builds a {@link FileImage}. Not thread-safe. */
  abstract class Builder extends BuiltImageBuilder<Builder> {
    Builder() {}

    /**
     * Copies a file, or what is in a directory.
     *
     * @param from a file or directory of this machine, absolute or below the current directory
     * @param to where it goes: a path in the image, absolute or below the working directory; one
     *     that ends with {@code /} is the directory that the file goes into, {@code .} the working
     *     directory
     * @return this builder
     * @see FileImage#copies()
     */
    public Builder copy(Path from, String to) {
      return addCopy(new FileCopy(from, to));
    }

    /**
     * Copies a file, or what is in a directory.
     *
     * @param from a file or directory of this machine, absolute or below the current directory
     * @param to where it goes, as in {@link #copy(Path, String)}
     * @return this builder
     * @see FileImage#copies()
     */
    public Builder copy(String from, String to) {
      return copy(Path.of(from), to);
    }

    abstract Builder addCopy(FileCopy copy);

    abstract Builder copies(Iterable<? extends FileCopy> copies);

    /**
     * Sets the directory in which the command starts.
     *
     * @param directory an absolute path in the image; made if it is not there
     * @return this builder
     * @see FileImage#workingDirectory()
     */
    public abstract Builder workingDirectory(String directory);

    /**
     * Sets the program that is always run.
     *
     * @param words the program and each argument by itself; no shell takes them apart
     * @return this builder
     * @see FileImage#entryPoint()
     */
    public Builder entryPoint(String... words) {
      return entryPoint(List.of(words));
    }

    /**
     * Sets the program that is always run.
     *
     * @param words the program and each argument by itself; no shell takes them apart
     * @return this builder
     * @see FileImage#entryPoint()
     */
    public abstract Builder entryPoint(Iterable<String> words);

    /**
     * Sets what is run where a job has no command.
     *
     * @param words the program and each argument by itself; no shell takes them apart
     * @return this builder
     * @see FileImage#command()
     */
    public Builder command(String... words) {
      return command(List.of(words));
    }

    /**
     * Sets what is run where a job has no command.
     *
     * @param words the program and each argument by itself; no shell takes them apart
     * @return this builder
     * @see FileImage#command()
     */
    public abstract Builder command(Iterable<String> words);

    /**
     * Sets the user that the command runs as.
     *
     * @param user a user name or id, optionally with a group after {@code :}
     * @return this builder
     * @see FileImage#user()
     */
    public abstract Builder user(String user);

    /**
     * Makes the image.
     *
     * @return the image
     * @throws InvalidSpecException if it could not be built; lists every problem
     */
    public FileImage build() {
      FileImage image = create();
      ImageChecks.check(image);
      return image;
    }

    abstract FileImage create();
  }
}
