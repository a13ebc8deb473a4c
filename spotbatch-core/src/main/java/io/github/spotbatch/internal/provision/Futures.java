package io.github.spotbatch.internal.provision;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Combines futures. */
final class Futures {

  private Futures() {}

  /** All results in order; waits for all even if one fails, so that nothing goes on unseen. */
  static <T> CompletableFuture<List<T>> all(Collection<CompletableFuture<T>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
        .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
  }

  /** Goes on with what is there, if there is something. */
  static <T, R> CompletableFuture<Optional<R>> ifPresent(
      Optional<T> value, Function<T, CompletableFuture<Optional<R>>> next) {
    return value.map(next).orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
  }

  /** A failure as something that can be thrown from a stage. */
  static RuntimeException unchecked(Throwable failure) {
    Throwable cause = AwsErrors.unwrap(failure);
    return cause instanceof RuntimeException e ? e : new CompletionException(cause);
  }
}
