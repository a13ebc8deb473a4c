package io.github.spotbatch.testing.internal.iam;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.internal.Neighbours;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

class RolePoliciesTest {

  private static final String ROLE = "ecsInstanceRole";
  private static final String OF_AWS = "arn:aws:iam::aws:policy/";
  private static final String DOCUMENT =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
          + "\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";

  private final Neighbours neighbours = new Neighbours();
  private final IamClient iam = neighbours.iam();

  @Nested
  class Attached {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "service-role/AWSBatchServiceRole",
          "service-role/AmazonEC2ContainerServiceforEC2Role",
          "service-role/AmazonECSTaskExecutionRolePolicy",
          "service-role/AmazonEC2SpotFleetTaggingRole"
        })
    @Rule("IAM-7")
    void attach_policyThatBatchNeeds_isListed(String policy) {
      attach(OF_AWS + policy);

      assertThat(iam.listAttachedRolePolicies(it -> it.roleName(ROLE)).attachedPolicies())
          .contains(
              AttachedPolicy.builder()
                  .policyArn(OF_AWS + policy)
                  .policyName(policy.substring("service-role/".length()))
                  .build());
    }

    @Test
    @Rule("IAM-7")
    void attach_unknownPolicy_isRefused() {
      assertRefused(
          () -> attach(OF_AWS + "AWSBatchServiceRole"),
          "NoSuchEntity",
          404,
          "Policy arn:aws:iam::aws:policy/AWSBatchServiceRole does not exist or is not"
              + " attachable.");
    }

    @Test
    void attach_ownPolicy_isAccepted() {
      String own = "arn:aws:iam::123456789012:policy/own";
      neighbours.scope.iam().addPolicy(own);

      attach(own);

      assertThat(iam.listAttachedRolePolicies(it -> it.roleName(ROLE)).attachedPolicies())
          .extracting(AttachedPolicy::policyArn)
          .contains(own);
    }

    @Test
    @Rule("IAM-1")
    void attach_noArn_isRefused() {
      assertRefused(
          () -> attach("AWSBatchServiceRole"),
          "InvalidInput",
          400,
          "ARN AWSBatchServiceRole is not valid.");
    }

    @Test
    void attach_eleventh_isRefused() {
      for (int i = 0; i < 9; i++) {
        String own = "arn:aws:iam::123456789012:policy/own-" + i;
        neighbours.scope.iam().addPolicy(own);
        attach(own);
      }

      assertRefused(
          () -> attach(OF_AWS + "ReadOnlyAccess"),
          "LimitExceeded",
          409,
          "Cannot exceed quota for PoliciesPerRole: 10");
    }

    @Test
    void detach_notAttached_isRefused() {
      assertRefused(
          () -> iam.detachRolePolicy(it -> it.roleName(ROLE).policyArn(OF_AWS + "ReadOnlyAccess")),
          "NoSuchEntity",
          404,
          "Policy arn:aws:iam::aws:policy/ReadOnlyAccess was not found.");
    }

    @Test
    void list_pathPrefixAndPages_comeWhole() {
      attach(OF_AWS + "ReadOnlyAccess");
      attach(OF_AWS + "service-role/AWSBatchServiceRole");

      var first =
          iam.listAttachedRolePolicies(
              it -> it.roleName(ROLE).pathPrefix("/service-role/").maxItems(1));
      var second =
          iam.listAttachedRolePolicies(
              it -> it.roleName(ROLE).pathPrefix("/service-role/").marker(first.marker()));

      assertThat(first.attachedPolicies())
          .extracting(AttachedPolicy::policyName)
          .containsExactly("AWSBatchServiceRole");
      assertThat(second.attachedPolicies())
          .extracting(AttachedPolicy::policyName)
          .containsExactly("AmazonEC2ContainerServiceforEC2Role");
      assertThat(second.isTruncated()).isFalse();
    }

    private void attach(String arn) {
      iam.attachRolePolicy(it -> it.roleName(ROLE).policyArn(arn));
    }
  }

  @Nested
  class Inline {

    @Test
    void put_document_isReadBackEncoded() {
      put("own", DOCUMENT);

      assertThat(iam.getRolePolicy(it -> it.roleName(ROLE).policyName("own")).policyDocument())
          .startsWith("%7B%22Version%22%3A%222012-10-17%22");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "[1] | This policy contains invalid Json",
          "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Principal':'*'}} |"
              + " Policy document should not specify a principal.",
          "{'Statement':{'Effect':'Allow','Action':'*'}} | Policy statement must contain resources."
        })
    void put_badDocument_isRefused(String document, String message) {
      assertRefused(
          () -> put("own", document.replace('\'', '"')), "MalformedPolicyDocument", 400, message);
    }

    @Test
    void put_moreThanTheRoleHolds_isRefused() {
      String half = DOCUMENT.replace("s3:GetObject", "s3:" + "x".repeat(6_000));
      put("one", half);
      put("one", half);

      assertRefused(
          () -> put("two", half),
          "LimitExceeded",
          409,
          "Maximum policy size of 10240 bytes exceeded for role ecsInstanceRole");
    }

    @Test
    void getAndDelete_absent_areRefused() {
      String message = "The role policy with name own cannot be found.";

      assertRefused(
          () -> iam.getRolePolicy(it -> it.roleName(ROLE).policyName("own")),
          "NoSuchEntity",
          404,
          message);
      assertRefused(
          () -> iam.deleteRolePolicy(it -> it.roleName(ROLE).policyName("own")),
          "NoSuchEntity",
          404,
          message);
    }

    @Test
    void list_smallPages_comeWhole() {
      List.of("c", "a", "b").forEach(name -> put(name, DOCUMENT));
      iam.deleteRolePolicy(it -> it.roleName(ROLE).policyName("b"));

      var first = iam.listRolePolicies(it -> it.roleName(ROLE).maxItems(1));
      var second = iam.listRolePolicies(it -> it.roleName(ROLE).marker(first.marker()));

      assertThat(first.policyNames()).containsExactly("a");
      assertThat(second.policyNames()).containsExactly("c");
    }

    private void put(String name, String document) {
      iam.putRolePolicy(it -> it.roleName(ROLE).policyName(name).policyDocument(document));
    }
  }
}
