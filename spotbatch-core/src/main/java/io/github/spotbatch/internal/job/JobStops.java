package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.JobNotFoundException;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.StopReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CancelJobRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;
import software.amazon.awssdk.services.batch.model.TerminateJobRequest;

/**
 * Stops jobs by the call that ends them in the state that they are in. CancelJob is for jobs that
 * wait for a host: on one that has got it meanwhile it does nothing, so such a job is looked at
 * again. A job that waits for others, and an array, whose parent waits while its children run,
 * would be cancelled once these have ended: they are terminated, as running ones are, which ends
 * them at once, and so is a job that the caller may not cancel. Nothing here blocks. Thread-safe.
 */
final class JobStops {

  private static final int MAX_REASON = 1024;

  /** Pauses between looks; a job that seems to wait still is terminated after the last. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(5));

  private final AwsClients clients;
  private final RepeatableCalls calls;
  private final RepeatableCalls endings;

  /**
   * Makes the stops.
   *
   * @param calls tell where jobs are
   * @param endings end them
   */
  JobStops(AwsClients clients, RepeatableCalls calls, RepeatableCalls endings) {
    this.clients = clients;
    this.calls = calls;
    this.endings = endings;
  }

  static void requireReason(String reason) {
    if (reason.isEmpty() || reason.length() > MAX_REASON) {
      throw new IllegalArgumentException(
          "the reason to terminate a job must have 1 to %d characters, had %d"
              .formatted(MAX_REASON, reason.length()));
    }
  }

  /** Stops jobs in whatever state they are. */
  CompletableFuture<StopReport> stop(Collection<String> jobIds, String reason) {
    requireReason(reason);
    StopTally tally = new StopTally();
    return look(List.copyOf(jobIds), new Order(reason, tally, 0)).thenApply(done -> tally.report());
  }

  /** Stops jobs whose states a listing has just told. */
  CompletableFuture<StopReport> stopListed(Map<String, JobState> states, String reason) {
    requireReason(reason);
    StopTally tally = new StopTally();
    Order order = new Order(reason, tally, 0);
    List<String> jobIds = List.copyOf(states.keySet());
    return act(jobIds, states, order)
        .thenCompose(done -> lookAgain(order))
        .thenApply(done -> tally.report());
  }

  /** Ends a job in whatever state it is by one call; what has ended stays as it is. */
  CompletableFuture<?> terminate(String jobId, String reason) {
    return sendTerminate(jobId, reason);
  }

  /** What is to be done, and how many looks there were before. */
  private record Order(String reason, StopTally tally, int looks) {
    boolean last() {
      return looks == PAUSES.size();
    }
  }

  private CompletableFuture<Void> look(List<String> jobIds, Order order) {
    return allOf(groups(jobIds), group -> lookAt(group, order))
        .thenCompose(done -> lookAgain(order));
  }

  private static List<List<String>> groups(List<String> jobIds) {
    List<List<String>> groups = new ArrayList<>();
    for (int from = 0; from < jobIds.size(); from += JobTracker.JOBS_PER_CALL) {
      groups.add(jobIds.subList(from, Math.min(jobIds.size(), from + JobTracker.JOBS_PER_CALL)));
    }
    return groups;
  }

  private CompletableFuture<Void> lookAgain(Order order) {
    List<String> unsettled = order.tally.takeUnsettled();
    return unsettled.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : calls
            .after(PAUSES.get(order.looks))
            .thenCompose(
                over -> look(unsettled, new Order(order.reason, order.tally, order.looks + 1)));
  }

  private CompletableFuture<Void> lookAt(List<String> group, Order order) {
    return calls
        .call(
            DescribeJobsRequest.builder().jobs(group).build(),
            request -> clients.batch().describeJobs(request))
        .thenApply(
            answer ->
                answer.jobs().stream()
                    .map(JobResults::of)
                    .collect(Collectors.toMap(JobResult::jobId, JobResult::state, (a, b) -> a)))
        .thenCompose(states -> act(group, states, order))
        .exceptionally(
            failure -> {
              group.forEach(jobId -> order.tally.failed(jobId, AwsFailures.unwrap(failure)));
              return null;
            });
  }

  private CompletableFuture<Void> act(
      List<String> jobIds, Map<String, JobState> states, Order order) {
    Map<String, JobState> known = new HashMap<>(states);
    return allOf(jobIds, jobId -> act(jobId, known.get(jobId), order));
  }

  private CompletableFuture<Void> act(String jobId, @Nullable JobState state, Order order) {
    if (state == null) {
      return order.last() ? notFound(jobId, order) : terminateUnseen(jobId, order);
    }
    if (state.finished()) {
      order.tally.ended(jobId, state);
      return CompletableFuture.completedFuture(null);
    }
    boolean waits = state == JobState.SUBMITTED || state == JobState.RUNNABLE;
    if (!waits || order.last()) {
      return terminate(jobId, order);
    }
    boolean sent = order.tally.lookAgain(jobId);
    return sent ? CompletableFuture.completedFuture(null) : cancel(jobId, order);
  }

  private static CompletableFuture<Void> notFound(String jobId, Order order) {
    order.tally.failed(jobId, new JobNotFoundException(jobId));
    return CompletableFuture.completedFuture(null);
  }

  /** AWS may not describe a job yet that it has just taken. */
  private CompletableFuture<Void> terminateUnseen(String jobId, Order order) {
    order.tally.lookAgain(jobId);
    order.tally.cancelSent(jobId);
    return settled(jobId, sendTerminate(jobId, order.reason), order);
  }

  private CompletableFuture<Void> cancel(String jobId, Order order) {
    order.tally.cancelSent(jobId);
    CancelJobRequest request = CancelJobRequest.builder().jobId(jobId).reason(order.reason).build();
    CompletableFuture<?> sent = endings.call(request, r -> clients.batch().cancelJob(r));
    return sent.handle(
            (answer, failure) -> failure != null && AwsFailures.denied(AwsFailures.unwrap(failure)))
        .thenCompose(denied -> denied ? terminate(jobId, order) : settled(jobId, sent, order));
  }

  private CompletableFuture<Void> terminate(String jobId, Order order) {
    return settled(
        jobId,
        sendTerminate(jobId, order.reason).thenAccept(answer -> order.tally.terminated(jobId)),
        order);
  }

  private CompletableFuture<?> sendTerminate(String jobId, String reason) {
    TerminateJobRequest request = TerminateJobRequest.builder().jobId(jobId).reason(reason).build();
    return endings.call(request, r -> clients.batch().terminateJob(r));
  }

  /** Notes a failure, which must not keep the others from being stopped. */
  private static CompletableFuture<Void> settled(
      String jobId, CompletableFuture<?> call, Order order) {
    return call.handle(
        (answer, failure) -> {
          if (failure != null) {
            order.tally.failed(jobId, failure);
          }
          return null;
        });
  }

  private static <T> CompletableFuture<Void> allOf(
      Collection<T> things, Function<T, CompletableFuture<Void>> work) {
    return CompletableFuture.allOf(things.stream().map(work).toArray(CompletableFuture[]::new));
  }
}
