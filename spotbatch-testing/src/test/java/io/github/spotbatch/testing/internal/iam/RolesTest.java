package io.github.spotbatch.testing.internal.iam;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.internal.Neighbours;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

class RolesTest {

  private static final String TRUST =
      "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\","
          + " \"Principal\": {\"Service\": \"ec2.amazonaws.com\"},"
          + " \"Action\": \"sts:AssumeRole\"}]}";

  private static final String LAMBDA = "\"Service\": \"lambda.amazonaws.com\"";

  private final IamClient iam = new Neighbours().iam();

  @Nested
  class Create {

    @Test
    @Rule({"IAM-1", "IAM-4"})
    void create_allGiven_isReadBack() {
      Role created =
          create(
              it ->
                  it.path("/spotbatch/")
                      .description("for hosts")
                      .maxSessionDuration(7200)
                      .permissionsBoundary("arn:aws:iam::aws:policy/PowerUserAccess")
                      .tags(tag("a", "1")));
      Role read = iam.getRole(it -> it.roleName("demo")).role();

      assertThat(read).isEqualTo(created);
      assertThat(read.arn()).isEqualTo("arn:aws:iam::123456789012:role/spotbatch/demo");
      assertThat(read.roleId()).matches("AROA[0-9A-Z]{17}");
      assertThat(read.description()).isEqualTo("for hosts");
      assertThat(read.maxSessionDuration()).isEqualTo(7200);
      assertThat(read.permissionsBoundary().permissionsBoundaryArn())
          .isEqualTo("arn:aws:iam::aws:policy/PowerUserAccess");
      assertThat(read.tags()).containsExactly(tag("a", "1"));
    }

    @Test
    void create_documentWithBlanks_isAnsweredPercentEncoded() {
      String document = create(it -> {}).assumeRolePolicyDocument();

      assertThat(document).contains("%20").doesNotContain("+", " ");
      assertThat(URLDecoder.decode(document, StandardCharsets.UTF_8)).isEqualTo(TRUST);
    }

    @ParameterizedTest
    @CsvSource({"demo", "DEMO"})
    @Rule("IAM-1")
    void create_nameTaken_isRefusedWhateverItsCase(String name) {
      create(it -> {});

      assertRefused(
          () -> create(it -> it.roleName(name)),
          "EntityAlreadyExists",
          409,
          "Role with name " + name + " already exists.");
    }

    @Test
    @Rule("IAM-4")
    void create_nameTooLong_isRefused() {
      String name = "r".repeat(65);

      assertRefused(
          () -> create(it -> it.roleName(name)),
          "ValidationError",
          400,
          "1 validation error detected: Value '"
              + name
              + "' at 'roleName' failed to satisfy constraint: Member must have length less than or"
              + " equal to 64");
    }

    @Test
    @Rule("IAM-4")
    void create_longestName_isAccepted() {
      String name = "aZ0_+=,.@-" + "r".repeat(54);

      assertThat(create(it -> it.roleName(name)).roleName()).hasSize(64);
    }

    @Test
    @Rule("IAM-4")
    void create_documentTooLong_isRefused() {
      String document = " ".repeat(131_073 - TRUST.length()) + TRUST;

      create(it -> it.assumeRolePolicyDocument(document.substring(1)));
      assertThatThrownBy(() -> create(it -> it.assumeRolePolicyDocument(document)))
          .hasMessageContaining("Member must have length less than or equal to 131072");
    }

    @Test
    @Rule("IAM-4")
    void create_nameWithSlash_isRefused() {
      assertRefused(
          () -> create(it -> it.roleName("a/b")),
          "ValidationError",
          400,
          "The specified value for roleName is invalid. It must contain only alphanumeric"
              + " characters and/or the following: +=,.@_-");
    }

    @Test
    void create_noName_isRefused() {
      assertRefused(
          () -> create(it -> it.roleName(null)),
          "ValidationError",
          400,
          "1 validation error detected: Value null at 'roleName' failed to satisfy constraint:"
              + " Member must not be null");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "no json | This policy contains invalid Json",
          "{} | Syntax errors in policy.",
          "{'Statement':{'Effect':'Maybe','Action':'sts:AssumeRole'}} | Syntax errors in policy.",
          "{'Statement':{'Effect':'Allow','Principal':'*'}} | Policy statement must contain actions.",
          "{'Statement':{'Effect':'Allow','Action':'sts:AssumeRole'}} | Missing required field Principal",
          "{'Statement':{'Effect':'Allow','Principal':'*','Action':'s3:Get'}} |"
              + " AssumeRole policy may only specify STS AssumeRole actions.",
          "{'Statement':{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole','Resource':'*'}} |"
              + " Has prohibited field Resource",
          "{'Statement':{'Effect':'Allow','Principal':{'Service':'batch'},'Action':'sts:AssumeRole'}} |"
              + " Invalid principal in policy: \"SERVICE\":\"batch\""
        },
        quoteCharacter = '`')
    @Rule("IAM-1")
    void create_badTrustPolicy_isRefused(String document, String message) {
      assertRefused(
          () -> create(it -> it.assumeRolePolicyDocument(document.replace('\'', '"'))),
          "MalformedPolicyDocument",
          400,
          message);
    }

