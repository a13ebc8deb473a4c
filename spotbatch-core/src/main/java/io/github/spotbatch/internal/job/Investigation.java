package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.JobAttempt;
import io.github.spotbatch.job.JobHost;
import io.github.spotbatch.job.JobResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Asks three services at once about the hosts of jobs. None of them must answer: what one cannot
 * tell, be it for a permission or a jar that is missing, stays unknown.
 */
final class Investigation {

  private static final Logger log = LoggerFactory.getLogger(Investigation.class);

  private final AwsClients clients;
  private final AwsCalls calls;
  private final SideBySide reads;

  Investigation(AwsClients clients, AwsCalls calls, SideBySide reads) {
    this.clients = clients;
    this.calls = calls;
    this.reads = reads;
  }

  /** The same results with what is found of the hosts of their attempts. */
  List<JobResult> of(List<JobResult> jobs) {
    List<String> containerInstances = distinct(jobs, JobAttempt::containerInstanceArn);
    List<String> lost = distinct(jobs, attempt -> attempt.cause().flatMap(HostFindings::lost));
    if (containerInstances.isEmpty() && lost.isEmpty()) {
      return jobs;
    }
    List<String> queues = jobs.stream().flatMap(job -> job.jobQueue().stream()).distinct().toList();
    CompletableFuture<Map<String, Boolean>> spot =
        reads.begin(() -> ask("Batch", queues, new SpotClusters(clients, calls)::find));
    CompletableFuture<Map<String, JobHost>> hosts =
        reads.begin(() -> ask("ECS", containerInstances, this::askEcs));
    CompletableFuture<Map<String, LostHost>> lostHosts =
        reads.begin(() -> ask("EC2", lost, this::askEc2));
    HostFindings findings =
        new HostFindings(
            reads.await("DescribeComputeEnvironments", spot),
            reads.await("DescribeContainerInstances", hosts),
            reads.await("DescribeInstances", lostHosts));
    return jobs.stream().map(findings::addTo).toList();
  }

  private static List<String> distinct(
      List<JobResult> jobs, Function<JobAttempt, Optional<String>> part) {
    return jobs.stream()
        .flatMap(job -> job.attempts().stream())
        .flatMap(attempt -> part.apply(attempt).stream())
        .distinct()
        .toList();
  }

  private Map<String, JobHost> askEcs(List<String> containerInstances) {
    // Names the artifact if it is missing; loading JobHosts without it would only name a class.
    clients.ecs();
    return new JobHosts(clients, calls).find(containerInstances);
  }

  private Map<String, LostHost> askEc2(List<String> instances) {
    clients.ec2();
    return new Ec2Words(clients, calls).find(instances);
  }

  private static <T> Map<String, T> ask(
      String service, List<String> about, Function<List<String>, Map<String, T>> question) {
    if (about.isEmpty()) {
      return Map.of();
    }
    try {
      return question.apply(about);
    } catch (SdkException | SpotBatchException e) {
      log.debug(
          "a service does not tell of hosts, going on without [service={}] [failure={}]",
          service,
          e.toString());
      return Map.of();
    }
  }
}
