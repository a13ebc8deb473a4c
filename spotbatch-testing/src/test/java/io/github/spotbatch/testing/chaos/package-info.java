/** Thousands of random stacks, jobs, markets and faults, and what must hold in all of them. */
@org.jspecify.annotations.NullMarked
package io.github.spotbatch.testing.chaos;
