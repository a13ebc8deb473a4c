package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.batch.model.JobSummary;

/**
 * Finds what refers to images: the active revisions of the Region, and the jobs of all its queues
 * that have not ended, whose revisions may be inactive or even forgotten by now.
 */
final class PinReader {

  private final Session session;

  PinReader(Session session) {
    this.session = session;
  }

  /** The revisions alone, but for those that are about to go. */
  CompletableFuture<Pins> revisions(Set<String> going) {
    return session.waiter().once(() -> new Pins(Set.of(), texts(active(), going)));
  }

  /** The revisions that stay, and the jobs. */
  CompletableFuture<Pins> all(Set<String> going) {
    // Of others too, since jobs of any queue can use the stack's images.
    return new JobQueueHandler(session)
        .all()
        .thenApply(queues -> queues.stream().map(PinReader::resource).toList())
        .thenCompose(queues -> new JobEnding(session).unfinished(queues))
        .thenCompose(jobs -> session.waiter().once(() -> pins(jobs, going)));
  }

  /** A revision that a job uses stays. */
  private Pins pins(List<JobSummary> jobs, Set<String> going) {
    Map<String, JobDefinition> active = active();
    Set<String> used = new HashSet<>();
    List<String> others = new ArrayList<>();
    for (JobSummary job : jobs) {
      if (active.containsKey(job.jobDefinition())) {
        used.add(job.jobDefinition());
      } else {
        others.add(job.jobId());
      }
    }
    Set<String> gone = new HashSet<>(going);
    gone.removeAll(used);
    List<String> texts = new ArrayList<>(texts(active, gone));
    JobDetails.read(session, others).forEach(job -> texts.add(job.toString()));
    return new Pins(used, texts);
  }

  private static AwsResource resource(JobQueueDetail queue) {
    return new AwsResource(
        ResourceKind.JOB_QUEUE,
        "",
        queue.jobQueueName(),
        queue.jobQueueName(),
        queue.jobQueueArn());
  }

  private Map<String, JobDefinition> active() {
    Map<String, JobDefinition> active = new HashMap<>();
    new Revisions(session)
        .all()
        .forEach(revision -> active.put(revision.jobDefinitionArn(), revision));
    return active;
  }

  private static List<String> texts(Map<String, JobDefinition> active, Set<String> going) {
    return active.entrySet().stream()
        .filter(revision -> !going.contains(revision.getKey()))
        .map(revision -> revision.getValue().toString())
        .toList();
  }
}
