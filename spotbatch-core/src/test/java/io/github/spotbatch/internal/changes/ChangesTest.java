package io.github.spotbatch.internal.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.RequestJson;
import io.github.spotbatch.internal.diff.Comparison;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.PutLifecyclePolicyRequest;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;

class ChangesTest {

  private static final String ALLOW = "{\"Statement\":[{\"Effect\":\"Allow\"}]}";
  private static final String DENY = "{\"Statement\":[{\"Effect\":\"Deny\"}]}";

  @Nested
  class Roles {

    private final CreateRoleRequest role =
        CreateRoleRequest.builder()
            .path("/spotbatch/")
            .assumeRolePolicyDocument(ALLOW)
            .permissionsBoundary("arn:old")
            .tags(t -> t.key("Team").value("a"))
            .build();

    @Test
    void change_ofEverything_limitsFirstThenGivesThenTakes() {
      Change change =
          change(
              ResourceKind.ROLE,
              List.of(role, attach("arn:one"), put("same", ALLOW), put("gone", ALLOW)),
              List.of(
                  role.copy(
                      r ->
                          r.permissionsBoundary("arn:new")
                              .assumeRolePolicyDocument(DENY)
                              .tags(t -> t.key("Team").value("b"))),
                  attach("arn:two"),
                  put("same", DENY)));

      assertThat(shown(change))
          .containsExactly(
              "PutRolePermissionsBoundary {PermissionsBoundary: arn:new, RoleName: it}",
              "UpdateAssumeRolePolicy {PolicyDocument: " + DENY + ", RoleName: it}",
              "AttachRolePolicy {PolicyArn: arn:two, RoleName: it}",
              "PutRolePolicy {PolicyDocument: " + DENY + ", PolicyName: same, RoleName: it}",
              "DetachRolePolicy {PolicyArn: arn:one, RoleName: it}",
              "DeleteRolePolicy {PolicyName: gone, RoleName: it}",
              "TagRole {RoleName: it, Tags: [{Key: Team, Value: b}]}");
    }

    @Test
    void change_takingTheBoundaryBack_deletesIt() {
      assertThat(
              shown(
                  change(
                      ResourceKind.ROLE,
                      List.of(role),
                      List.of(role.copy(r -> r.permissionsBoundary(null))))))
          .containsExactly("DeleteRolePermissionsBoundary {RoleName: it}");
    }

    @Test
    void change_ofThePath_isRefused() {
      assertThat(
              change(ResourceKind.ROLE, List.of(role), List.of(role.copy(r -> r.path("/other/")))))
          .isEqualTo(
              new Change.Refusal("AWS cannot change its path; delete the role and plan again"));
    }

    private static AwsRequest attach(String arn) {
      return AttachRolePolicyRequest.builder().roleName("it").policyArn(arn).build();
    }

    private static AwsRequest put(String name, String document) {
      return PutRolePolicyRequest.builder()
          .roleName("it")
          .policyName(name)
          .policyDocument(document)
          .build();
    }
  }

  @Nested
  class Others {

    @Test
    void change_ofAProfile_givesItsRoleBackAndItsTag() {
      CreateInstanceProfileRequest profile =
          CreateInstanceProfileRequest.builder().path("/spotbatch/").build();

      assertThat(
              shown(
                  change(
                      ResourceKind.INSTANCE_PROFILE,
                      List.of(profile, add("other")),
                      List.of(profile.copy(p -> p.tags(t -> t.key("A").value("b"))), add("it")))))
          .containsExactly(
              "RemoveRoleFromInstanceProfile {InstanceProfileName: it, RoleName: other}",
              "AddRoleToInstanceProfile {InstanceProfileName: it, RoleName: it}",
              "TagInstanceProfile {InstanceProfileName: it, Tags: [{Key: A, Value: b}]}");
    }

    private static AwsRequest add(String role) {
      return AddRoleToInstanceProfileRequest.builder()
          .instanceProfileName("it")
          .roleName(role)
          .build();
    }

    @Test
    void change_ofARepository_isOneRequestForEach() {
      CreateRepositoryRequest repository =
          CreateRepositoryRequest.builder()
              .imageTagMutability("MUTABLE")
              .imageScanningConfiguration(s -> s.scanOnPush(false))
              .tags(t -> t.key("A").value("a"))
              .build();

      assertThat(
              shown(
                  change(
                      ResourceKind.REPOSITORY,
                      List.of(repository),
                      List.of(
                          repository.copy(
                              r ->
                                  r.imageTagMutability("IMMUTABLE")
                                      .imageScanningConfiguration(s -> s.scanOnPush(true))
                                      .tags(t -> t.key("A").value("b")))))))
          .containsExactly(
              "PutImageTagMutability {imageTagMutability: IMMUTABLE, repositoryName: it}",
              "PutImageScanningConfiguration {imageScanningConfiguration: {scanOnPush: true},"
                  + " repositoryName: it}",
              "TagResource {resourceArn: arn:it, tags: [{Key: A, Value: b}]}");
    }

