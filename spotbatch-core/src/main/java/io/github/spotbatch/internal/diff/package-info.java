/** Finds in which fields something that is there differs from what is wanted; knows no AWS call. */
@NullMarked
package io.github.spotbatch.internal.diff;

import org.jspecify.annotations.NullMarked;
