/** What a caller may do: which permissions each call needs, and whether a policy gives them. */
@NullMarked
package io.github.spotbatch.testing.internal.access;

import org.jspecify.annotations.NullMarked;
