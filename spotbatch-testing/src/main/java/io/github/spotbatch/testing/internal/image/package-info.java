/** Images of the world's own registry, unpacked so that jobs can be executed from them; not API. */
@NullMarked
package io.github.spotbatch.testing.internal.image;

import org.jspecify.annotations.NullMarked;
