/** spotbatch and the fake together: what a user sees. */
@org.jspecify.annotations.NullMarked
package io.github.spotbatch.scenario;
