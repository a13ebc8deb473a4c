package io.github.spotbatch.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * An image that is built on this machine, without Docker, and pushed to a repository of the stack.
 *
 * <p>The same content gives the same digest, whenever and wherever it is built: files are ordered,
 * their times are fixed, and of their permissions only "executable by the owner" is kept, which
 * Windows does not have. Links are followed, empty directories stay out. Immutable and thread-safe.
 */
public sealed interface BuiltImage extends ContainerImage permits JavaImage, FileImage {
  /** {@return what it is built on; empty for what fits the kind of image} */
  Optional<BaseImage> base();

  /**
   * {@return the CPU architecture; default that of the stack's environments, x86_64 if it has none}
   */
  Optional<CpuArchitecture> architecture();

  /**
   * {@return the repository of the stack that it is pushed to, by its name within the stack;
   * default the only one, or one named {@code images} that the stack gets for this}
   */
  Optional<String> repository();

  /** {@return environment variables of every container of the image; default none} */
  @Value.Redacted
  Map<String, String> environment();

  /**
   * {@return files that go in although they look like credentials, such as {@code conf/client.pem},
   * by the path below the directory that is packed; default none}
   */
  List<String> credentialFiles();

  /**
   * {@return what stays out: globs such as {@code *.md}, {@code junit-*.jar} or {@code .git},
   * matched against the names and the paths, below the directory that is packed, of files and of
   * the directories that they are in; default none}
   */
  List<String> excludes();
}
