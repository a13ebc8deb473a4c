/** The world behind {@code FakeAws}; not API. */
@NullMarked
package io.github.spotbatch.testing.internal;

import org.jspecify.annotations.NullMarked;
