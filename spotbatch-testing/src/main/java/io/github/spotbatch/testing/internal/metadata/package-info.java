/** What an instance tells the programs on it, and how it is asked; not API. */
@NullMarked
package io.github.spotbatch.testing.internal.metadata;

import org.jspecify.annotations.NullMarked;
