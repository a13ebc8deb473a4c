/**
 * For programs inside a job: what they are there for.
 *
 * <pre>{@code
 * public static void main(String[] arguments) {
 *   JobInput input = JobInput.current();
 *   System.out.printf("%d of %d: %s%n", input.index() + 1, input.count(), input.value());
 * }
 * }</pre>
 *
 * <p>Nothing here needs more than the JDK and spotbatch's own jar, calls AWS or uses a network.
 */
@NullMarked
package io.github.spotbatch.runtime;

import org.jspecify.annotations.NullMarked;
