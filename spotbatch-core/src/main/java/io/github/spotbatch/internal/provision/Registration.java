package io.github.spotbatch.internal.provision;

import io.github.spotbatch.exception.WaitTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.DeregisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;

/**
 * The registration of one revision. Batch takes no token that tells a repetition, so what an
 * unclear answer did is looked for; and where more than one came about after all, by a listing that
 * lagged behind or by two who applied at once, the first of them stays.
 */
final class Registration {

  private final Session session;
  private final Ownership ownership;
  private final RegisterJobDefinitionRequest request;
  private final int before;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicBoolean unclear = new AtomicBoolean();

  /**
   * A registration.
   *
   * @param before the newest revision that is known; 0 for none
   */
  Registration(
      Session session, Ownership ownership, RegisterJobDefinitionRequest request, int before) {
    this.session = session;
    this.ownership = ownership;
    this.request = request;
    this.before = before;
  }

  /** The revision that has the content now, registered by this or by somebody else meanwhile. */
  CompletableFuture<JobDefinition> run() {
    return session
        .waiter()
        .untilAccepted(Waits.DEFINITION_REGISTERED, this::attempt)
        .thenCompose(this::single);
  }

  private CompletableFuture<JobDefinition> attempt() {
    CompletableFuture<Optional<JobDefinition>> there =
        unclear.get() ? shown() : CompletableFuture.completedFuture(Optional.empty());
    return there.thenCompose(
        shown -> shown.map(CompletableFuture::completedFuture).orElseGet(this::register));
  }

  private CompletableFuture<JobDefinition> register() {
    sent.incrementAndGet();
    return session
        .waiter()
        .once(() -> session.calls().call(request, batch()::registerJobDefinition))
        .whenComplete(
            (answer, failure) -> {
              if (failure != null && !AwsErrors.isThrottled(failure)) {
                unclear.set(true);
              }
            })
        .thenApply(
            answer ->
                JobDefinition.builder()
                    .jobDefinitionName(answer.jobDefinitionName())
                    .jobDefinitionArn(answer.jobDefinitionArn())
                    .revision(answer.revision())
                    .build());
  }

  /** What an earlier try has made, if it is listed within some time. */
  private CompletableFuture<Optional<JobDefinition>> shown() {
    return session
        .waiter()
        .until(
            Waits.REGISTRATION_SHOWN,
            subject(),
            () -> same().stream().reduce((earlier, later) -> later),
            Optional::isPresent,
            absent -> "not listed by Batch")
        .exceptionally(
            failure -> {
              if (AwsErrors.unwrap(failure) instanceof WaitTimeoutException) {
                return Optional.empty();
              }
              throw Futures.unchecked(failure);
            });
  }

  /** Numbers without a gap say that nobody came between. */
  private CompletableFuture<JobDefinition> single(JobDefinition mine) {
    if (sent.get() == 1 && mine.revision() == before + 1) {
      return CompletableFuture.completedFuture(mine);
    }
    return session
        .waiter()
        .until(
            Waits.BATCH_VISIBLE,
            subject(),
            this::since,
            listed -> isListed(mine, listed) || !sameBefore(mine, listed).isEmpty(),
            listed -> "not listed by Batch")
        .thenCompose(listed -> session.waiter().once(() -> single(listed, mine)));
  }

  /** All who look agree on which one stays. */
  private JobDefinition single(List<JobDefinition> listed, JobDefinition mine) {
    List<JobDefinition> same = new ArrayList<>(sameBefore(mine, listed));
    same.add(mine);
    for (JobDefinition more : same.subList(1, same.size())) {
      session
          .calls()
          .call(
              DeregisterJobDefinitionRequest.builder()
                  .jobDefinition(more.jobDefinitionArn())
                  .build(),
              batch()::deregisterJobDefinition);
    }
    return same.get(0);
  }

  private static boolean isListed(JobDefinition mine, List<JobDefinition> listed) {
    return listed.stream().anyMatch(it -> it.revision().equals(mine.revision()));
  }

  /** The revisions right before one that say the same. */
  private List<JobDefinition> sameBefore(JobDefinition mine, List<JobDefinition> listed) {
    List<JobDefinition> earlier =
        listed.stream().filter(it -> it.revision() < mine.revision()).toList();
    int first = earlier.size();
    while (first > 0 && Revisions.isSame(earlier.get(first - 1), request)) {
      first--;
    }
    return earlier.subList(first, earlier.size());
  }

  private List<JobDefinition> same() {
    return since().stream().filter(revision -> Revisions.isSame(revision, request)).toList();
  }

  /** What has been registered since the plan was made. */
  private List<JobDefinition> since() {
    return new Revisions(session)
        .own(request.jobDefinitionName(), ownership).stream()
            .filter(revision -> revision.revision() > before)
            .toList();
  }

  private String subject() {
    return "job definition " + request.jobDefinitionName();
  }

  private BatchClient batch() {
    return session.clients().batch();
  }
}
