package io.github.spotbatch.internal.compile;

import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource.Id;
import io.github.spotbatch.internal.image.ResolvedImage;

/**
 * An image to be pushed.
 *
 * @param name of the first definition that uses it
 * @param repository its repository's name on AWS
 * @param owned whether the repository is the stack's own, and not one that exists already
 */
public record CompiledImage(String name, String repository, boolean owned, ResolvedImage resolved) {

  /** Repository and tag; the tag follows from the content. */
  Id id() {
    return new Id(ResourceKind.IMAGE, repository + ":" + resolved.tag());
  }
}
