package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.JobAttempt;
import io.github.spotbatch.job.JobHost;
import io.github.spotbatch.job.JobResult;
import java.util.Map;
import java.util.Optional;

/**
 * What was found out about hosts.
 *
 * @param spotClusters whether the hosts of an ECS cluster are Spot, by its name
 * @param hosts by the ARN of the container instance
 * @param lostHosts by instance id
 */
record HostFindings(
    Map<String, Boolean> spotClusters,
    Map<String, JobHost> hosts,
    Map<String, LostHost> lostHosts) {

  /** The instance that AWS Batch says was lost. */
  static Optional<String> lost(AttemptCause cause) {
    return cause instanceof AttemptCause.HostLost lost ? lost.instanceId() : Optional.empty();
  }

  JobResult addTo(JobResult job) {
    return new JobResult(
        job.jobId(),
        job.jobName(),
        job.jobQueue(),
        job.jobDefinition(),
        job.state(),
        job.statusReason(),
        job.attempts().stream().map(this::addTo).toList(),
        job.array(),
        job.createdAt(),
        job.startedAt(),
        job.stoppedAt(),
        job.cause().map(this::proven));
  }

  private JobAttempt addTo(JobAttempt attempt) {
    return new JobAttempt(
        attempt.number(),
        attempt.startedAt(),
        attempt.stoppedAt(),
        attempt.statusReason(),
        attempt.reason(),
        attempt.exitCode(),
        attempt.logStreamName(),
        attempt.containerInstanceArn(),
        host(attempt).or(attempt::host),
        attempt.cause().map(this::proven));
  }

  private AttemptCause proven(AttemptCause cause) {
    boolean taken = lost(cause).map(lostHosts::get).filter(LostHost::takenBySpot).isPresent();
    return taken ? new AttemptCause.SpotInterruption(lost(cause)) : cause;
  }

  /** EC2 says the most; ECS knows hosts that are there, and Batch names those that were lost. */
  private Optional<JobHost> host(JobAttempt attempt) {
    Optional<String> lost = attempt.cause().flatMap(HostFindings::lost);
    Optional<JobHost> ofEc2 = lost.map(lostHosts::get).map(LostHost::host);
    return ofEc2.or(
        () ->
            attempt
                .containerInstanceArn()
                .map(hosts::get)
                .or(() -> lost.map(HostFindings::onlyNamed))
                .map(host -> withSpot(host, attempt)));
  }

  private static JobHost onlyNamed(String instanceId) {
    return new JobHost(instanceId, "unknown", "unknown", Optional.empty());
  }

  private JobHost withSpot(JobHost host, JobAttempt attempt) {
    Optional<Boolean> spot =
        attempt.containerInstanceArn().flatMap(JobHosts::cluster).map(spotClusters::get);
    return new JobHost(host.instanceId(), host.instanceType(), host.availabilityZone(), spot);
  }
}
