package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.DeleteJobQueueRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesRequest;
import software.amazon.awssdk.services.batch.model.JQState;
import software.amazon.awssdk.services.batch.model.JQStatus;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.batch.model.TagResourceRequest;
import software.amazon.awssdk.services.batch.model.UntagResourceRequest;
import software.amazon.awssdk.services.batch.model.UpdateJobQueueRequest;

/** Batch job queues. */
final class JobQueueHandler implements ResourceHandler {

  private final Session session;

  JobQueueHandler(Session session) {
    this.session = session;
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.JOB_QUEUE;
  }

  @Override
  public CompletableFuture<List<Owned>> owned(Ownership ownership) {
    return all()
        .thenApply(all -> all.stream().flatMap(queue -> owned(ownership, queue).stream()).toList());
  }

  /** All queues of the Region. */
  CompletableFuture<List<JobQueueDetail>> all() {
    return session.waiter().once(() -> describe(DescribeJobQueuesRequest.builder().build()));
  }

  Optional<Owned> owned(Ownership ownership, JobQueueDetail queue) {
    return ownership.owned(kind(), queue.tags(), queue.jobQueueName(), queue.jobQueueArn());
  }

  @Override
  public CompletableFuture<Optional<Found>> find(CompiledResource planned, Build build) {
    return session.waiter().once(() -> look(planned, build));
  }

  @Override
  public CompletableFuture<Optional<AwsResource>> still(AwsResource known, Ownership ownership) {
    return session
        .waiter()
        .once(() -> read(known.awsName()).flatMap(queue -> check(ownership, queue)));
  }

  private Optional<Found> look(CompiledResource planned, Build build) {
    return read(planned.awsName())
        .map(
            queue ->
                new Found(
                    check(build.ownership(planned), queue),
                    List.of(asItIs(queue)),
                    state(queue),
                    queue.status() == JQStatus.VALID ? "" : status(queue),
                    Optional.empty(),
                    List.of()));
  }

  @Override
  public List<AwsRequest> requests(CompiledResource planned, Build build) {
    CreateJobQueueRequest request = (CreateJobQueueRequest) planned.requests().get(0);
    return List.of(
        request.copy(
            b -> b.computeEnvironmentOrder(resolved(request.computeEnvironmentOrder(), build))));
  }

  private static CreateJobQueueRequest asItIs(JobQueueDetail queue) {
    return CreateJobQueueRequest.builder()
        .jobQueueName(queue.jobQueueName())
        .state(queue.stateAsString())
        .priority(queue.priority())
        .computeEnvironmentOrder(queue.computeEnvironmentOrder())
        .schedulingPolicyArn(queue.schedulingPolicyArn())
        .jobStateTimeLimitActions(queue.jobStateTimeLimitActions())
        .tags(queue.tags())
        .build();
  }

  private static Found.State state(JobQueueDetail queue) {
    if (queue.status() == JQStatus.VALID) {
      return Found.State.USABLE;
    }
    return isChanging(queue) ? Found.State.PENDING : Found.State.BROKEN;
  }

  private Optional<AwsResource> check(Ownership ownership, JobQueueDetail queue) {
    return ownership.check(kind(), queue.tags(), queue.jobQueueName(), queue.jobQueueArn());
  }

  @Override
  public CompletableFuture<AwsResource> create(CompiledResource planned, Build build) {
    CreateJobQueueRequest request = (CreateJobQueueRequest) requests(planned, build).get(0);
    return session
        .waiter()
        .untilAccepted(
            Waits.QUEUE_ACCEPTED,
            () ->
                session.createOnce(
                    this,
                    planned,
                    build,
                    () -> session.calls().call(request, batch()::createJobQueue).jobQueueArn()))
        .thenCompose(
            created ->
                settledOnceListed(created).thenApply(detail -> requireValid(created, detail)));
  }

  @Override
  public CompletableFuture<AwsResource> complete(
      CompiledResource planned, AwsResource there, List<AwsRequest> missing, Build build) {
    return settled(there).thenApply(detail -> requireValid(there, detail));
  }

  @Override
  public CompletableFuture<AwsResource> update(
      CompiledResource planned, AwsResource there, List<AwsRequest> requests, Build build) {
    return settled(there)
        .thenCompose(
            ready ->
                session
                    .waiter()
                    .call(
                        Waits.QUEUE_UPDATED,
                        () -> {
                          requests.forEach(request -> send(request, build));
                          return there;
                        }))
        .thenCompose(sent -> complete(planned, session.updated(there), List.of(), build));
  }

  private void send(AwsRequest request, Build build) {
    if (request instanceof UpdateJobQueueRequest update) {
      List<ComputeEnvironmentOrder> order = resolved(update.computeEnvironmentOrder(), build);
      session
          .calls()
          .call(
              update.hasComputeEnvironmentOrder()
                  ? update.copy(u -> u.computeEnvironmentOrder(order))
                  : update,
              batch()::updateJobQueue);
    } else if (request instanceof UntagResourceRequest untag) {
      session.calls().call(untag, batch()::untagResource);
    } else {
      session.calls().call((TagResourceRequest) request, batch()::tagResource);
    }
  }

