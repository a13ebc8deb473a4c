/** What is not AWS: the other registries of images. */
@NullMarked
package io.github.spotbatch.testing.internal.outside;

import org.jspecify.annotations.NullMarked;