    @Test
    void create_unknownBoundary_isRefused() {
      assertRefused(
          () -> create(it -> it.permissionsBoundary("arn:aws:iam::aws:policy/Nobody")),
          "NoSuchEntity",
          404,
          "Scope ARN: arn:aws:iam::aws:policy/Nobody does not exist or is not attachable.");
    }

    @Test
    void create_tagKeysThatDifferByCase_leavesNothing() {
      assertRefused(
          () -> create(it -> it.tags(tag("a", "1"), tag("A", "2"))),
          "InvalidInput",
          400,
          "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      assertAbsent("demo");
    }
  }

  @Nested
  class Change {

    @Test
    void update_description_keepsTheRest() {
      create(it -> it.maxSessionDuration(7200));

      iam.updateRole(it -> it.roleName("demo").description("new"));

      Role role = iam.getRole(it -> it.roleName("demo")).role();
      assertThat(role.description()).isEqualTo("new");
      assertThat(role.maxSessionDuration()).isEqualTo(7200);
    }

    @Test
    void trust_updated_isReadBack() {
      create(it -> {});
      String document = TRUST.replace("ec2.", "batch.");

      iam.updateAssumeRolePolicy(it -> it.roleName("demo").policyDocument(document));

      String read = iam.getRole(it -> it.roleName("demo")).role().assumeRolePolicyDocument();
      assertThat(URLDecoder.decode(read, StandardCharsets.UTF_8)).isEqualTo(document);
    }

