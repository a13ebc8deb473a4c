package io.github.spotbatch.internal.provision;

import io.github.spotbatch.exception.WaitTimeoutException;
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
            () -> same().stream().findFirst(),
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
            listed -> listed.stream().anyMatch(it -> it.revision().equals(mine.revision())),
            listed -> "not listed by Batch")
        .thenCompose(listed -> session.waiter().once(() -> single(listed, mine)));
  }

  /** All who look agree on which one stays. */
  private JobDefinition single(List<JobDefinition> listed, JobDefinition mine) {
    List<JobDefinition> upToMine =
        listed.stream().filter(it -> it.revision() <= mine.revision()).toList();
    int first = upToMine.size() - 1;
    while (first > 0 && Revisions.isSame(upToMine.get(first - 1), request)) {
      first--;
    }
    for (JobDefinition more : upToMine.subList(first + 1, upToMine.size())) {
      session
          .calls()
          .call(
              DeregisterJobDefinitionRequest.builder()
                  .jobDefinition(more.jobDefinitionArn())
                  .build(),
              batch()::deregisterJobDefinition);
    }
    return upToMine.get(first);
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
