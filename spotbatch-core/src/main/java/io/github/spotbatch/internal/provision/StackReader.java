package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.provision.StackState.Unfinished;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads what is there of a stack, all side by side. */
final class StackReader {

  private final Handlers handlers;
  private final JobEnding jobs;

  StackReader(Handlers handlers, JobEnding jobs) {
    this.handlers = handlers;
    this.jobs = jobs;
  }

  CompletableFuture<StackState> read(List<CompiledResource> wanted, Build build) {
    return handlers
        .owned(Ownership.of(build.names()))
        .thenCompose(
            owned ->
                Futures.all(
                        wanted.stream()
                            .map(planned -> handlers.of(planned).find(planned, build))
                            .toList())
                    .thenCompose(found -> withJobs(build, wanted, found, owned)));
  }

  private CompletableFuture<StackState> withJobs(
      Build build,
      List<CompiledResource> wanted,
      List<Optional<Found>> found,
      List<AwsResource> owned) {
    StackState state = new StackState(build, wanted, found, owned, List.of());
    return Futures.all(
            state.leftovers(found).stream()
                .filter(leftover -> leftover.kind() == ResourceKind.JOB_QUEUE)
                .map(this::unfinished)
                .toList())
        .thenApply(unfinished -> new StackState(build, wanted, found, owned, unfinished));
  }

  private CompletableFuture<Unfinished> unfinished(AwsResource queue) {
    return jobs.unfinished(List.of(queue)).thenApply(unended -> new Unfinished(queue, unended));
  }
}