    @Test
    @Rule("IAM-1")
    void trust_badDocument_isRefusedAndNothingChanged() {
      String before = create(it -> {}).assumeRolePolicyDocument();

      assertRefused(
          () -> iam.updateAssumeRolePolicy(it -> it.roleName("demo").policyDocument("no json")),
          "MalformedPolicyDocument",
          400,
          "This policy contains invalid Json");
      assertRefused(
          () -> iam.updateAssumeRolePolicy(it -> it.roleName("demo")),
          "ValidationError",
          400,
          "1 validation error detected: Value null at 'policyDocument' failed to satisfy"
              + " constraint: Member must not be null");
      assertThat(iam.getRole(it -> it.roleName("demo")).role().assumeRolePolicyDocument())
          .isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "StringNotEquals | aws:SourceAccount | 1",
          "ForAnyValue:StringEquals | aws:SourceAccount | 1",
          "StringEquals | aws:SourceOrgID | o-1",
          "StringEquals | aws:SourceAccount | ${aws:PrincipalAccount}",
        })
    void trust_conditionThatIsNotModelled_failsWithItsName(
        String operator, String key, String value) {
      create(it -> {});
      String document =
          TRUST.replace(
              "\"Action\"",
              "\"Condition\":{\""
                  + operator
                  + "\":{\""
                  + key
                  + "\":\""
                  + value
                  + "\"}},\"Action\"");

      assertThatThrownBy(
              () -> iam.updateAssumeRolePolicy(it -> it.roleName("demo").policyDocument(document)))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "spotbatch-testing does not model iam UpdateAssumeRolePolicy [condition="
                  + operator
                  + " "
                  + key
                  + " ["
                  + value
                  + "]]");
      assertThatThrownBy(
              () -> create(it -> it.roleName("other").assumeRolePolicyDocument(document)))
          .isInstanceOf(UnsupportedOperationException.class);
      assertAbsent("other");
    }

    /** Whom the fake never plays, it need not understand. */
    @Test
    void trust_conditionOnAnybodyElse_isTaken() {
      String document =
          TRUST
              .replace("{\"Service\": \"ec2.amazonaws.com\"}", "{\"AWS\": \"123456789012\"}")
              .replace(
                  "\"Action\"",
                  "\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"x\"}},\"Action\"");

      create(it -> it.assumeRolePolicyDocument(document));
      create(
          it ->
              it.roleName("lambda")
                  .assumeRolePolicyDocument(document.replace("\"AWS\": \"123456789012\"", LAMBDA)));
    }

    @Test
    @Rule("IAM-1")
    void trust_principalOfAnotherPartition_isRefused() {
      create(it -> {});
      String chinese = TRUST.replace("ec2.amazonaws.com", "ec2.amazonaws.com.cn");

      assertRefused(
          () -> iam.updateAssumeRolePolicy(it -> it.roleName("demo").policyDocument(chinese)),
          "MalformedPolicyDocument",
          400,
          "Invalid principal in policy: \"SERVICE\":\"ec2.amazonaws.com.cn\"");
    }

    @Test
    void boundary_putAndDeleted_comesAndGoes() {
      create(it -> {});
      String arn = "arn:aws:iam::aws:policy/PowerUserAccess";

      iam.putRolePermissionsBoundary(it -> it.roleName("demo").permissionsBoundary(arn));

      assertThat(boundary().permissionsBoundaryArn()).isEqualTo(arn);
      iam.deleteRolePermissionsBoundary(it -> it.roleName("demo"));
      assertThat(boundary()).isNull();
      assertRefused(
          () -> iam.deleteRolePermissionsBoundary(it -> it.roleName("demo")),
          "NoSuchEntity",
          404,
          "Role demo has no permissions boundary.");
    }

    @Test
    @Rule("IAM-1")
    void boundary_thatIsNoPolicy_isRefused() {
      create(it -> {});

      assertRefused(
          () ->
              iam.putRolePermissionsBoundary(
                  it -> it.roleName("demo").permissionsBoundary("arn:aws:iam::aws:policy/Nobody")),
          "NoSuchEntity",
          404,
          "Scope ARN: arn:aws:iam::aws:policy/Nobody does not exist or is not attachable.");
      assertRefused(
          () ->
              iam.putRolePermissionsBoundary(it -> it.roleName("demo").permissionsBoundary("none")),
          "InvalidInput",
          400,
          "ARN none is not valid.");
      assertThat(boundary()).isNull();
    }

    @Test
    @Rule("IAM-1")
    void roleOfAnAwsService_isNotChanged() {
      iam.createServiceLinkedRole(it -> it.awsServiceName("batch.amazonaws.com"));
      String name = "AWSServiceRoleForBatch";
      String message =
          "Cannot perform the operation on the protected role 'AWSServiceRoleForBatch' - this role"
              + " is only modifiable by AWS";

      assertRefused(
          () -> iam.updateAssumeRolePolicy(it -> it.roleName(name).policyDocument(TRUST)),
          "UnmodifiableEntity",
          400,
          message);
      assertRefused(
          () ->
              iam.putRolePermissionsBoundary(
                  it ->
                      it.roleName(name)
                          .permissionsBoundary("arn:aws:iam::aws:policy/PowerUserAccess")),
          "UnmodifiableEntity",
          400,
          message);
      assertRefused(
          () -> iam.deleteRolePermissionsBoundary(it -> it.roleName(name)),
          "UnmodifiableEntity",
          400,
          message);
    }

    private AttachedPermissionsBoundary boundary() {
      return iam.getRole(it -> it.roleName("demo")).role().permissionsBoundary();
    }

    @Test
    void tag_thenUntag_leavesTheOthers() {
      create(it -> it.tags(tag("a", "1"), tag("b", "2")));

      iam.tagRole(it -> it.roleName("demo").tags(tag("a", "3"), tag("c", "4")));
      iam.untagRole(it -> it.roleName("demo").tagKeys("b"));

      assertThat(iam.listRoleTags(it -> it.roleName("demo")).tags())
          .containsExactlyInAnyOrder(tag("a", "3"), tag("c", "4"));
    }

    @Test
    void tag_withoutAKey_isRefused() {
      create(it -> {});

      assertRefused(
          () -> iam.tagRole(it -> it.roleName("demo").tags(tag("a", "1"), tag(null, "2"))),
          "ValidationError",
          400,
          "1 validation error detected: Value null at 'tags.2.member.key' failed to satisfy"
              + " constraint: Member must not be null");
    }

    @Test
    @Rule("IAM-1")
    void tag_fiftyFirst_isRefused() {
      create(it -> {});
      List<Tag> fifty = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        fifty.add(tag("k" + i, "v"));
      }
      iam.tagRole(it -> it.roleName("demo").tags(fifty));

      assertRefused(
          () -> iam.tagRole(it -> it.roleName("demo").tags(tag("one-more", ""))),
          "LimitExceeded",
          409,
          "Cannot exceed quota for TagsPerResource: 50");
    }

    @Test
    void listTags_smallPages_comeWhole() {
      create(it -> it.tags(tag("a", "1"), tag("b", "2"), tag("c", "3")));

      var first = iam.listRoleTags(it -> it.roleName("demo").maxItems(2));
      var second = iam.listRoleTags(it -> it.roleName("demo").marker(first.marker()));

      assertThat(first.isTruncated()).isTrue();
      assertThat(first.tags()).containsExactly(tag("a", "1"), tag("b", "2"));
      assertThat(second.tags()).containsExactly(tag("c", "3"));
    }
  }

  @Nested
  class Delete {

    @Test
    @Rule("IAM-2")
    void delete_bareRole_isGone() {
      create(it -> {});

      iam.deleteRole(it -> it.roleName("demo"));

      assertAbsent("demo");
    }

    @Test
    @Rule("IAM-1")
    void delete_absent_isRefused() {
      assertRefused(
          () -> iam.deleteRole(it -> it.roleName("demo")),
          "NoSuchEntity",
          404,
          "The role with name demo cannot be found.");
    }

    @Test
    @Rule({"IAM-1", "IAM-2"})
    void delete_withAttachedPolicy_isRefused() {
      create(it -> {});
      iam.attachRolePolicy(
          it -> it.roleName("demo").policyArn("arn:aws:iam::aws:policy/ReadOnlyAccess"));

      assertConflict("Cannot delete entity, must detach all policies first.");
    }

    @Test
    @Rule("IAM-2")
    void delete_withInlinePolicy_isRefused() {
      create(it -> {});
      iam.putRolePolicy(
          it ->
              it.roleName("demo")
                  .policyName("own")
                  .policyDocument(
                      "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}"));

      assertConflict("Cannot delete entity, must delete policies first.");
    }

    @Test
    @Rule("IAM-2")
    void delete_inProfile_isRefused() {
      create(it -> {});
      iam.createInstanceProfile(it -> it.instanceProfileName("demo"));
      iam.addRoleToInstanceProfile(it -> it.instanceProfileName("demo").roleName("demo"));

      assertConflict("Cannot delete entity, must remove roles from instance profile first.");
    }

    private void assertConflict(String message) {
      assertRefused(
          () -> iam.deleteRole(it -> it.roleName("demo")), "DeleteConflict", 409, message);
    }
  }

  @Nested
  class ListRoles {

    @Test
    void list_pathPrefix_leavesTheOthersOut() {
      create(it -> it.path("/spotbatch/"));

      assertThat(iam.listRoles(it -> it.pathPrefix("/spotbatch/")).roles())
          .extracting(Role::roleName)
          .containsExactly("demo");
      assertThat(iam.listRoles().roles())
          .extracting(Role::roleName)
          .containsExactly("demo", "ecsInstanceRole");
    }

    @Test
    void list_taggedRole_hidesTagsAndBoundary() {
      create(
          it ->
              it.path("/spotbatch/")
                  .tags(tag("a", "1"))
                  .permissionsBoundary("arn:aws:iam::aws:policy/ReadOnlyAccess"));

      Role listed = iam.listRoles(it -> it.pathPrefix("/spotbatch/")).roles().get(0);

      assertThat(listed.hasTags()).isFalse();
      assertThat(listed.permissionsBoundary()).isNull();
    }

    @Test
    void list_smallPages_comeWhole() {
      for (int i = 0; i < 5; i++) {
        String name = "role-" + i;
        create(it -> it.roleName(name).path("/spotbatch/"));
      }

      assertThat(iam.listRolesPaginator(it -> it.pathPrefix("/spotbatch/").maxItems(2)))
          .extracting(ListRolesResponse::isTruncated)
          .containsExactly(true, true, false);
      assertThat(iam.listRolesPaginator(it -> it.pathPrefix("/spotbatch/").maxItems(2)).roles())
          .extracting(Role::roleName)
          .containsExactly("role-0", "role-1", "role-2", "role-3", "role-4");
    }

    @Test
    void list_badMarker_isRefused() {
      assertRefused(
          () -> iam.listRoles(it -> it.marker("not ours!")),
          "ValidationError",
          400,
          "Invalid Marker.");
    }

    @Test
    void list_tooManyItems_isRefused() {
      assertRefused(
          () -> iam.listRoles(it -> it.maxItems(1001)),
          "ValidationError",
          400,
          "1 validation error detected: Value '1001' at 'maxItems' failed to satisfy constraint:"
              + " Member must have value less than or equal to 1000");
    }
  }

  private Role create(Consumer<CreateRoleRequest.Builder> more) {
    return iam.createRole(
            it -> {
              it.roleName("demo").assumeRolePolicyDocument(TRUST);
              more.accept(it);
            })
        .role();
  }

  private void assertAbsent(String name) {
    assertRefused(
        () -> iam.getRole(it -> it.roleName(name)),
        "NoSuchEntity",
        404,
        "The role with name " + name + " cannot be found.");
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
