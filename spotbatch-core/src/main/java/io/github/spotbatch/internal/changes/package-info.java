/**
 * Finds how something that is there can become what is wanted, and what that does to what runs;
 * asks AWS nothing.
 */
@NullMarked
package io.github.spotbatch.internal.changes;

import org.jspecify.annotations.NullMarked;
