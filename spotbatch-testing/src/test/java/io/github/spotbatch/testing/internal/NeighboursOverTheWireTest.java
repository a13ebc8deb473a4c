package io.github.spotbatch.testing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.VirtualClock;
import io.github.spotbatch.testing.internal.ecr.SmallImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotEmptyException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.UnmodifiableEntityException;
import software.amazon.awssdk.services.sts.StsClient;

/** What the services answer and refuse, as a real client of the SDK decodes it. */
class NeighboursOverTheWireTest {

  private static final String TRUST =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},"
          + "\"Action\":\"sts:AssumeRole\"}}";

  private final Neighbours neighbours = new Neighbours();

  @AfterEach
  void close() {
    neighbours.world.close();
  }

  @Nested
  class Iam {

    private final IamClient iam = neighbours.marshalling(IamClient.builder());

    @Test
    void role_createdAndRead_comesWhole() {
      var created =
          iam.createRole(
                  it ->
                      it.roleName("demo")
                          .path("/spotbatch/")
                          .assumeRolePolicyDocument(TRUST)
                          .tags(tag -> tag.key("a").value("1")))
              .role();

      assertThat(iam.getRole(it -> it.roleName("demo")).role()).isEqualTo(created);
      assertThat(iam.listRoles(it -> it.pathPrefix("/spotbatch/")).roles()).hasSize(1);
    }

    @Test
    @Rule("IAM-1")
    void faults_areOfTheSdksClasses() {
      iam.createServiceLinkedRole(it -> it.awsServiceName("batch.amazonaws.com"));

      assertThatThrownBy(() -> iam.getRole(it -> it.roleName("none")))
          .isInstanceOf(NoSuchEntityException.class)
          .hasMessageContaining("The role with name none cannot be found.");
      assertThatThrownBy(
              () ->
                  iam.createRole(
                      it -> it.roleName("ecsInstanceRole").assumeRolePolicyDocument(TRUST)))
          .isInstanceOf(EntityAlreadyExistsException.class);
      assertThatThrownBy(() -> iam.deleteRole(it -> it.roleName("ecsInstanceRole")))
          .isInstanceOf(DeleteConflictException.class);
      assertThatThrownBy(
              () ->
                  iam.addRoleToInstanceProfile(
                      it -> it.roleName("ecsInstanceRole").instanceProfileName("ecsInstanceRole")))
          .isInstanceOf(LimitExceededException.class);
      assertThatThrownBy(
              () -> iam.createRole(it -> it.roleName("x").assumeRolePolicyDocument("no json")))
          .isInstanceOf(MalformedPolicyDocumentException.class);
      assertThatThrownBy(
              () -> iam.attachRolePolicy(it -> it.roleName("ecsInstanceRole").policyArn("x")))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> iam.deleteRole(it -> it.roleName("AWSServiceRoleForBatch")))
          .isInstanceOf(UnmodifiableEntityException.class);
    }
  }

  @Nested
  class Ec2 {

    private final Ec2Client ec2 = neighbours.marshalling(Ec2Client.builder());

    @Test
    void instance_launchedAndTagged_comesWhole() {
      String vpc =
          ec2.describeVpcs(
                  it -> it.filters(Filter.builder().name("is-default").values("true").build()))
              .vpcs()
              .get(0)
              .vpcId();
      String group =
          ec2.createSecurityGroup(it -> it.groupName("demo").description("demo").vpcId(vpc))
              .groupId();
      String subnet = ec2.describeSubnets().subnets().get(0).subnetId();
      var launched =
          neighbours
              .scope
              .ec2()
              .launch(
                  "c5.large",
                  subnet,
                  true,
                  Map.of("a", "1"),
                  List.of(group),
                  null,
                  "ami-0123456789abcdef0");

      var shown = ec2.describeInstances().reservations().get(0).instances().get(0);

      assertThat(shown.instanceId()).isEqualTo(launched.id());
      assertThat(shown.instanceLifecycleAsString()).isEqualTo("spot");
      assertThat(shown.launchTime()).isEqualTo(launched.launchedAt());
      assertThat(shown.state().nameAsString()).isEqualTo("pending");
      assertThat(shown.tags()).hasSize(1);
      assertThatThrownBy(() -> ec2.deleteSecurityGroup(it -> it.groupId(group)))
          .isInstanceOfSatisfying(
              Ec2Exception.class,
              fault -> {
                assertThat(fault.awsErrorDetails().errorCode()).isEqualTo("DependencyViolation");
                assertThat(fault.statusCode()).isEqualTo(400);
              });
    }

    @Test
    void prices_andTypes_comeWhole() {
      assertThat(
              ec2.describeSpotPriceHistory(
                      it ->
                          it.instanceTypesWithStrings("c5.large")
                              .startTime(VirtualClock.DEFAULT_START))
                  .spotPriceHistory())
          .hasSize(3);
      assertThat(ec2.describeInstanceTypesPaginator(it -> it.maxResults(100)).instanceTypes())
          .hasSize(216);
    }
  }

  @Nested
  class Ecr {

    private final EcrClient ecr = neighbours.marshalling(EcrClient.builder());

    @Test
    @Rule("ECR-2")
    void faults_areOfTheSdksClasses() {
      ecr.createRepository(it -> it.repositoryName("demo"));
      SmallImage.push(ecr, "demo", "1", "layer");

      assertThatThrownBy(() -> ecr.createRepository(it -> it.repositoryName("demo")))
          .isInstanceOf(RepositoryAlreadyExistsException.class);
      assertThatThrownBy(() -> ecr.describeRepositories(it -> it.repositoryNames("none")))
          .isInstanceOf(RepositoryNotFoundException.class);
      assertThatThrownBy(() -> ecr.deleteRepository(it -> it.repositoryName("demo")))
          .isInstanceOf(RepositoryNotEmptyException.class);
      assertThatThrownBy(
              () ->
                  ecr.describeImages(
                      it -> it.repositoryName("demo").imageIds(id -> id.imageTag("2"))))
          .isInstanceOf(ImageNotFoundException.class);
    }
  }

  @Nested
  class Logs {

    private final CloudWatchLogsClient logs =
        neighbours.marshalling(CloudWatchLogsClient.builder());

    @Test
    void events_writtenAndRead_comeWhole() {
      neighbours.scope.logs().append("g", "s", neighbours.time.now(), "line");

      assertThat(logs.getLogEvents(it -> it.logGroupName("g").logStreamName("s")).events())
          .singleElement()
          .satisfies(event -> assertThat(event.message()).isEqualTo("line"));
    }

    @Test
    void faults_areOfTheSdksClasses() {
      logs.createLogGroup(it -> it.logGroupName("g"));

      assertThatThrownBy(() -> logs.createLogGroup(it -> it.logGroupName("g")))
          .isInstanceOf(ResourceAlreadyExistsException.class);
      assertThatThrownBy(() -> logs.deleteLogGroup(it -> it.logGroupName("none")))
          .isInstanceOf(ResourceNotFoundException.class);
      assertThatThrownBy(
              () -> logs.putRetentionPolicy(it -> it.logGroupName("g").retentionInDays(2)))
          .isInstanceOf(InvalidParameterException.class);
    }
  }

  @Test
  void ecs_absentCluster_isOfTheSdksClass() {
    EcsClient ecs = neighbours.marshalling(EcsClient.builder());

    assertThatThrownBy(() -> ecs.listContainerInstances(it -> it.cluster("none")))
        .isInstanceOf(ClusterNotFoundException.class);
  }

  @Test
  void sts_callerIdentity_comesWhole() {
    StsClient sts = neighbours.marshalling(StsClient.builder());

    assertThat(sts.getCallerIdentity().account()).isEqualTo(Neighbours.ACCOUNT);
  }
}
