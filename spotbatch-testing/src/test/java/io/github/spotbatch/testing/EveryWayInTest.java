package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.WayIn.Entrance;
import io.github.spotbatch.testing.internal.ecr.SmallImage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.UploadNotFoundException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;

/** What every way into a world has in common: the main behaviours of all services. */
@ParameterizedClass
@EnumSource
class EveryWayInTest {

  private static FakeAws aws;
  private static Entrance entrance;
  private static Services use;

  private final WayIn wayIn;

  EveryWayInTest(WayIn wayIn) {
    this.wayIn = wayIn;
  }

  /** One world for all tests of a way. */
  @BeforeParameterizedClassInvocation
  static void open(WayIn wayIn) {
    aws = FakeAws.create();
    entrance = wayIn.open(aws);
    use = entrance.services();
    BatchWorld.ready(aws, use.batch(), use.ec2());
  }

  @AfterParameterizedClassInvocation
  static void close() {
    entrance.close();
    aws.close();
  }

  @Nested
  class Batch {

    @Test
    void job_submitted_runsOnAnInstanceWithItsLogs() {
      aws.jobs().named("whole").logs("working").exits(3);
      String id =
          use.batch()
              .submitJob(
                  r ->
                      r.jobName("whole")
                          .jobQueue("jobs")
                          .jobDefinition("work")
                          .parameters(Map.of("k", "v"))
                          .tags(Map.of("a b", "é<&>")))
              .jobId();

      aws.advance(Duration.ofMinutes(4));
      JobDetail job = use.batch().describeJobs(r -> r.jobs(id)).jobs().get(0);

      assertThat(job.status()).isEqualTo(JobStatus.FAILED);
      assertThat(job.parameters()).containsEntry("k", "v");
      assertThat(job.tags()).containsEntry("a b", "é<&>");
      assertThat(job.attempts()).hasSize(1);
      assertThat(job.container().exitCode()).isEqualTo(3);
      assertThat(job.stoppedAt()).isGreaterThan(job.startedAt());
      assertThat(containerInstance(job)).isNotEmpty();
      assertThat(
              use.logs()
                  .getLogEvents(
                      r ->
                          r.logGroupName("/aws/batch/job")
                              .logStreamName(job.container().logStreamName()))
                  .events())
          .extracting(OutputLogEvent::message)
          .containsExactly("working");
    }

    /** The instance that ECS knows the job's container instance by. */
    private static String containerInstance(JobDetail job) {
      String arn = job.container().containerInstanceArn();
      String cluster = arn.replaceFirst(".*container-instance/", "").replaceFirst("/.*", "");
      return use.ecs()
          .describeContainerInstances(r -> r.cluster(cluster).containerInstances(arn))
          .containerInstances()
          .get(0)
          .ec2InstanceId();
    }

    @Test
    void refusals_areBatchsOwn() {
      assertThatThrownBy(
              () -> use.batch().submitJob(r -> r.jobName("j").jobQueue("none").jobDefinition("w")))
          .isInstanceOfSatisfying(
              ClientException.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(400);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ClientException");
                assertThat(e.awsErrorDetails().errorMessage()).contains("none");
                assertThat(e.requestId()).isNotBlank();
              });
    }

    @Test
    void pages_followedByThePaginator_bringAll() {
      List<String> names = IntStream.range(0, 5).mapToObj(i -> "paged-" + i).toList();
      names.forEach(
          name ->
              use.batch().submitJob(r -> r.jobName(name).jobQueue("jobs").jobDefinition("work")));

      assertThat(
              use
                  .batch()
                  .listJobsPaginator(
                      r ->
                          r.jobQueue("jobs")
                              .maxResults(2)
                              .filters(f -> f.name("JOB_NAME").values("paged-*")))
                  .stream()
                  .flatMap(page -> page.jobSummaryList().stream()))
          .extracting(JobSummary::jobName)
          .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void tags_onAnArnInThePath_comeAndGo() {
      String arn =
          use
              .batch()
              .describeJobDefinitions(r -> r.jobDefinitionName("work"))
              .jobDefinitions()
              .stream()
              .map(JobDefinition::jobDefinitionArn)
              .findFirst()
              .orElseThrow();

      use.batch().tagResource(r -> r.resourceArn(arn).tags(Map.of("k 1", "v", "k2", "")));
      use.batch().untagResource(r -> r.resourceArn(arn).tagKeys("k2"));

      assertThat(use.batch().listTagsForResource(r -> r.resourceArn(arn)).tags())
          .isEqualTo(Map.of("k 1", "v"));
    }

    @Test
    void operationNotModelled_isNamed() {
      ThrowingCallable call =
          () -> use.batch().createServiceEnvironment(r -> r.serviceEnvironmentName("s"));

      assertThatThrownBy(call)
          .satisfies(
              e ->
                  assertThat(e.toString() + e.getCause())
                      .contains("spotbatch-testing does not model batch CreateServiceEnvironment"));
      if (wayIn == WayIn.SERVER || wayIn == WayIn.WIREMOCK) {
        assertThatThrownBy(call)
            .isInstanceOfSatisfying(
                AwsServiceException.class, e -> assertThat(e.statusCode()).isEqualTo(501));
      }
    }
  }

