/** What happens to Spot markets and to the hosts that were launched from them. */
@NullMarked
package io.github.spotbatch.testing.internal.spot;

import org.jspecify.annotations.NullMarked;
