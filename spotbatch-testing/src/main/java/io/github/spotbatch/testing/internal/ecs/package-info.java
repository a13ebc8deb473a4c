/** The fake ecs. */
@NullMarked
package io.github.spotbatch.testing.internal.ecs;

import org.jspecify.annotations.NullMarked;
