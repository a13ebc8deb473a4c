/**
 * What goes wrong at run time. A bad spec is a caller's mistake and is reported by {@code
 * io.github.spotbatch.spec} instead.
 *
 * <pre>{@code
 * try {
 *   job.awaitSuccess(Duration.ofMinutes(30));
 * } catch (WaitTimeoutException e) {
 *   log.warn("still {} after {}", e.lastStatus(), e.waited());
 * }
 * }</pre>
 */
@NullMarked
package io.github.spotbatch.exception;

import org.jspecify.annotations.NullMarked;
