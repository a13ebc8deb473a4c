package io.github.spotbatch.testing.internal.iam;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.internal.Neighbours;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;

class ServiceLinkedRolesTest {

  private final IamClient iam = new Neighbours().iam();

  @Test
  void createServiceLinked_batch_hasAwsOwnNameAndPath() {
    Role role = iam.createServiceLinkedRole(it -> it.awsServiceName("batch.amazonaws.com")).role();

    assertThat(role.arn())
        .isEqualTo(
            "arn:aws:iam::123456789012:role/aws-service-role/batch.amazonaws.com/"
                + "AWSServiceRoleForBatch");
  }

  @Test
  void createServiceLinked_twice_isRefused() {
    iam.createServiceLinkedRole(it -> it.awsServiceName("batch.amazonaws.com"));

    assertRefused(
        () -> iam.createServiceLinkedRole(it -> it.awsServiceName("batch.amazonaws.com")),
        "InvalidInput",
        400,
        "Service role name AWSServiceRoleForBatch has been taken in this account, please try a"
            + " different suffix.");
  }

  @Test
  @Rule("IAM-1")
  void deleteServiceLinked_likeAnyRole_isRefused() {
    iam.createServiceLinkedRole(it -> it.awsServiceName("batch.amazonaws.com"));

    assertRefused(
        () -> iam.deleteRole(it -> it.roleName("AWSServiceRoleForBatch")),
        "UnmodifiableEntity",
        400,
        "Cannot perform the operation on the protected role 'AWSServiceRoleForBatch' - this role"
            + " is only modifiable by AWS");
  }

  @Test
  void createServiceLinked_customSuffix_failsWithItsName() {
    assertThatThrownBy(
            () ->
                iam.createServiceLinkedRole(
                    it -> it.awsServiceName("batch.amazonaws.com").customSuffix("x")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "spotbatch-testing does not model iam CreateServiceLinkedRole"
                + " [parameter=CustomSuffix]");
  }
}
