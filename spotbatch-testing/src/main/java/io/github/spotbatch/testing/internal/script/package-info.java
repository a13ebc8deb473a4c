/** What tests told the world to do; not API. */
@NullMarked
package io.github.spotbatch.testing.internal.script;

import org.jspecify.annotations.NullMarked;
