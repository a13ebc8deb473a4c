/** Registries as their clients see them: the fake's, and a real one to compare it with. */
package io.github.spotbatch.testing.registry;
