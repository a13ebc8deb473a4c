/**
 * How jobs are submitted, watched and read.
 *
 * <p>Before the first job of a definition and a queue, definition, queue and its environments are
 * described, so that an image is refused that none of the queue's instances can run ({@code
 * ArchitectureCheck}). That is a help and no condition: who may not describe submits all the same.
 */
@NullMarked
package io.github.spotbatch.internal.job;

import org.jspecify.annotations.NullMarked;
