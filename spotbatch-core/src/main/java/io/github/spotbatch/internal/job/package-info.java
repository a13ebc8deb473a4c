/** How jobs are submitted, watched and read. */
@NullMarked
package io.github.spotbatch.internal.job;

import org.jspecify.annotations.NullMarked;
