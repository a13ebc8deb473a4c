/**
 * Immutable descriptions of what AWS Batch should have: environments, queues, definitions, roles,
 * repositories, and the jobs to submit.
 *
 * <pre>{@code
 * SpotComputeEnvironment spot =
 *     SpotComputeEnvironment.builder("spot")
 *         .maxVcpus(100)
 *         .instanceTypes("c5.large", "c5.xlarge", "m5.large", "m5.xlarge")
 *         .build();
 * JobQueueSpec jobs = JobQueueSpec.builder("jobs").computeEnvironments(spot).build();
 * JobDefinitionSpec work =
 *     JobDefinitionSpec.builder("work")
 *         .image(ContainerImage.fromRegistry("public.ecr.aws/docker/library/busybox:1.37"))
 *         .command("echo", "Ref::word")
 *         .parameters(Map.of("word", "hello"))
 *         .memoryMiB(512)
 *         .retryPolicy(RetryPolicy.spotInterruptions())
 *         .timeout(Duration.ofHours(1))
 *         .build();
 * StackSpec stack =
 *     StackSpec.builder("demo")
 *         .computeEnvironment(spot)
 *         .jobQueue(jobs)
 *         .jobDefinition(work)
 *         .tag("CostCenter", "batch-processing")
 *         .build();
 * stack.warnings().forEach(System.out::println);
 * JobRequest request = JobRequest.builder("work").putParameter("word", "bye").build();
 * }</pre>
 *
 * <p>Every {@code build()} refuses what AWS would refuse, all problems at once, in an {@link
 * io.github.spotbatch.spec.InvalidSpecException}; the stack's refuses what its parts ask of one
 * another. All values are immutable and thread-safe, builders are not thread-safe; a builder's
 * plural setter replaces what was there, its singular one appends. No argument may be null.
 *
 * <p>Nothing in this package calls AWS or needs the AWS SDK.
 */
@NullMarked
@SpecStyle
package io.github.spotbatch.spec;

import org.jspecify.annotations.NullMarked;
