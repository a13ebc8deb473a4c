package io.github.spotbatch.spec;

import java.util.Objects;
import org.immutables.value.Value;

/**
 * An image that exists in a registry.
 *
 * <p>Immutable and thread-safe. Facts about references: AWS Batch API reference,
 * ContainerProperties.
 */
@Value.Immutable
public sealed interface RegistryImage extends ContainerImage permits ImmutableRegistryImage {
  /**
   * Starts an image of a registry.
   *
   * @param reference what Docker pulls; at most 255 letters, digits and {@code -_:./#@}
   * @return a builder with every option at its default
   */
  static Builder builder(String reference) {
    return ImmutableRegistryImage.builder()
        .reference(Objects.requireNonNull(reference, "reference"));
  }

  /** {@return what Docker pulls} */
  String reference();

  /**
   * {@return whether a tag is resolved to its digest when the stack is planned, so that every
   * attempt of every job runs the same image; default true, for which the registry must be readable
   * from here; a digest in the reference stays as it is}
   */
  @Value.Default
  default boolean digestPinned() {
    return true;
  }

  /** {@return a builder that holds this image's values} */
  default Builder toBuilder() {
    return ImmutableRegistryImage.builder().from(this);
  }

  /** Builds a {@link RegistryImage}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Sets whether a tag is resolved to its digest.
     *
     * @param digestPinned default true; false for a registry that only the instances can read
     * @return this builder
     * @see RegistryImage#digestPinned()
     */
    public abstract Builder digestPinned(boolean digestPinned);

    /**
     * Makes the image.
     *
     * @return the image
     * @throws InvalidSpecException if Batch would refuse the reference
     */
    public RegistryImage build() {
      RegistryImage image = create();
      ImageChecks.requireReference("containerImage", image.reference());
      return image;
    }

    abstract RegistryImage create();
  }
}
