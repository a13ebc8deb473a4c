/** What a world's hosts and attempts have been through, and what they have cost. */
@NullMarked
package io.github.spotbatch.testing.internal.report;

import org.jspecify.annotations.NullMarked;
