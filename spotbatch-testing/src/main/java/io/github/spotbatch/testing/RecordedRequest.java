package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.RequestText;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkRequest;

/**
 * A request that reached the fake, and what became of it. It holds no credentials: neither those
 * that signed it nor any of its client's settings.
 *
 * @param time when, on the world's clock
 * @param service the name that AWS signs with, such as {@code batch} or {@code logs}
 * @param operation such as {@code SubmitJob}
 * @param account the account that it was for
 * @param region the Region that it was for
 * @param request as the service got it
 * @param errorCode AWS's code if it was refused; the name of the exception if the fake itself
 *     failed
 * @param errorMessage what was said with it
 * @param faults what {@link FakeAws#faults()} did to it, in the order of the kinds; mostly nothing
 */
public record RecordedRequest(
    Instant time,
    String service,
    String operation,
    String account,
    String region,
    SdkRequest request,
    Optional<String> errorCode,
    Optional<String> errorMessage,
    Set<FaultKind> faults) {

  /**
   * Whether the service did what it asks for.
   *
   * @return false if it was refused; true even if the response was lost
   */
  public boolean succeeded() {
    return errorCode.isEmpty();
  }

  /**
   * The request in one line. The values of environment variables are hidden.
   *
   * @return for example {@code 2030-01-01T00:00:00Z us-east-1 batch SubmitJob { "jobName": "a" }}
   */
  @Override
  public String toString() {
    String outcome =
        errorCode.map(code -> " refused: " + code + ": " + errorMessage.orElse("")).orElse("");
    return "%s %s %s %s %s%s%s"
        .formatted(
            time,
            region,
            service,
            operation,
            RequestText.full(request),
            outcome,
            RequestText.faults(faults));
  }
}
