package io.github.spotbatch.scenario;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.testing.FakeAws;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** A queue that somebody made, and programs that submit many jobs to it by typed clients. */
final class BulkWorld implements AutoCloseable {

  final FakeAws aws;

  /** Sees everything as it is, whatever goes wrong for programs. */
  private final BatchClient looks;

  private final BatchClient batch;
  private final CloudWatchLogsClient logs;
  private long programs;

  BulkWorld(FakeAws aws) throws Exception {
    this.aws = aws;
    this.batch = aws.typedClient(BatchClient.class);
    this.logs = aws.typedClient(CloudWatchLogsClient.class);
    HandMadeQueue.make(aws, batch, aws.typedClient(Ec2Client.class));
    this.looks = aws.journal().unrecorded(BatchClient.class);
  }

  static BulkWorld create() throws Exception {
    return new BulkWorld(FakeAws.create());
  }

  SpotBatch.Builder program() {
    return SpotBatch.builder()
        .batchClient(batch)
        .cloudWatchLogsClient(logs)
        .timeKeeper(aws.time())
        .randomGenerator(new Random(++programs));
  }

  static JobQueue queue(SpotBatch program) {
    return program.queue(HandMadeQueue.QUEUE);
  }

  static JobRequest request(String jobName) {
    return JobRequest.builder(HandMadeQueue.DEFINITION).jobName(jobName).build();
  }

  /** Requests that have one name, as positions tell them apart. */
  static Stream<JobRequest> frames(int number) {
    return IntStream.range(0, number).mapToObj(i -> request("frame"));
  }

  /** How often each name is there. */
  Map<String, Integer> jobs() {
    Map<String, Integer> times = new TreeMap<>();
    ends().forEach((name, statuses) -> times.put(name, statuses.size()));
    return times;
  }

  /** The status of each job of each name. */
  Map<String, List<JobStatus>> ends() {
    return looks
        .listJobsPaginator(
            r ->
                r.jobQueue(HandMadeQueue.QUEUE)
                    .filters(f -> f.name("AFTER_CREATED_AT").values("0")))
        .stream()
        .flatMap(page -> page.jobSummaryList().stream())
        .collect(
            Collectors.groupingBy(
                JobSummary::jobName,
                TreeMap::new,
                Collectors.mapping(JobSummary::status, Collectors.toList())));
  }

  @Override
  public void close() {
    aws.close();
  }
}
