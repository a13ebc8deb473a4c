package io.github.spotbatch.testing.internal.logs;

import io.github.spotbatch.testing.internal.Faults;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.model.TooManyTagsException;

/** How CloudWatch Logs refuses. */
final class LogFaults {

  private LogFaults() {}

  static AwsServiceException groupExists() {
    return Faults.of(
        ResourceAlreadyExistsException.builder(),
        "ResourceAlreadyExistsException",
        400,
        "The specified log group already exists");
  }

  static AwsServiceException noGroup() {
    return notFound("The specified log group does not exist.");
  }

  static AwsServiceException noStream() {
    return notFound("The specified log stream does not exist.");
  }

  static AwsServiceException tooManyTags() {
    return Faults.of(
        TooManyTagsException.builder(),
        "TooManyTagsException",
        400,
        "The resource would have more than 50 tags.");
  }

  static AwsServiceException invalid(String message) {
    return Faults.of(
        InvalidParameterException.builder(), "InvalidParameterException", 400, message);
  }

  static void refuse(Optional<String> problem) {
    if (problem.isPresent()) {
      throw invalid(problem.get());
    }
  }

  private static AwsServiceException notFound(String message) {
    return Faults.of(
        ResourceNotFoundException.builder(), "ResourceNotFoundException", 400, message);
  }
}
