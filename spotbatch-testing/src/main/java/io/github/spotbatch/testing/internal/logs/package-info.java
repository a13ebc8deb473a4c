/** The fake logs. */
@NullMarked
package io.github.spotbatch.testing.internal.logs;

import org.jspecify.annotations.NullMarked;
