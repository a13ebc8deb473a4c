package io.github.spotbatch.spec;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A repository for container images in Amazon ECR: one that spotbatch makes, or one that exists
 * already and only gets images.
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

  /**
   * Names a repository of the account and Region that exists already. The stack's images are pushed
   * to it, and stay when the stack is destroyed; it is never changed or deleted itself.
   *
   * @param name its name in ECR, without the registry's host
   * @return the repository, which images name by the same name
   * @throws InvalidSpecException if it is no legal name
   */
  static RepositorySpec existing(String name) {
    Objects.requireNonNull(name, "name");
    RepositorySpec repository =
        ImmutableRepositorySpec.builder().name(name).existingName(name).create();
    RepositoryChecks.check(repository);
    return repository;
  }

  /** {@return the name within the stack; of an existing repository, its name in ECR} */
  String name();

  /** {@return the name of the repository that is used as it is; empty if spotbatch makes it} */
  Optional<String> existingName();

  /** {@return whether a tag can be moved to another image; default IMMUTABLE, so that none can} */
  @Value.Default
  default ImageTagMutability imageTagMutability() {
    return ImageTagMutability.IMMUTABLE;
  }

  /** {@return whether ECR looks for known vulnerabilities in what is pushed; default true} */
  @Value.Default
  default boolean scanOnPush() {
    return true;
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
     * @param mutability default {@link ImageTagMutability#IMMUTABLE}; spotbatch's own tags follow
     *     from what is in an image, so that they never move
     * @return this builder
     * @see RepositorySpec#imageTagMutability()
     */
    public abstract Builder imageTagMutability(ImageTagMutability mutability);

    /**
     * Sets whether ECR looks for known vulnerabilities in what is pushed.
     *
     * @param scanOnPush default true
     * @return this builder
     * @see RepositorySpec#scanOnPush()
     */
    public abstract Builder scanOnPush(boolean scanOnPush);

    /**
     * Sets how long ECR keeps images that have no tag, by a lifecycle rule. An image loses its tag
     * where the tag is moved to another one. Images that the stack's job definitions pin by digest,
     * as the spec has them, have or get a tag that follows from the digest, and keep it as long as
     * an ACTIVE revision or an unfinished job of the Region refers to it. Images without a tag that
     * only definitions of others, or revisions from before the expiry was set, pin may go.
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
