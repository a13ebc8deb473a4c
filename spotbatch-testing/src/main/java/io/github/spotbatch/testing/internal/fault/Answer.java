package io.github.spotbatch.testing.internal.fault;

import io.github.spotbatch.testing.internal.Faults;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkResponse;

/**
 * How a service answered: by a response or a refusal.
 *
 * @param asOf the time whose state it shows
 */
record Answer(@Nullable SdkResponse response, @Nullable AwsServiceException refusal, Instant asOf) {

  static Answer of(Supplier<SdkResponse> operation, Instant now) {
    try {
      return new Answer(operation.get(), null, now);
    } catch (AwsServiceException e) {
      return new Answer(null, e, now);
    }
  }

  SdkResponse get() {
    if (response == null) {
      throw Objects.requireNonNull(refusal, "neither a response nor a refusal");
    }
    return response;
  }

  void ifResponse(Consumer<SdkResponse> user) {
    if (response != null) {
      user.accept(response);
    }
  }

  /** The same as it was before the first of these things was made that are in it. */
  Answer without(Map<Lag.Mark, Instant> made, CallSite site) {
    return response == null || made.isEmpty()
        ? this
        : MadeThings.without(made, site, response, asOf);
  }

  /** Whether a caller sees the same; the words of a refusal may have an id in them. */
  boolean looksLike(Answer other) {
    if (refusal != null && other.refusal != null) {
      return Faults.code(refusal).equals(Faults.code(other.refusal));
    }
    return Objects.equals(response, other.response);
  }
}
