package io.github.spotbatch.testing.internal.wire;

import java.util.function.Supplier;

/** Lets one call at a time into the world. */
@FunctionalInterface
public interface Guard {

  <T> T locked(Supplier<T> work);
}
