package io.github.spotbatch.internal.provision;

import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.ProvisioningEvent.Type;
import io.github.spotbatch.UnfinishedJobs;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.batch.model.JobSummary;

/** Removes all that has a stack's tag, in an order in which AWS lets it go. */
final class Destroyer {

  private final Session session;
  private final Handlers handlers;
  private final String stack;
  private final UnfinishedJobs unfinishedJobs;
  private final JobEnding jobs;
  private final List<AwsResource> deleted = new CopyOnWriteArrayList<>();
  private final AtomicReference<StepFailure> failure = new AtomicReference<>();

  Destroyer(Session session, Handlers handlers, String stack, UnfinishedJobs unfinishedJobs) {
    this.session = session;
    this.handlers = handlers;
    this.stack = stack;
    this.unfinishedJobs = unfinishedJobs;
    this.jobs = new JobEnding(session);
  }

  CompletableFuture<DestroyReport> run() {
    return owned()
        .thenCompose(found -> endJobs(found).thenCompose(ended -> deleteAll(found)))
        .thenCompose(done -> remaining())
        .thenApply(remaining -> new DestroyReport(stack, deleted, remaining, keptByAws()))
        .exceptionally(this::fail);
  }

  private CompletableFuture<List<AwsResource>> owned() {
    return handlers.owned(new Ownership(session.region(), stack));
  }

  /** Looks before the queues are shut, so that a refusal changes nothing, and again afterwards. */
  private CompletableFuture<Void> endJobs(List<AwsResource> found) {
    List<AwsResource> queues =
        found.stream().filter(resource -> resource.kind() == ResourceKind.JOB_QUEUE).toList();
    return requireEnded(queues, "Nothing was changed.")
        .thenCompose(
            ended ->
                Futures.all(
                    queues.stream()
                        .map(queue -> step(queue, handlers.jobQueues().disable(queue)))
                        .toList()))
        .thenCompose(
            disabled ->
                unfinishedJobs == UnfinishedJobs.TERMINATE
                    ? jobs.endAll(stack, queues)
                    : requireEnded(queues, "They came meanwhile; its queues are disabled now."));
  }

  private CompletableFuture<Void> requireEnded(List<AwsResource> queues, String consequence) {
    return unfinishedJobs == UnfinishedJobs.TERMINATE
        ? CompletableFuture.completedFuture(null)
        : jobs.unfinished(queues).thenAccept(unfinished -> requireNone(unfinished, consequence));
  }

  private void requireNone(List<JobSummary> unfinished, String consequence) {
    if (!unfinished.isEmpty()) {
      JobSummary first = unfinished.get(0);
      throw new ProvisioningException(
          ("Stack %s has %d unfinished jobs, such as %s (%s). %s Wait for them, or destroy it with"
                  + " UnfinishedJobs.TERMINATE.")
              .formatted(
                  stack, unfinished.size(), first.jobName(), first.statusAsString(), consequence),
          "stack " + stack,
          "destroy",
          null,
          null,
          null);
    }
  }

  private CompletableFuture<Void> deleteAll(List<AwsResource> found) {
    CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
    for (Set<ResourceKind> kinds : DeletionOrder.PHASES) {
      List<AwsResource> together =
          found.stream().filter(resource -> kinds.contains(resource.kind())).toList();
      before =
          before
              .thenCompose(done -> Futures.all(together.stream().map(this::delete).toList()))
              .thenAccept(done -> {});
    }
    return before;
  }

  private CompletableFuture<Void> delete(AwsResource resource) {
    tell(Type.DELETING, resource);
    return step(resource, handlers.of(resource).delete(resource))
        .thenAccept(
            gone -> {
              deleted.add(resource);
              tell(Type.DELETED, resource);
            });
  }

  private CompletableFuture<Void> step(AwsResource resource, CompletableFuture<Void> work) {
    return work.whenComplete(
        (done, thrown) -> {
          if (thrown != null) {
            failure.compareAndSet(null, new StepFailure(resource.toString(), "delete", thrown));
          }
        });
  }

  private void tell(Type type, AwsResource resource) {
    session.progress().tell(type, resource.kind(), resource.name(), resource.awsName());
  }

  /** Reads everything once more; what has just been deleted may still be listed for a moment. */
  private CompletableFuture<List<AwsResource>> remaining() {
    return session
        .waiter()
        .untilStage(
            Waits.NOTHING_LISTED,
            "stack " + stack,
            this::owned,
            List::isEmpty,
            remaining -> "listed as " + remaining)
        .handle((none, thrown) -> thrown == null)
        .thenCompose(gone -> gone ? CompletableFuture.completedFuture(List.of()) : owned());
  }

  private List<String> keptByAws() {
    if (deleted.isEmpty()) {
      return List.of();
    }
    List<String> revisions =
        deleted.stream()
            .filter(resource -> resource.kind() == ResourceKind.JOB_DEFINITION)
            .map(AwsResource::awsName)
            .sorted()
            .toList();
    String inactive = revisions.isEmpty() ? "" : " (" + String.join(", ", revisions) + ")";
    return List.of(
        "deregistered revisions of job definitions" + inactive + ", INACTIVE for 180 days",
        "finished jobs, for at least 7 days",
        "service-linked roles such as AWSServiceRoleForBatch, which the whole account shares,"
            + " until they are deleted");
  }

  private DestroyReport fail(Throwable thrown) {
    StepFailure first = failure.get();
    if (first != null) {
      throw first.explain(
          "%d resources were deleted; destroy(\"%s\") can be called again to remove the rest."
              .formatted(deleted.size(), stack));
    }
    throw Futures.unchecked(thrown);
  }
}
