package io.github.spotbatch.testing.internal.batch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ArrayPropertiesDetail;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.ContainerDetail;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobTimeout;

/** A job as DescribeJobs shows it. */
final class JobView {

  private JobView() {}

  static JobDetail detail(Job job) {
    Integer timeout = job.timeoutSeconds();
    return JobDetail.builder()
        .jobId(job.id())
        .jobArn(job.arn())
        .jobName(job.name())
        .jobQueue(job.queue().arn())
        .jobDefinition(job.definition().jobDefinitionArn())
        .status(job.status())
        .statusReason(job.statusReason())
        .createdAt(job.createdAt().toEpochMilli())
        .startedAt(startedAt(job))
        .stoppedAt(millis(job.stoppedAt()))
        .isCancelled(job.cancelled())
        .isTerminated(job.terminated())
        .dependsOn(job.request().dependsOn())
        .arrayProperties(arrayProperties(job))
        .parameters(job.request().parameters())
        .retryStrategy(job.retryStrategy())
        .timeout(
            timeout == null ? null : JobTimeout.builder().attemptDurationSeconds(timeout).build())
        .platformCapabilities(job.definition().platformCapabilities())
        .propagateTags(job.propagatesTags())
        .tags(job.tags())
        .shareIdentifier(job.shareIdentifier())
        .schedulingPriority(job.shareIdentifier() == null ? null : job.schedulingPriority())
        .attempts(job.attempts().stream().filter(Attempt::over).map(JobView::attempt).toList())
        .container(job.array() == null ? container(job) : null)
        .build();
  }

  private static @Nullable ArrayPropertiesDetail arrayProperties(Job job) {
    JobArray array = job.array();
    if (array != null) {
      return ArrayPropertiesDetail.builder()
          .size(array.size())
          .statusSummary(array.statusSummary())
          .build();
    }
    return job.isChild() ? ArrayPropertiesDetail.builder().index(job.index()).build() : null;
  }

  private static AttemptDetail attempt(Attempt attempt) {
    return AttemptDetail.builder()
        .startedAt(millis(attempt.startedAt()))
        .stoppedAt(millis(attempt.stoppedAt()))
        .statusReason(attempt.statusReason())
        .container(
            container ->
                container
                    .containerInstanceArn(attempt.containerInstanceArn())
                    .taskArn(attempt.taskArn())
                    .logStreamName(attempt.logStream())
                    .exitCode(attempt.exitCode())
                    .reason(attempt.reason()))
        .build();
  }

  /** The container as submitted, with where its current or last attempt runs. */
  private static ContainerDetail container(Job job) {
    ContainerProperties given = job.container();
    ContainerDetail.Builder detail =
        ContainerDetail.builder()
            .image(given.image())
            .command(given.command())
            .environment(given.environment())
            .resourceRequirements(given.resourceRequirements())
            .vcpus(given.vcpus())
            .memory(given.memory())
            .jobRoleArn(given.jobRoleArn())
            .executionRoleArn(given.executionRoleArn())
            .logConfiguration(given.logConfiguration())
            .volumes(given.volumes())
            .mountPoints(given.mountPoints())
            .ulimits(given.ulimits())
            .secrets(given.secrets())
            .linuxParameters(given.linuxParameters())
            .privileged(given.privileged())
            .readonlyRootFilesystem(given.readonlyRootFilesystem())
            .user(given.user())
            .networkConfiguration(given.networkConfiguration())
            .fargatePlatformConfiguration(given.fargatePlatformConfiguration())
            .ephemeralStorage(given.ephemeralStorage())
            .runtimePlatform(given.runtimePlatform())
            .enableExecuteCommand(given.enableExecuteCommand())
            .repositoryCredentials(given.repositoryCredentials());
    Attempt last = job.lastAttempt();
    if (last != null) {
      detail
          .containerInstanceArn(last.containerInstanceArn())
          .taskArn(last.taskArn())
          .logStreamName(last.logStream())
          .exitCode(last.exitCode())
          .reason(last.reason());
    }
    return detail.build();
  }

  static @Nullable Long startedAt(Job job) {
    Attempt last = job.lastAttempt();
    return last == null ? null : millis(last.startedAt());
  }

  static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }
}
