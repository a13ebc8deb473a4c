/** STS of the fake world. */
@NullMarked
package io.github.spotbatch.testing.internal.sts;

import org.jspecify.annotations.NullMarked;
