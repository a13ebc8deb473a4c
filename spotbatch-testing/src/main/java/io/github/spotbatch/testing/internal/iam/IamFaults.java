package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.internal.Faults;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.UnmodifiableEntityException;

/** How IAM refuses. */
final class IamFaults {

  private IamFaults() {}

  static AwsServiceException alreadyExists(String message) {
    return Faults.of(EntityAlreadyExistsException.builder(), "EntityAlreadyExists", 409, message);
  }

  static AwsServiceException noSuchEntity(String message) {
    return Faults.of(NoSuchEntityException.builder(), "NoSuchEntity", 404, message);
  }

  static AwsServiceException deleteConflict(String message) {
    return Faults.of(DeleteConflictException.builder(), "DeleteConflict", 409, message);
  }

  static AwsServiceException limitExceeded(String message) {
    return Faults.of(LimitExceededException.builder(), "LimitExceeded", 409, message);
  }

  static AwsServiceException invalidInput(String message) {
    return Faults.of(InvalidInputException.builder(), "InvalidInput", 400, message);
  }

  static AwsServiceException malformedPolicy(String message) {
    return Faults.of(
        MalformedPolicyDocumentException.builder(), "MalformedPolicyDocument", 400, message);
  }

  static AwsServiceException unmodifiable(String roleName) {
    return Faults.of(
        UnmodifiableEntityException.builder(),
        "UnmodifiableEntity",
        400,
        "Cannot perform the operation on the protected role '"
            + roleName
            + "' - this role is only modifiable by AWS");
  }

  static AwsServiceException validation(String message) {
    return Faults.of(IamException.builder(), "ValidationError", 400, message);
  }
}
