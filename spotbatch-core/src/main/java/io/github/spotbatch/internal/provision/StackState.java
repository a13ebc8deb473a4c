package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.List;
import java.util.Optional;

/**
 * A stack as it was read.
 *
 * @param build knows what is there by its real names
 * @param wanted all that the stack should consist of
 * @param found what stands in the place of each, in the same order
 * @param owned all that the stack owns, wanted or not
 */
record StackState(
    Build build,
    List<CompiledResource> wanted,
    List<Optional<Found>> found,
    List<AwsResource> owned) {

  StackState {
    wanted = List.copyOf(wanted);
    found = List.copyOf(found);
    owned = List.copyOf(owned);
  }
}