  @Nested
  class Neighbours {

    @Test
    void iam_roleMade_isReadAsItWas() {
      String trust =
          """
          {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
            "Principal": {"Service": "batch.amazonaws.com"}, "Action": "sts:AssumeRole"}]}""";
      Role made =
          use.iam()
              .createRole(
                  r ->
                      r.roleName("way")
                          .path("/a/")
                          .assumeRolePolicyDocument(trust)
                          .tags(t -> t.key("k").value("a b+c")))
              .role();

      Role read = use.iam().getRole(r -> r.roleName("way")).role();

      assertThat(read.arn()).isEqualTo("arn:aws:iam::123456789012:role/a/way");
      assertThat(read.createDate()).isEqualTo(made.createDate());
      assertThat(read.tags().get(0).value()).isEqualTo("a b+c");
      assertThatThrownBy(() -> use.iam().getRole(r -> r.roleName("none")))
          .isInstanceOfSatisfying(
              NoSuchEntityException.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(404);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchEntity");
              });
    }

    @Test
    void iam_roleAndProfile_areChanged() {
      String trust =
          "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"%s.amazonaws.com\"},"
              + "\"Action\":\"sts:AssumeRole\"}}";
      String policy = "arn:aws:iam::aws:policy/PowerUserAccess";
      use.iam()
          .createRole(r -> r.roleName("drift").assumeRolePolicyDocument(trust.formatted("batch")));
      use.iam()
          .createInstanceProfile(
              r -> r.instanceProfileName("drift").tags(t -> t.key("k").value("v")));

      use.iam()
          .updateAssumeRolePolicy(r -> r.roleName("drift").policyDocument(trust.formatted("ec2")));
      use.iam().putRolePermissionsBoundary(r -> r.roleName("drift").permissionsBoundary(policy));
      use.iam().untagInstanceProfile(r -> r.instanceProfileName("drift").tagKeys("k"));

      Role changed = use.iam().getRole(r -> r.roleName("drift")).role();
      assertThat(changed.assumeRolePolicyDocument()).contains("ec2.amazonaws.com");
      assertThat(changed.permissionsBoundary().permissionsBoundaryArn()).isEqualTo(policy);
      assertThat(use.iam().listInstanceProfileTags(r -> r.instanceProfileName("drift")).tags())
          .isEmpty();
      use.iam().deleteRolePermissionsBoundary(r -> r.roleName("drift"));
      assertThat(use.iam().getRole(r -> r.roleName("drift")).role().permissionsBoundary()).isNull();
      assertThat(aws.journal().matching("iam:*RolePermissionsBoundary"))
          .allSatisfy(call -> assertThat(call.succeeded()).isTrue())
          .hasSize(2);
    }

