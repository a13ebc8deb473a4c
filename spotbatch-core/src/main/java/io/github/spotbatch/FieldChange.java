package io.github.spotbatch;

import java.util.Optional;

/**
 * One field in which something that is there differs from what is wanted.
 *
 * @param path where it is, in the words of the request that makes the thing, such as {@code
 *     computeResources.maxvCpus}; elements of lists are named in square brackets
 * @param before what is there, for a person to read; empty if it is not set
 * @param after what is wanted, for a person to read; empty if it is not to be set
 */
public record FieldChange(String path, Optional<String> before, Optional<String> after) {

  private static final String NONE = "none";

  /**
   * The change in one line; the values of environment variables are hidden.
   *
   * @return for example {@code computeResources.maxvCpus 8 -> 16}
   */
  @Override
  public String toString() {
    return "%s %s -> %s".formatted(path, before.orElse(NONE), after.orElse(NONE));
  }
}
