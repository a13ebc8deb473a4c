/**
 * An AWS Batch with its neighbours in one JVM.
 *
 * <pre>{@code
 * try (FakeAws aws = FakeAws.create();
 *     SpotBatch spotBatch = aws.spotBatch()) {
 *   aws.jobs().image("render*").runsFor(Duration.ofMinutes(40)).exits(0);
 *   aws.spot().reclaim().hostOf("frame-12").after(Duration.ofMinutes(10));
 *   Deployment deployment = spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack));
 *   JobHandle job = deployment.queue("jobs").submit(JobRequest.builder("render").jobName("frame-12").build());
 *   JobResult result = job.awaitSuccess(Duration.ofHours(2)); // milliseconds: the clock is virtual
 * }
 * }</pre>
 */
@NullMarked
package io.github.spotbatch.testing;

import org.jspecify.annotations.NullMarked;
