package io.github.spotbatch.internal.job;

import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future whose caller, by waiting for it or for a stage that depends on it, lets the injected
 * clock go on. Asynchronous stages run on the given executor unless they name another.
 */
final class ClockFuture<T> extends CompletableFuture<T> {

  private final TimeKeeper time;
  private final Executor executor;

  ClockFuture(TimeKeeper time, Executor executor) {
    this.time = time;
    this.executor = executor;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new ClockFuture<>(time, executor);
  }

  @Override
  public Executor defaultExecutor() {
    return executor;
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    letTimePass(done());
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Boolean> done = done();
    Future<?> timer = time.executor().schedule(() -> done.complete(false), timeout, unit);
    try {
      letTimePass(done);
    } finally {
      timer.cancel(false);
    }
    if (!isDone()) {
      throw new TimeoutException("not done after " + Duration.of(timeout, unit.toChronoUnit()));
    }
    return super.get();
  }

  @Override
  public T join() {
    try {
      letTimePass(done());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
    return super.join();
  }

  /** A plain future that ends when this one does: a clock may wait by calling its get(). */
  private CompletableFuture<Boolean> done() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Future<?> unused = whenComplete((value, failure) -> done.complete(true));
    return done;
  }

  private void letTimePass(CompletableFuture<Boolean> done) throws InterruptedException {
    try {
      time.await(done);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