  /**
   * Lets no new jobs in; does nothing if the queue is going or gone.
   *
   * @return the queue as it is then; empty if it is gone
   */
  CompletableFuture<Optional<JobQueueDetail>> disable(AwsResource queue) {
    return settled(queue).thenCompose(detail -> disabled(queue, detail));
  }

  /** As {@link #disable(AwsResource)}, without a look at a queue that has just been read. */
  CompletableFuture<Optional<JobQueueDetail>> disable(AwsResource queue, JobQueueDetail read) {
    return isChanging(read) ? disable(queue) : disabled(queue, Optional.of(read));
  }

  private CompletableFuture<Optional<JobQueueDetail>> disabled(
      AwsResource queue, Optional<JobQueueDetail> detail) {
    if (detail.isEmpty() || isDisabledOrGoing(detail.get())) {
      return CompletableFuture.completedFuture(detail);
    }
    UpdateJobQueueRequest request =
        UpdateJobQueueRequest.builder().jobQueue(queue.id()).state(JQState.DISABLED).build();
    return session
        .waiter()
        .call(
            Waits.QUEUE_UPDATED,
            () -> {
              AwsErrors.gone(() -> session.calls().call(request, batch()::updateJobQueue));
              return queue;
            })
        .thenCompose(
            response -> until(queue, Waits.QUEUE_SETTLED, JobQueueHandler::isDisabledOrGoing));
  }

  @Override
  public CompletableFuture<Void> delete(AwsResource queue) {
    return disable(queue).thenCompose(detail -> delete(queue, detail));
  }

  /**
   * Deletes a queue that is disabled, and waits until it is gone.
   *
   * @param disabled the queue as it was read last; empty if it is gone
   */
  CompletableFuture<Void> delete(AwsResource queue, Optional<JobQueueDetail> disabled) {
    if (disabled.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    DeleteJobQueueRequest request = DeleteJobQueueRequest.builder().jobQueue(queue.id()).build();
    CompletableFuture<AwsResource> deleting =
        disabled.get().status() == JQStatus.DELETING
            ? CompletableFuture.completedFuture(queue)
            : session
                .waiter()
                .call(
                    Waits.QUEUE_DELETABLE,
                    () -> {
                      AwsErrors.gone(() -> session.calls().call(request, batch()::deleteJobQueue));
                      return queue;
                    });
    return deleting
        .thenCompose(taken -> until(queue, Waits.QUEUE_GONE, present -> false))
        .thenAccept(gone -> {});
  }

  private static List<ComputeEnvironmentOrder> resolved(
      List<ComputeEnvironmentOrder> order, Build build) {
    return order.stream()
        .map(
            entry ->
                entry.copy(b -> b.computeEnvironment(build.resolve(entry.computeEnvironment()))))
        .toList();
  }

  private static AwsResource requireValid(AwsResource queue, Optional<JobQueueDetail> detail) {
    if (detail.isEmpty() || detail.get().status() != JQStatus.VALID) {
      throw new SpotBatchException(
          queue + " is " + detail.map(JobQueueHandler::status).orElse("gone"));
    }
    return queue;
  }

  private static boolean isDisabledOrGoing(JobQueueDetail queue) {
    return queue.status() == JQStatus.DELETING
        || (queue.state() == JQState.DISABLED && !isChanging(queue));
  }

  private static boolean isChanging(JobQueueDetail queue) {
    return queue.status() == JQStatus.CREATING || queue.status() == JQStatus.UPDATING;
  }

  /** As {@link #settled}, for what was made just now and may not be listed yet. */
  private CompletableFuture<Optional<JobQueueDetail>> settledOnceListed(AwsResource queue) {
    return session
        .waiter()
        .onceListed(queue.toString(), () -> read(queue.awsName()), () -> settled(queue));
  }

  private CompletableFuture<Optional<JobQueueDetail>> settled(AwsResource queue) {
    return until(queue, Waits.QUEUE_SETTLED, detail -> !isChanging(detail));
  }

  /** Reads until the queue is as it should be, or gone. */
  private CompletableFuture<Optional<JobQueueDetail>> until(
      AwsResource queue, Wait wait, Predicate<JobQueueDetail> done) {
    return session
        .waiter()
        .until(
            wait,
            queue.toString(),
            () -> {
              Optional<JobQueueDetail> detail = read(queue.awsName());
              detail.filter(done.negate()).ifPresent(d -> session.waiting(queue, status(d)));
              return detail;
            },
            detail -> detail.isEmpty() || done.test(detail.get()),
            detail -> detail.map(JobQueueHandler::status).orElse("gone"));
  }

  private static String status(JobQueueDetail queue) {
    return Statuses.text(queue.stateAsString(), queue.statusAsString(), queue.statusReason());
  }

  private Optional<JobQueueDetail> read(String name) {
    return describe(DescribeJobQueuesRequest.builder().jobQueues(name).build()).stream()
        .findFirst();
  }

  private List<JobQueueDetail> describe(DescribeJobQueuesRequest first) {
    return session
        .calls()
        .pages(
            first,
            batch()::describeJobQueues,
            (request, page) ->
                page.nextToken() == null ? null : request.copy(b -> b.nextToken(page.nextToken())))
        .stream()
        .flatMap(page -> page.jobQueues().stream())
        .filter(queue -> queue.status() != JQStatus.DELETED)
        .toList();
  }

  private BatchClient batch() {
    return session.clients().batch();
  }
}
