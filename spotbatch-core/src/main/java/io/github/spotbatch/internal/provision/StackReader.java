package io.github.spotbatch.internal.provision;

import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads what is there of a stack, all side by side. */
final class StackReader {

  private final Handlers handlers;

  StackReader(Handlers handlers) {
    this.handlers = handlers;
  }

  CompletableFuture<StackState> read(List<CompiledResource> wanted, Build build) {
    return handlers
        .owned(Ownership.of(build.names()))
        .thenCompose(
            owned ->
                Futures.all(
                        wanted.stream()
                            .map(planned -> handlers.of(planned.kind()).find(planned, build))
                            .toList())
                    .thenApply(found -> new StackState(build, wanted, found, owned)));
  }
}
