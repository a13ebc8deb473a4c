package io.github.spotbatch.image;

import io.github.spotbatch.exception.ImageException;
import io.github.spotbatch.spec.BaseImage;

/**
 * Answers what registries other than the account's own ECR hold. By default they are asked
 * themselves; a simulator answers without a network.
 *
 * <p>Called on the threads of spotbatch's clock; must be thread-safe.
 */
@FunctionalInterface
public interface ImageSource {
  /**
   * Looks an image up.
   *
   * @param reference as the user gave it
   * @return what it stands for now
   * @throws ImageException if there is no such image, or it cannot be looked up
   */
  FoundImage find(String reference);

  /**
   * Says what is built on in the place of a base.
   *
   * @param base as the user gave it
   * @return the same, unless something else stands in for it
   */
  default BaseImage base(BaseImage.InRegistry base) {
    return base;
  }
}
