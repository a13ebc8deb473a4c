package io.github.spotbatch.spec;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A repository for container images in Amazon ECR.
 *
 * <p>Immutable and thread-safe. Facts about ECR: Amazon ECR API reference, CreateRepository.
 */
@Value.Immutable
public sealed interface RepositorySpec permits ImmutableRepositorySpec {
  /**
   * Starts a repository.
   *
   * @param name its name within the stack; on AWS it is called {@code <stack>-<name>}, at most 256
   *     characters, in lower case
   * @return a builder with every option at its default
   */
  static Builder builder(String name) {
    return ImmutableRepositorySpec.builder().name(name);
  }

  /** {@return the name within the stack} */
  String name();

  /** {@return whether a tag can be moved to another image; default MUTABLE} */
  @Value.Default
  default ImageTagMutability imageTagMutability() {
    return ImageTagMutability.MUTABLE;
  }

  /** {@return whether ECR looks for known vulnerabilities in what is pushed; default false} */
  @Value.Default
  default boolean scanOnPush() {
    return false;
  }

  /** {@return how long ECR keeps images that have no tag; default empty, for ever} */
  Optional<Duration> untaggedExpiry();

  /** {@return the repository's own tags, added to those of the stack; default none} */
  Map<String, String> tags();

  /** {@return a builder that holds this repository's values} */
  default Builder toBuilder() {
    return ImmutableRepositorySpec.builder().from(this);
  }

  /** Builds a {@link RepositorySpec}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Sets whether a tag can be moved to another image.
     *
     * @param mutability default {@link ImageTagMutability#MUTABLE}
     * @return this builder
     * @see RepositorySpec#imageTagMutability()
     */
    public abstract Builder imageTagMutability(ImageTagMutability mutability);

    /**
     * Sets whether ECR looks for known vulnerabilities in what is pushed.
     *
     * @param scanOnPush default false
     * @return this builder
     * @see RepositorySpec#scanOnPush()
     */
    public abstract Builder scanOnPush(boolean scanOnPush);

    /**
     * Sets how long ECR keeps images that have no tag, by a lifecycle rule. An image loses its tag
     * where the tag is moved to another one. Images that the stack's own job definitions pin by
     * digest have or get a tag that follows from the digest, so that they stay; those that only
     * definitions of others pin may go.
     *
     * @param untaggedExpiry whole days since the push, 1 to 3650; default: for ever
     * @return this builder
     * @see RepositorySpec#untaggedExpiry()
     */
    public abstract Builder untaggedExpiry(Duration untaggedExpiry);

    /**
     * Adds a tag.
     *
     * @param key 1 to 128 characters, starting neither with {@code aws:} nor with {@code
     *     spotbatch:}
     * @param value at most 256 characters
     * @return this builder
     * @see RepositorySpec#tags()
     */
    public Builder tag(String key, String value) {
      return putTag(key, value);
    }

    abstract Builder putTag(String key, String value);

    /**
     * Sets the repository's own tags.
     *
     * @param tags values by key
     * @return this builder
     * @see RepositorySpec#tags()
     */
    public abstract Builder tags(Map<String, ? extends String> tags);

    /**
     * Makes the repository.
     *
     * @return the repository
     * @throws InvalidSpecException if ECR would refuse it; lists every problem
     */
    public RepositorySpec build() {
      RepositorySpec repository = create();
      RepositoryChecks.check(repository);
      return repository;
    }

    abstract RepositorySpec create();
  }
}
