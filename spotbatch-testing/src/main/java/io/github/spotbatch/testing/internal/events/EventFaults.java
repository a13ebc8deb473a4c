package io.github.spotbatch.testing.internal.events;

import io.github.spotbatch.testing.internal.Faults;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.eventbridge.model.LimitExceededException;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;

/** How EventBridge refuses. */
final class EventFaults {

  private EventFaults() {}

  static AwsServiceException noRule(String name) {
    return Faults.of(
        ResourceNotFoundException.builder(),
        "ResourceNotFoundException",
        400,
        "Rule " + name + " does not exist on EventBus default.");
  }

  static AwsServiceException limitExceeded() {
    return Faults.of(
        LimitExceededException.builder(),
        "LimitExceededException",
        400,
        "The requested resource exceeds the maximum number allowed.");
  }

  static AwsServiceException invalidPattern(InvalidPattern problem) {
    return Faults.of(
        InvalidEventPatternException.builder(),
        "InvalidEventPatternException",
        400,
        "Event pattern is not valid. Reason: " + problem.getMessage());
  }

  static AwsServiceException validation(String message) {
    return Faults.of(EventBridgeException.builder(), "ValidationException", 400, message);
  }

  static void refuse(Optional<String> problem) {
    if (problem.isPresent()) {
      throw validation(problem.get());
    }
  }
}
