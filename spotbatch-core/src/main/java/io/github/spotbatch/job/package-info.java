/**
 * Jobs: submitted to a queue, waited for, and what became of them.
 *
 * <p>Everything here works on any queue of AWS Batch, whoever made it, and needs no AWS permission
 * but those of the calls that each method names. {@link io.github.spotbatch.job.JobQueue#submit}
 * also describes the definition and the queue now and then, to refuse an image that the queue's
 * instances cannot run; without permission to describe them it does not. Handles and queues come
 * from the entry point and are thread-safe; results are immutable values.
 *
 * <pre>{@code
 * try (SpotBatch spotBatch = SpotBatch.create()) {
 *   JobQueue queue = spotBatch.queue("nightly");
 *   JobHandle job = queue.submit(JobRequest.builder("render:7").jobName("frame-12").build());
 *   JobResult result = job.await(Duration.ofHours(2));
 *   System.out.println(result.explain());
 *   job.logs().forEach(line -> System.out.println(line.message()));
 * }
 * }</pre>
 */
@NullMarked
package io.github.spotbatch.job;

import org.jspecify.annotations.NullMarked;
