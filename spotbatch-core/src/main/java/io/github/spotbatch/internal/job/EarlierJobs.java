package io.github.spotbatch.internal.job;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Says before a request of a bulk submission is sent whether its job is there already. */
interface EarlierJobs {

  /** Of a key that nothing else can have. */
  EarlierJobs NONE = entry -> CompletableFuture.completedFuture(Optional.empty());

  /**
   * The id of the request's job if it is there; asked for one request after the other. It fails if
   * the submission must not go on.
   */
  CompletableFuture<Optional<String>> find(BulkEntry entry);

  /** The jobs of an earlier run of this submission, as the queue lists them now. */
  default CompletableFuture<List<AttachedJob>> all() {
    return CompletableFuture.completedFuture(List.of());
  }
}
