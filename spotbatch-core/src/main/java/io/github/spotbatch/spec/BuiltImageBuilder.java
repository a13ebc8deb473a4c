package io.github.spotbatch.spec;

import java.util.List;
import java.util.Map;

/**
 * The setters that all built images have.
 *
 * @param <B> the builder itself
 */
abstract class BuiltImageBuilder<B> {
  BuiltImageBuilder() {}

  /**
   * Sets what the image is built on.
   *
   * @param base such as {@link BaseImage#fromRegistry} of a reference
   * @return this builder
   * @see BuiltImage#base()
   */
  public abstract B base(BaseImage base);

  /**
   * Sets the CPU architecture.
   *
   * @param architecture default that of the stack's environments
   * @return this builder
   * @see BuiltImage#architecture()
   */
  public abstract B architecture(CpuArchitecture architecture);

  /**
   * Sets the repository that the image is pushed to.
   *
   * @param name its name within the stack
   * @return this builder
   * @see BuiltImage#repository()
   */
  public abstract B repository(String name);

  /**
   * Sets the environment variables of every container of the image.
   *
   * @param environment values by name
   * @return this builder
   * @see BuiltImage#environment()
   */
  public abstract B environment(Map<String, ? extends String> environment);

  /**
   * Adds an environment variable.
   *
   * @param name its name
   * @param value its value; who can pull the image can read it
   * @return this builder
   * @see BuiltImage#environment()
   */
  public abstract B putEnvironment(String name, String value);

  /**
   * Names files that go in although they look like credentials.
   *
   * @param paths below the directory that is packed, such as {@code conf/client.pem}
   * @return this builder
   * @see BuiltImage#credentialFiles()
   */
  public B credentialFiles(String... paths) {
    return credentialFiles(List.of(paths));
  }

  /**
   * Names files that go in although they look like credentials.
   *
   * @param paths below the directory that is packed, such as {@code conf/client.pem}
   * @return this builder
   * @see BuiltImage#credentialFiles()
   */
  public abstract B credentialFiles(Iterable<String> paths);

  /**
   * Names one more file that goes in although it looks like credentials.
   *
   * @param path below the directory that is packed, such as {@code conf/client.pem}
   * @return this builder
   * @see BuiltImage#credentialFiles()
   */
  public abstract B addCredentialFile(String path);

  /**
   * Sets what stays out.
   *
   * @param globs such as {@code *.md}, {@code junit-*.jar} or {@code data/**}
   * @return this builder
   * @see BuiltImage#excludes()
   */
  public B excludes(String... globs) {
    return excludes(List.of(globs));
  }

  /**
   * Sets what stays out.
   *
   * @param globs such as {@code *.md}, {@code junit-*.jar} or {@code data/**}
   * @return this builder
   * @see BuiltImage#excludes()
   */
  public abstract B excludes(Iterable<String> globs);

  /**
   * Adds something that stays out.
   *
   * @param glob such as {@code .git}
   * @return this builder
   * @see BuiltImage#excludes()
   */
  public abstract B addExclude(String glob);
}
