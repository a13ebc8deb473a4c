package io.github.spotbatch.spec;

/** An image in a registry. */
record RegistryImage(String reference) implements ContainerImage {}
