/** The fake ecr. */
@NullMarked
package io.github.spotbatch.testing.internal.ecr;

import org.jspecify.annotations.NullMarked;