    @Test
    void ec2_rulesOfAGroup_comeAndGo() {
      IpPermission ssh =
          IpPermission.builder()
              .ipProtocol("tcp")
              .fromPort(22)
              .toPort(22)
              .ipRanges(r -> r.cidrIp("10.0.0.0/8").description("ssh"))
              .build();
      String group =
          use.ec2().createSecurityGroup(r -> r.groupName("rules").description("d")).groupId();

      use.ec2().authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(ssh));
      assertThat(group(group).ipPermissions()).containsExactly(ssh);
      assertThat(
              use.ec2()
                  .revokeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(ssh))
                  .revokedSecurityGroupRules())
          .hasSize(1);
      assertThat(group(group).ipPermissions()).isEmpty();
      use.ec2()
          .revokeSecurityGroupEgress(
              r -> r.groupId(group).ipPermissions(group(group).ipPermissionsEgress()));
      assertThat(group(group).ipPermissionsEgress()).isEmpty();
      use.ec2().authorizeSecurityGroupEgress(r -> r.groupId(group).ipPermissions(ssh));

      assertThat(
              use.ec2()
                  .describeSecurityGroupRules(
                      r -> r.filters(Filter.builder().name("group-id").values(group).build()))
                  .securityGroupRules())
          .singleElement()
          .satisfies(
              rule -> {
                assertThat(rule.isEgress()).isTrue();
                assertThat(rule.description()).isEqualTo("ssh");
              });
      aws.faults().on("AuthorizeSecurityGroupIngress").fail();
      assertThatThrownBy(
              () ->
                  use.ec2().authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(ssh)))
          .isInstanceOf(Ec2Exception.class);
      aws.faults().clear();
      assertThat(group(group).ipPermissions()).isEmpty();
    }

    private static SecurityGroup group(String id) {
      return use.ec2().describeSecurityGroups(r -> r.groupIds(id)).securityGroups().get(0);
    }

    @Test
    void ecr_settingsOfARepository_areChanged() {
      use.ecr().createRepository(r -> r.repositoryName("way/drift"));

      use.ecr()
          .putImageTagMutability(
              r -> r.repositoryName("way/drift").imageTagMutability(ImageTagMutability.IMMUTABLE));
      use.ecr()
          .putImageScanningConfiguration(
              r ->
                  r.repositoryName("way/drift")
                      .imageScanningConfiguration(scan -> scan.scanOnPush(true)));

      assertThat(use.ecr().describeRepositories(r -> r.repositoryNames("way/drift")).repositories())
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
                assertThat(it.imageScanningConfiguration().scanOnPush()).isTrue();
              });
    }

    @Test
    void ec2_networkAndInstances_areDescribed() {
      String vpc =
          use.ec2()
              .describeVpcs(
                  r -> r.filters(Filter.builder().name("is-default").values("true").build()))
              .vpcs()
              .get(0)
              .vpcId();
      use.ec2().createSecurityGroup(r -> r.groupName("way").description("d").vpcId(vpc));

      assertThatThrownBy(
              () ->
                  use.ec2()
                      .createSecurityGroup(r -> r.groupName("way").description("d").vpcId(vpc)))
          .isInstanceOfSatisfying(
              Ec2Exception.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidGroup.Duplicate"));
      assertThat(
              use.ec2().describeInstancesPaginator().reservations().stream()
                  .flatMap(reservation -> reservation.instances().stream()))
          .extracting(Instance::instanceId)
          .allMatch(id -> id.startsWith("i-"));
    }

    @Test
    void ecr_repository_comesAndGoes() {
      String uri =
          use.ecr().createRepository(r -> r.repositoryName("way/in")).repository().repositoryUri();

      assertThat(uri).isEqualTo("123456789012.dkr.ecr.us-east-1.amazonaws.com/way/in");
      assertThat(use.ecr().getAuthorizationToken().authorizationData().get(0).expiresAt())
          .isAfter(aws.time().now());
      use.ecr().deleteRepository(r -> r.repositoryName("way/in").force(true));
      assertThatThrownBy(() -> use.ecr().describeRepositories(r -> r.repositoryNames("way/in")))
          .isInstanceOf(RepositoryNotFoundException.class);
    }

    @Test
    void ecr_image_isPushedAndDescribed() {
      use.ecr().createRepository(r -> r.repositoryName("way/image"));

      String digest = SmallImage.push(use.ecr(), "way/image", "1", "layer");

      assertThat(use.ecr().describeImages(r -> r.repositoryName("way/image")).imageDetails())
          .singleElement()
          .satisfies(
              image -> {
                assertThat(image.imageDigest()).isEqualTo(digest);
                assertThat(image.imageTags()).containsExactly("1");
                assertThat(image.imageSizeInBytes()).isEqualTo(5);
              });
      assertThatThrownBy(
              () ->
                  use.ecr()
                      .completeLayerUpload(
                          r -> r.repositoryName("way/image").uploadId("none").layerDigests(digest)))
          .isInstanceOf(UploadNotFoundException.class);
      use.ecr().deleteRepository(r -> r.repositoryName("way/image").force(true));
    }

    @Test
    void sts_caller_isTheAccount() {
      assertThat(use.sts().getCallerIdentity().account()).isEqualTo("123456789012");
    }

    @Test
    void logs_groupMadeByTheUser_holdsItsLines() {
      use.logs().createLogGroup(r -> r.logGroupName("/way/in"));
      use.logs().putRetentionPolicy(r -> r.logGroupName("/way/in").retentionInDays(7));

      assertThat(use.logs().describeLogGroups(r -> r.logGroupNamePrefix("/way")).logGroups().get(0))
          .satisfies(group -> assertThat(group.retentionInDays()).isEqualTo(7));
      assertThatThrownBy(
              () -> use.logs().getLogEvents(r -> r.logGroupName("/none").logStreamName("s")))
          .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void secretsManager_password_isOfTheLengthAskedFor() {
      assertThat(use.secrets().getRandomPassword(r -> r.passwordLength(6L)).randomPassword())
          .hasSize(6);
      assertThatThrownBy(() -> use.secrets().getRandomPassword(r -> r.passwordLength(1L)))
          .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void eventBridge_rule_isKeptAndItsPatternMatches() {
      String pattern = "{\"source\":[\"aws.batch\"],\"detail\":{\"status\":[{\"prefix\":\"F\"}]}}";
      use.events().putRule(r -> r.name("way").eventPattern(pattern));

      assertThat(use.events().describeRule(r -> r.name("way")).eventPattern()).isEqualTo(pattern);
      assertThatThrownBy(() -> use.events().describeRule(r -> r.name("none")))
          .isInstanceOf(
              software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException.class);
    }
  }
}
