package io.github.spotbatch.internal.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class AwsErrorsTest {

  @Nested
  class Texts {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Cannot delete, resource is being modified.",
          "Cannot delete, found existing JobQueue relationship.",
          "Error executing request, Exception : Cannot delete, resource is being modified.,"
              + " RequestId: 1"
        })
    void isBusy_batchIsNotReadyToDelete_isTrue(String message) {
      assertThat(AwsErrors.isBusy(error("ClientException", message))).isTrue();
    }

    @Test
    void isBusy_otherRefusal_isFalse() {
      assertThat(AwsErrors.isBusy(error("ClientException", "Compute Environment name should")))
          .isFalse();
      assertThat(AwsErrors.isBusy(new IllegalStateException("resource is being modified")))
          .isFalse();
    }

    @Test
    void isEnvironmentNotReady_queueBeforeItsEnvironment_isTrue() {
      assertThat(
              AwsErrors.isEnvironmentNotReady(
                  error(
                      "ClientException",
                      "Compute Environments must be created and valid before attaching them to a"
                          + " job queue")))
          .isTrue();
    }
  }

  @Nested
  class Codes {

    @Test
    void isNotYetVisible_roleJustMade_isTrueButNotForAMissingPolicy() {
      assertThat(
              AwsErrors.isNotYetVisible(
                  error("NoSuchEntity", "The role with name x cannot be found.")))
          .isTrue();
      assertThat(
              AwsErrors.isNotYetVisible(
                  error("NoSuchEntity", "Policy arn:aws:iam::aws:policy/x does not exist")))
          .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NoSuchEntity", "InvalidGroup.NotFound", "ResourceNotFoundException"})
    void isAbsent_servicesOwnCode_isTrue(String code) {
      assertThat(AwsErrors.isAbsent(error(code, ""))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "EntityAlreadyExists",
          "InvalidGroup.Duplicate",
          "ResourceAlreadyExistsException"
        })
    void isTaken_servicesOwnCode_isTrue(String code) {
      assertThat(AwsErrors.isTaken(error(code, ""))).isTrue();
    }

    @Test
    void isTaken_batchsText_isTrue() {
      assertThat(AwsErrors.isTaken(error("ClientException", "Object already exists"))).isTrue();
    }

    @Test
    void anything_ofAFailureThatIsNotOfAws_isFalse() {
      Throwable failure = new IllegalStateException("already exists");

      assertThat(AwsErrors.isAbsent(failure)).isFalse();
      assertThat(AwsErrors.isTaken(failure)).isFalse();
      assertThat(AwsErrors.isIamConflict(failure)).isFalse();
      assertThat(AwsErrors.isNotYetVisible(failure)).isFalse();
    }

    @Test
    void isStillInUse_dependencyViolation_isTrue() {
      assertThat(AwsErrors.isStillInUse(error("DependencyViolation", "has a dependent object")))
          .isTrue();
    }

    @Test
    void isIamConflict_deleteConflict_isTrue() {
      assertThat(AwsErrors.isIamConflict(error("DeleteConflict", ""))).isTrue();
    }

    @Test
    void code_wrappedByFutures_isFound() {
      Throwable wrapped =
          new CompletionException(new ExecutionException(error("DeleteConflict", "")));

      assertThat(AwsErrors.code(wrapped)).isEqualTo("DeleteConflict");
      assertThat(AwsErrors.code(new IllegalStateException())).isNull();
    }
  }

  @Nested
  class Propagation {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "CLIENT_ERROR - Not authorized to perform sts:AssumeRole (Service:"
              + " AWSSecurityTokenService; Status Code: 403; Error Code: AccessDenied)",
          "CLIENT_ERROR - User: arn:aws:sts::1:assumed-role/r/aws-batch is not authorized to"
              + " perform: ecs:DescribeClusters on resource: *",
          "CLIENT_ERROR - Instance profile arn:aws:iam::1:instance-profile/p does not exist",
          "CLIENT_ERROR - Parameter: SpotFleetRequestConfig.IamFleetRole is invalid. (Service:"
              + " AmazonEC2; Status Code: 400)"
        })
    void isPropagation_whatIamMayStillMakeVisible_isTrue(String reason) {
      assertThat(AwsErrors.isPropagation(reason)).isTrue();
    }

    @Test
    void isPropagation_somethingThatDoesNotPass_isFalse() {
      assertThat(AwsErrors.isPropagation("CLIENT_ERROR - The subnet ID 's' does not exist"))
          .isFalse();
    }
  }

  static AwsServiceException error(String code, String message) {
    return AwsServiceException.builder()
        .message(message)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .build();
  }
}
