package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Faults;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** How EC2 refuses. It has one exception class and many codes. */
final class Ec2Faults {

  private Ec2Faults() {}

  static AwsServiceException of(String code, String message) {
    return Faults.of(Ec2Exception.builder(), code, 400, message);
  }

  static AwsServiceException invalidValue(String message) {
    return of("InvalidParameterValue", message);
  }

  static AwsServiceException missing(String parameter) {
    return of("MissingParameter", "The request must contain the parameter " + parameter);
  }

  static AwsServiceException noVpc(String id) {
    return of("InvalidVpcID.NotFound", "The vpc ID '" + id + "' does not exist");
  }

  static AwsServiceException noSubnet(String id) {
    return of("InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist");
  }

  static AwsServiceException noGroup(String id) {
    return of("InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
  }

  static AwsServiceException noInstance(String id) {
    return of("InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
  }

  static AwsServiceException noTemplate(String id) {
    return of(
        "InvalidLaunchTemplateId.NotFound",
        "The specified launch template, with template ID " + id + ", does not exist.");
  }

  static AwsServiceException dryRun() {
    return Faults.of(
        Ec2Exception.builder(),
        "DryRunOperation",
        412,
        "Request would have succeeded, but DryRun flag is set.");
  }
}
