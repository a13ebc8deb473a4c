package io.github.spotbatch.testing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/**
 * A world at ten simulated minutes a second, whose jobs may be processes, and how to wait in it.
 */
final class RealJobs {

  /** So long that a busy machine gets to handle the signal at this speed. */
  private static final Timings PATIENT =
      Timings.defaults().with(Timings.Step.CONTAINER_STOPPING, Duration.ofHours(10));

  final FakeAws aws;
  final BatchWorld world;
  private final CloudWatchLogsClient logs;

  RealJobs() {
    this(FakeAws.builder().timings(PATIENT));
  }

  /** In a world of certain ways. */
  RealJobs(FakeAwsBuilder ways) {
    this.aws = ways.speed(600).build();
    this.world = BatchWorld.ready(aws);
    this.logs = aws.client(CloudWatchLogsClient.builder());
  }

  BatchClient batch() {
    return world.batch;
  }

  String submit(Consumer<SubmitJobRequest.Builder> change) {
    return world.submit("job", change);
  }

  JobDetail job(String id) {
    return world.job(id);
  }

  JobDetail finished(String id) throws Exception {
    until(() -> world.job(id).stoppedAt() != null);
    return world.job(id);
  }

  List<String> lines(JobDetail job) {
    return events(job).stream().map(OutputLogEvent::message).toList();
  }

  /** The lines with their times. */
  List<OutputLogEvent> events(JobDetail job) {
    String stream = job.container().logStreamName();
    return stream == null
        ? List.of()
        : logs.getLogEvents(r -> r.logGroupName("/aws/batch/job").logStreamName(stream)).events();
  }

  void until(BooleanSupplier wanted) throws Exception {
    CompletableFuture<Boolean> seen = new CompletableFuture<>();
    Runnable look =
        () -> {
          try {
            if (wanted.getAsBoolean()) {
              seen.complete(true);
            }
          } catch (RuntimeException | Error e) {
            seen.completeExceptionally(e);
          }
        };
    ScheduledFuture<?> looks =
        aws.time().executor().scheduleWithFixedDelay(look, 0, 6, TimeUnit.SECONDS);
    try {
      aws.time().await(seen);
    } finally {
      looks.cancel(false);
    }
  }
}
