package io.github.spotbatch.internal.compile;

import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource.Id;
import io.github.spotbatch.internal.image.ResolvedImage;

/**
 * An image to be pushed.
 *
 * @param name of the first definition that uses it
 * @param repository its repository's name on AWS
 */
public record CompiledImage(String name, String repository, ResolvedImage resolved) {

  /** Repository and tag; the tag follows from the content. */
  Id id() {
    return new Id(ResourceKind.IMAGE, repository + ":" + resolved.tag());
  }
}
