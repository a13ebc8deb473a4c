package io.github.spotbatch.internal.provision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CLIENT_ERROR - Not authorized to perform sts:AssumeRole (Service: AWSSecurityTokenService; Status Code: 403) | trust policy lets batch.amazonaws.com
          CLIENT_ERROR - User: arn:aws:sts::1:assumed-role/r/aws-batch is not authorized to perform: ecs:DescribeClusters on resource: x | AWSBatchServiceRole
          CLIENT_ERROR - Instance profile arn:aws:iam::1:instance-profile/p does not exist | the instance profile exists
          CLIENT_ERROR - Parameter: SpotFleetRequestConfig.IamFleetRole is invalid. | the Spot fleet role exists
          scaled down because none of the instances joined the underlying ECS Cluster. | a route to the internet
          CLIENT_ERROR - The subnet ID 'subnet-1' does not exist (Service: AmazonEC2) | network.subnetIds
          CLIENT_ERROR - The security group 'sg-1' does not exist (Service: AmazonEC2) | network.securityGroupIds
          CLIENT_ERROR - The specified launch template, with template ID lt-1, does not exist. | launch template's name
          Instance type can only be one of [c5.large] | from the list
          Your requested instance type (m7i.large) is not supported in your requested Availability Zone | describe-instance-type-offerings
          You have requested more vCPU capacity than your current vCPU limit of 32 allows | Service Quotas
          Cannot create more than 50 compute environments. | Delete compute environments
          Cannot exceed quota for PoliciesPerRole: 10 | Service Quotas
          The provided credentials do not have permission to create the service-linked role for EC2 Spot Instances. | aws iam create-service-linked-role
          User: arn:aws:iam::1:user/u is not authorized to perform: iam:CreateServiceLinkedRole on resource: r | iam:CreateServiceLinkedRole
          User: arn:aws:iam::1:user/u is not authorized to perform: batch:CreateJobQueue on resource: q | the action that AWS names
          Error executing request, Exception : Cannot delete, found existing JobQueue relationship., RequestId: 1 | in its order
          Cannot delete, resource is being modified. | under way
          resource sg-1 has a dependent object | network interfaces
          Cannot delete entity, must remove roles from instance profile first. | out of instance profiles
          The security token included in the request is expired | Renew the credentials
          """)
  void of_whatAwsSays_isOneSentenceOfWhatToDo(String text, String part) {
    assertThat(Fixes.of(text).orElseThrow()).contains(part).endsWith(".");
  }

  @Test
  void of_somethingElse_isEmpty() {
    assertThat(Fixes.of("Internal error")).isEmpty();
  }
}