    @Test
    void change_ofWhatExpires_isAPolicyPutOrDeleted() {
      CreateRepositoryRequest repository = CreateRepositoryRequest.builder().build();
      PutLifecyclePolicyRequest twoDays = expiring(2);

      assertThat(
              shown(
                  change(
                      ResourceKind.REPOSITORY,
                      List.of(repository, expiring(1)),
                      List.of(repository, twoDays))))
          .containsExactly("PutLifecyclePolicy {lifecyclePolicyText: {\"rules\":[{\"days\":2}]}}");
      assertThat(
              shown(
                  change(
                      ResourceKind.REPOSITORY, List.of(repository, twoDays), List.of(repository))))
          .containsExactly("DeleteLifecyclePolicy {repositoryName: it}");
      assertThat(
              shown(
                  change(
                      ResourceKind.REPOSITORY,
                      List.of(repository.copy(r -> r.imageTagMutability("MUTABLE"))),
                      List.of(repository.copy(r -> r.imageTagMutability("IMMUTABLE")), twoDays))))
          .hasSize(2)
          .last()
          .asString()
          .startsWith("PutLifecyclePolicy ");
    }

    private PutLifecyclePolicyRequest expiring(int days) {
      return PutLifecyclePolicyRequest.builder()
          .lifecyclePolicyText("{\"rules\":[{\"days\":%d}]}".formatted(days))
          .build();
    }

    @Test
    void change_ofAGroup_isAMatterOfTagsOrOfANewOne() {
      CreateSecurityGroupRequest group =
          CreateSecurityGroupRequest.builder()
              .groupName("it")
              .description("mine")
              .vpcId("vpc-1")
              .tagSpecifications(
                  s ->
                      s.resourceType("security-group")
                          .tags(t -> t.key("A").value("a"), t -> t.key("B").value("b")))
              .build();

      assertThat(
              shown(
                  change(
                      ResourceKind.SECURITY_GROUP,
                      List.of(group),
                      List.of(
                          group.copy(
                              g ->
                                  g.tagSpecifications(
                                      s ->
                                          s.resourceType("security-group")
                                              .tags(
                                                  t -> t.key("A").value("a"),
                                                  t -> t.key("B").value("c"))))))))
          .containsExactly("CreateTags {Resources: [arn:it], Tags: [{Key: B, Value: c}]}");
      assertThat(
              change(
                  ResourceKind.SECURITY_GROUP,
                  List.of(group),
                  List.of(group.copy(g -> g.vpcId("vpc-2")))))
          .isInstanceOf(Change.Replacement.class);
      assertThat(
              change(
                  ResourceKind.SECURITY_GROUP,
                  List.of(group),
                  List.of(group.copy(g -> g.description("ours")))))
          .isInstanceOf(Change.Refusal.class);
    }

    @Test
    void change_ofALogGroup_thatIsMadeOtherwise_isRefused() {
      CreateLogGroupRequest group = CreateLogGroupRequest.builder().logGroupName("it").build();

      assertThat(
              change(
                  ResourceKind.LOG_GROUP,
                  List.of(group),
                  List.of(group.copy(g -> g.kmsKeyId("key")))))
          .isInstanceOf(Change.Refusal.class);
    }

    @Test
    void change_ofADefinition_isARevisionUnlessItIsOfTagsThatStayWithIt() {
      RegisterJobDefinitionRequest definition =
          RegisterJobDefinitionRequest.builder().tags(Map.of("Team", "a")).build();
      RegisterJobDefinitionRequest tagged = definition.copy(d -> d.tags(Map.of("Team", "b")));

      assertThat(shown(change(ResourceKind.JOB_DEFINITION, List.of(definition), List.of(tagged))))
          .containsExactly("TagResource {resourceArn: arn:it, tags: {Team: b}}");
      assertThat(
              change(
                  ResourceKind.JOB_DEFINITION,
                  List.of(definition.copy(d -> d.propagateTags(true))),
                  List.of(tagged.copy(d -> d.propagateTags(true)))))
          .isEqualTo(new Change.Revision());
      assertThat(
              change(
                  ResourceKind.JOB_DEFINITION,
                  List.of(definition),
                  List.of(tagged.copy(d -> d.schedulingPriority(3)))))
          .isEqualTo(new Change.Revision());
    }
  }

  private static Change change(ResourceKind kind, List<AwsRequest> there, List<AwsRequest> wanted) {
    AwsResource resource = new AwsResource(kind, "demo", "it", "it", "arn:it");
    return Changes.of(resource, there, wanted, Comparison.of(there, wanted).changes());
  }

  private static List<String> shown(Change change) {
    return ((Change.InPlace) change).requests().stream().map(ChangesTest::shown).toList();
  }

  /** In one line, without quotes around names and values. */
  private static String shown(AwsRequest request) {
    String json =
        RequestJson.render(request)
            .replaceAll("\\s*\n\\s*", " ")
            .replaceAll("([{\\[]) ", "$1")
            .replaceAll(" ([}\\]])", "$1")
            .replaceAll("(?<!\\\\)\"", "")
            .replace("\\\"", "\"");
    return RequestJson.operation(request) + " " + json;
  }
}
