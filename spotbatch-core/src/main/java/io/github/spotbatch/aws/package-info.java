/**
 * What spotbatch lets you see and change of its calls to AWS.
 *
 * <pre>{@code
 * SpotBatch spotBatch =
 *     SpotBatch.builder()
 *         .customizeRequests(
 *             request -> {
 *               audit.record(request);
 *               return request;
 *             })
 *         .build();
 * }</pre>
 */
@NullMarked
package io.github.spotbatch.aws;

import org.jspecify.annotations.NullMarked;
