package io.github.spotbatch.internal.provision;

import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.IncompleteDestroyException;
import io.github.spotbatch.Leftover;
import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.SpotBatchException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.batch.model.UpdateJobQueueRequest;

/**
 * Removes what a failed apply has made, and nothing else: what was there before counts as somebody
 * else's, so that it keeps what it uses.
 */
final class Rollback {

  private final Session session;
  private final Handlers handlers;
  private final StackPlan plan;
  private final Build build;
  private final Set<AwsResource> made;

  Rollback(Session session, Handlers handlers, StackPlan plan, Build build) {
    this.session = session;
    this.handlers = handlers;
    this.plan = plan;
    this.build = build;
    this.made = Set.copyOf(session.made());
  }

  /** What came of it, in a sentence; it never fails. */
  CompletableFuture<String> run() {
    if (made.isEmpty()) {
      return CompletableFuture.completedFuture("It had made nothing.");
    }
    return queuesBack()
        .thenCompose(this::drained)
        .thenCompose(drained -> new InventoryReader(session, plan.names().stack()).read())
        .thenCompose(this::remove)
        .thenApply(Rollback::sentence)
        .exceptionally(this::failed);
  }

  /** So that no queue is without an environment. */
  private CompletableFuture<List<AwsResource>> queuesBack() {
    List<PlannedStep> updates =
        plan.steps().stream()
            .filter(step -> step.type() == Type.UPDATE || step.type() == Type.ADOPT)
            .filter(step -> step.resource().kind() == ResourceKind.JOB_QUEUE)
            .toList();
    if (updates.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    return new JobQueueHandler(session)
        .all()
        .thenCompose(
            queues ->
                Futures.all(
                    updates.stream()
                        .filter(step -> hasMoved(step, queues))
                        .map(this::back)
                        .toList()));
  }

  /** Jobs have started on what is to go, if a queue has been on it. */
  private CompletableFuture<Void> drained(List<AwsResource> queuesMovedBack) {
    if (queuesMovedBack.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    EnvironmentDrain drain = new EnvironmentDrain(session, Ownership.of(plan.names()));
    Duration atMost = Duration.ofMinutes(plan.drainMinutes());
    return Futures.all(
            made.stream()
                .filter(it -> it.kind() == ResourceKind.COMPUTE_ENVIRONMENT)
                .map(environment -> drain.run(environment, atMost))
                .toList())
        .thenAccept(drained -> {});
  }

  private boolean hasMoved(PlannedStep step, List<JobQueueDetail> queues) {
    String arn = Objects.requireNonNull(step.there()).id();
    return queues.stream()
        .filter(queue -> arn.equals(queue.jobQueueArn()))
        .anyMatch(queue -> made.stream().anyMatch(it -> OtherUsers.refersTo(queue, it)));
  }

  private CompletableFuture<AwsResource> back(PlannedStep step) {
    AwsResource queue = Objects.requireNonNull(step.there());
    CreateJobQueueRequest before = (CreateJobQueueRequest) step.asItIs().get(0);
    UpdateJobQueueRequest update =
        UpdateJobQueueRequest.builder()
            .jobQueue(queue.id())
            .computeEnvironmentOrder(before.computeEnvironmentOrder())
            .build();
    return handlers.jobQueues(queue).update(step.resource(), queue, List.of(update), build);
  }

  private CompletableFuture<DestroyReport> remove(Inventory inventory) {
    Inventory mine = inventory.only(made);
    return new Destroyer(session, DestroyPlanner.plan(mine, StackPlan.Purpose.DESTROY), mine).run();
  }

  private static String sentence(DestroyReport report) {
    List<String> sentences = new ArrayList<>();
    if (!report.deleted().isEmpty()) {
      sentences.add(
          "What it had made was removed again: %s."
              .formatted(
                  report.deleted().stream()
                      .map(AwsResource::toString)
                      .collect(Collectors.joining(", "))));
    }
    if (!report.remaining().isEmpty()) {
      sentences.add(
          "Left of what it had made: %s."
              .formatted(
                  report.remaining().stream()
                      .map(Leftover::toString)
                      .collect(Collectors.joining("; "))));
    }
    return sentences.isEmpty()
        ? "What it had pushed stays in its repository."
        : String.join(" ", sentences);
  }

  private String failed(Throwable thrown) {
    Throwable cause = AwsErrors.unwrap(thrown);
    if (cause instanceof IncompleteDestroyException incomplete) {
      return sentence(incomplete.report());
    }
    if (cause instanceof Error error) {
      throw error;
    }
    String why =
        cause instanceof SpotBatchException ? String.valueOf(cause.getMessage()) : cause.toString();
    return "It could not be rolled back: %s %s"
        .formatted(why, session.whatExists(plan.names().stack()));
  }
}
