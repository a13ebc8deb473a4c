package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Asks again, a little later, when a call fails for a reason that passes. */
final class Patience {

  private static final int TRIES = 200;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** After it every read tells the truth. */
  private static final Duration LONGEST_LAG = Duration.ofSeconds(6);

  private final FakeAws aws;

  Patience(FakeAws aws) {
    this.aws = aws;
  }

  /** A call that does no harm when it is made twice. */
  <T> T call(Supplier<T> call) {
    for (int i = 1; i < TRIES; i++) {
      try {
        return call.get();
      } catch (SdkException e) {
        requirePassing(e);
        aws.advance(PAUSE);
      }
    }
    return call.get();
  }

  /** A call that makes something of a name; what an earlier try has made is found there. */
  void make(Supplier<?> call) {
    boolean sentBefore = false;
    for (int i = 0; i < TRIES; i++) {
      try {
        call.get();
        return;
      } catch (SdkException e) {
        if (sentBefore && e.getMessage().contains("already exists")) {
          return;
        }
        requirePassing(e);
        sentBefore = true;
        aws.advance(PAUSE);
      }
    }
    throw new IllegalStateException("nothing was made in " + TRIES + " tries");
  }

  /** A call that must not succeed twice: if its answer is unclear, what it made is looked for. */
  <T> T once(Supplier<T> call, Supplier<Optional<T>> made) {
    for (int i = 0; i < TRIES; i++) {
      try {
        return call.get();
      } catch (SdkException e) {
        requirePassing(e);
        aws.advance(LONGEST_LAG);
        Optional<T> found = throttled(e) ? Optional.empty() : call(made);
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    throw new IllegalStateException("no answer in " + TRIES + " tries");
  }

  /** Looks again until something is so. */
  void until(BooleanSupplier condition) {
    for (int i = 0; !call(condition::getAsBoolean); i++) {
      if (i == TRIES) {
        throw new IllegalStateException("it is not so after " + TRIES + " looks");
      }
      aws.advance(PAUSE);
    }
  }

  private static void requirePassing(SdkException failure) {
    boolean passes =
        failure instanceof SdkClientException
            || (failure instanceof SdkServiceException service
                && (service.statusCode() >= 500 || throttled(failure)));
    if (!passes) {
      throw failure;
    }
  }

  private static boolean throttled(SdkException failure) {
    return failure instanceof SdkServiceException service && service.isThrottlingException();
  }
}
