package io.github.spotbatch.internal.job;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** A job on its way to AWS. */
final class Submission {

  final SubmitJobRequest request;
  final Neighbours neighbours;

  /** One of many has more patience than one that a caller's thread waits for. */
  final boolean ofMany;

  /** The job's id. */
  final CompletableFuture<String> id = new CompletableFuture<>();

  /** Ends with the first answer, be it unclear: from then on it is in nobody's way. */
  final CompletableFuture<Boolean> answered = new CompletableFuture<>();

  /** How often it was sent without a clear answer; one thing after another, so not guarded. */
  int unclearSends;

  private volatile @Nullable Instant sentAt;
  private volatile boolean mayBeTaken;
  private volatile boolean withdrawn;

  private Submission(SubmitJobRequest request, Neighbours neighbours, boolean ofMany) {
    this.request = request;
    this.neighbours = neighbours;
    this.ofMany = ofMany;
  }

  static Submission single(SubmitJobRequest request) {
    return new Submission(request, Neighbours.NONE, false);
  }

  static Submission ofMany(SubmitJobRequest request, Neighbours neighbours) {
    return new Submission(request, neighbours, true);
  }

  /** Is not sent any more. */
  void withdraw() {
    withdrawn = true;
  }

  /** Its call begins. */
  void sending(Instant now) {
    if (withdrawn) {
      throw SubmissionFailures.withdrawn(request, unclearSends > 0);
    }
    sentAt = now;
    mayBeTaken = true;
  }

  /** AWS has said clearly that there is no job by the last call. */
  void notTaken() {
    mayBeTaken = unclearSends > 0;
  }

  /** Whether AWS may have made a job of it. */
  boolean mayBeTaken() {
    return mayBeTaken;
  }

  /** When the call began that AWS answered, or null if a listing told that the job is there. */
  @Nullable Instant acknowledgedSince() {
    return unclearSends > 0 ? null : sentAt;
  }
}
