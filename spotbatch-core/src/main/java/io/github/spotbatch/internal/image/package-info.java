/** Images: what goes into them, how they are built, and how registries are read and written. */
@NullMarked
package io.github.spotbatch.internal.image;

import org.jspecify.annotations.NullMarked;
