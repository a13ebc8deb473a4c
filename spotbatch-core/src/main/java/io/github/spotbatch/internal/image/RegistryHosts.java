package io.github.spotbatch.internal.image;

/** Knows how to log in to registries. */
@FunctionalInterface
public interface RegistryHosts {

  /** The registry of a host, with a login made now. */
  RegistryHost of(String host);
}
