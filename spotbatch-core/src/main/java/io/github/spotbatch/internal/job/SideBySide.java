package io.github.spotbatch.internal.job;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Makes reads that do not depend on one another side by side, while the caller's thread waits. */
final class SideBySide {

  private static final int AT_A_TIME = 8;

  /** Half a minute of patience with an AWS that does not answer, or not yet again. */
  private static final RetryPolicy<Object> AGAIN =
      RetryPolicy.builder()
          .handleIf(AwsFailures::passing)
          .withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(16))
          .withMaxAttempts(6)
          .build();

  private final TimeKeeper time;

  SideBySide(TimeKeeper time) {
    this.time = time;
  }

  /**
   * Makes the reads, eight at a time, and gives their answers in order.
   *
   * @param what is asked of AWS, such as {@code DescribeJobs for array job 3f2a}
   */
  <T> List<T> all(String what, List<Supplier<T>> reads) {
    List<T> answers = new ArrayList<>();
    for (int from = 0; from < reads.size(); from += AT_A_TIME) {
      List<CompletableFuture<T>> some =
          reads.subList(from, Math.min(reads.size(), from + AT_A_TIME)).stream()
              .map(this::begin)
              .toList();
      some.forEach(answer -> answers.add(await(what, answer)));
    }
    return answers;
  }

  /** Begins one read, which is made again while AWS does not answer. */
  <T> CompletableFuture<T> begin(Supplier<T> read) {
    return Failsafe.with(AGAIN).with(time.executor()).getAsync(read::get);
  }

  /** Waits on the caller's thread. */
  <T> T await(String what, CompletableFuture<T> answer) {
    try {
      return time.await(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotBatchException("The wait for " + what + " was interrupted.", e);
    } catch (ExecutionException e) {
      throw AwsFailures.rethrow(AwsFailures.forUser(what, e));
    }
  }
}
