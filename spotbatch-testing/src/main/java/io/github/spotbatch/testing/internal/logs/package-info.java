/** CloudWatch Logs of the fake world. */
@NullMarked
package io.github.spotbatch.testing.internal.logs;

import org.jspecify.annotations.NullMarked;
