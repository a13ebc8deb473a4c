package io.github.spotbatch.job;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One run of a job on a host, as AWS Batch reports it once the run has ended.
 *
 * @param number the attempt's number, from 1
 * @param startedAt when the container began to run; empty if it never did
 * @param stoppedAt when the attempt ended; empty if AWS does not say
 * @param statusReason AWS's reason for the attempt's end
 * @param reason AWS's reason for the container's end; a plain exit has none
 * @param exitCode the container's exit code; an attempt that lost its host or never started has
 *     none
 * @param logStreamName the CloudWatch Logs stream of the container; empty if it never ran
 * @param containerInstanceArn the ECS container instance that the attempt ran on
 * @param host the host that it ran on; empty unless {@link JobHandle#investigate()} found it
 * @param cause why the attempt failed; empty if it succeeded
 */
public record JobAttempt(
    int number,
    Optional<Instant> startedAt,
    Optional<Instant> stoppedAt,
    Optional<String> statusReason,
    Optional<String> reason,
    OptionalInt exitCode,
    Optional<String> logStreamName,
    Optional<String> containerInstanceArn,
    Optional<JobHost> host,
    Optional<AttemptCause> cause) {}
