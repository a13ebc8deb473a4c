/** Amazon EventBridge; not API. */
@NullMarked
package io.github.spotbatch.testing.internal.events;

import org.jspecify.annotations.NullMarked;
