/** The fake iam. */
@NullMarked
package io.github.spotbatch.testing.internal.iam;

import org.jspecify.annotations.NullMarked;
