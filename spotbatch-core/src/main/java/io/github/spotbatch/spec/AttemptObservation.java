package io.github.spotbatch.spec;

import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * What is known of a failed attempt when Batch decides whether to try again.
 *
 * <p>Immutable and thread-safe. Source: AWS Batch API reference, AttemptDetail.
 */
@Value.Immutable
public sealed interface AttemptObservation permits ImmutableAttemptObservation {
  /**
   * Starts an observation.
   *
   * @param attempt the number of the attempt, the first is 1
   * @return a builder that knows nothing else
   */
  static Builder builder(int attempt) {
    return ImmutableAttemptObservation.builder().attempt(attempt);
  }

  /** {@return the number of the attempt, the first is 1} */
  int attempt();

  /** {@return the attempt's status reason; empty if it has none} */
  Optional<String> statusReason();

  /** {@return the container's reason; empty if it has none, as after a plain exit} */
  Optional<String> reason();

  /** {@return the container's exit code; empty if it has none, as after the loss of its host} */
  OptionalInt exitCode();

  /** {@return whether the attempt ran into the job's timeout; default false} */
  @Value.Default
  default boolean timedOut() {
    return false;
  }

  /** {@return whether the job was cancelled; default false} */
  @Value.Default
  default boolean cancelled() {
    return false;
  }

  /** {@return whether the job was terminated; default false} */
  @Value.Default
  default boolean terminated() {
    return false;
  }

  /** {@return a builder that holds this observation's values} */
  default Builder toBuilder() {
    return ImmutableAttemptObservation.builder().from(this);
  }

  /** Builds an {@link AttemptObservation}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Sets the attempt's status reason.
     *
     * @param statusReason for example {@code Host EC2 (instance i-0123456789abcdef0) terminated.}
     * @return this builder
     * @see AttemptObservation#statusReason()
     */
    public abstract Builder statusReason(String statusReason);

    /**
     * Sets the container's reason.
     *
     * @param reason for example {@code OutOfMemoryError: Container killed due to memory usage}
     * @return this builder
     * @see AttemptObservation#reason()
     */
    public abstract Builder reason(String reason);

    /**
     * Sets the container's exit code.
     *
     * @param exitCode the code
     * @return this builder
     * @see AttemptObservation#exitCode()
     */
    public abstract Builder exitCode(int exitCode);

    /**
     * Sets whether the attempt ran into the job's timeout.
     *
     * @param timedOut default false
     * @return this builder
     * @see AttemptObservation#timedOut()
     */
    public abstract Builder timedOut(boolean timedOut);

    /**
     * Sets whether the job was cancelled.
     *
     * @param cancelled default false
     * @return this builder
     * @see AttemptObservation#cancelled()
     */
    public abstract Builder cancelled(boolean cancelled);

    /**
     * Sets whether the job was terminated.
     *
     * @param terminated default false
     * @return this builder
     * @see AttemptObservation#terminated()
     */
    public abstract Builder terminated(boolean terminated);

    /**
     * Makes the observation.
     *
     * @return the observation
     * @throws InvalidSpecException if the number of the attempt is below 1
     */
    public AttemptObservation build() {
      AttemptObservation observation = create();
      RetryChecks.check(observation);
      return observation;
    }

    abstract AttemptObservation create();
  }
}
