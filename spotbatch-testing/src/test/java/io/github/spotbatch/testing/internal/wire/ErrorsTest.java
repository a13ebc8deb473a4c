package io.github.spotbatch.testing.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.spotbatch.testing.internal.Faults;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.ServerException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidSequenceTokenException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.ExpiredTokenException;

class ErrorsTest {

  private static final String MESSAGE = "no <such> \"thing\" & so on";

  @Nested
  class ModelledException {

    @Test
    void restJson_clientFault_isThatOfTheService() {
      BatchClient batch =
          failing(
              AwsService.BATCH,
              BatchClient.builder(),
              Faults.of(ClientException.builder(), "ClientException", 400, MESSAGE));
      assertThatExceptionOfType(ClientException.class)
          .isThrownBy(() -> batch.submitJob(r -> r.jobName("a")))
          .satisfies(e -> hasDetails(e, "ClientException", 400));
    }

    @Test
    void restJson_serverFault_isThatOfTheService() {
      BatchClient batch =
          failing(
              AwsService.BATCH,
              BatchClient.builder(),
              Faults.of(ServerException.builder(), "ServerException", 500, MESSAGE));
      assertThatExceptionOfType(ServerException.class)
          .isThrownBy(() -> batch.listTagsForResource(r -> r.resourceArn("arn:a/b")))
          .satisfies(e -> hasDetails(e, "ServerException", 500));
    }

    @Test
    void awsQuery_codeIsNotTheClass_isThatOfTheService() {
      IamClient iam =
          failing(
              AwsService.IAM,
              IamClient.builder(),
              Faults.of(NoSuchEntityException.builder(), "NoSuchEntity", 404, MESSAGE));
      assertThatExceptionOfType(NoSuchEntityException.class)
          .isThrownBy(() -> iam.getRole(r -> r.roleName("a")))
          .satisfies(e -> hasDetails(e, "NoSuchEntity", 404));
      StsClient sts =
          failing(
              AwsService.STS,
              StsClient.builder(),
              Faults.of(ExpiredTokenException.builder(), "ExpiredTokenException", 403, MESSAGE));
      assertThatExceptionOfType(ExpiredTokenException.class)
          .isThrownBy(sts::getCallerIdentity)
          .satisfies(e -> hasDetails(e, "ExpiredTokenException", 403));
    }

    @Test
    void ec2Query_codeWithDots_isEc2Exception() {
      Ec2Client ec2 =
          failing(
              AwsService.EC2,
              Ec2Client.builder(),
              Faults.of(Ec2Exception.builder(), "InvalidGroup.NotFound", 400, MESSAGE));
      assertThatExceptionOfType(Ec2Exception.class)
          .isThrownBy(() -> ec2.deleteSecurityGroup(r -> r.groupId("sg-1")))
          .satisfies(e -> hasDetails(e, "InvalidGroup.NotFound", 400));
    }

    @Test
    void awsJson_clientFault_isThatOfTheService() {
      EcrClient ecr =
          failing(
              AwsService.ECR,
              EcrClient.builder(),
              Faults.of(
                  RepositoryNotFoundException.builder(),
                  "RepositoryNotFoundException",
                  400,
                  MESSAGE));
      assertThatExceptionOfType(RepositoryNotFoundException.class)
          .isThrownBy(() -> ecr.describeImages(r -> r.repositoryName("a")))
          .satisfies(e -> hasDetails(e, "RepositoryNotFoundException", 400));
      EcsClient ecs =
          failing(
              AwsService.ECS,
              EcsClient.builder(),
              Faults.of(
                  ClusterNotFoundException.builder(), "ClusterNotFoundException", 400, MESSAGE));
      assertThatExceptionOfType(ClusterNotFoundException.class)
          .isThrownBy(() -> ecs.listContainerInstances(r -> r.cluster("a")))
          .satisfies(e -> hasDetails(e, "ClusterNotFoundException", 400));
    }

    @Test
    void awsJson_membersOfItsOwn_arrive() {
      AwsServiceException fault =
          Faults.of(
              InvalidSequenceTokenException.builder().expectedSequenceToken("token-7"),
              "InvalidSequenceTokenException",
              400,
              MESSAGE);
      CloudWatchLogsClient logs = failing(AwsService.LOGS, CloudWatchLogsClient.builder(), fault);
      assertThatExceptionOfType(InvalidSequenceTokenException.class)
          .isThrownBy(() -> logs.putLogEvents(r -> r.logGroupName("g").logStreamName("s")))
          .satisfies(e -> assertThat(e.expectedSequenceToken()).isEqualTo("token-7"));
    }
  }

  @Nested
  class OtherException {

    @Test
    void call_withoutStatusAndDetails_isNamedByItsClass() {
      BatchClient batch =
          failing(
              AwsService.BATCH,
              BatchClient.builder(),
              (AwsServiceException) ClientException.builder().message("plain").build());
      assertThatExceptionOfType(ClientException.class)
          .isThrownBy(() -> batch.submitJob(r -> r.jobName("a")))
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400))
          .withMessageContaining("plain");
    }

    @Test
    void call_faultOfTheFake_surfacesUnwrapped() {
      IllegalStateException fault = new IllegalStateException("a bug");
      BatchClient batch = failing(AwsService.BATCH, BatchClient.builder(), fault);
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> batch.submitJob(r -> r.jobName("a")))
          .isSameAs(fault);
    }
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C failing(
      AwsService service, B builder, RuntimeException fault) {
    ServiceOperations operations =
        Wires.everyOperation(
            service,
            request -> {
              throw fault;
            });
    return Wires.client(builder, Wires.wire(operations));
  }

  private static void hasDetails(AwsServiceException e, String code, int status) {
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(MESSAGE);
    assertThat(e.statusCode()).isEqualTo(status);
    assertThat(e.requestId()).isEqualTo("00000000-0000-0000-0000-000000000001");
  }
}
