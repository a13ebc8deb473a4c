package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobHost;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;

class JobHostsTest {

  private static final String ARN =
      "arn:aws:ecs:eu-central-1:123456789012:container-instance/spot_Batch_1/0f3a";

  private final TestClock clock = new TestClock();
  private final StubBatch batch = new StubBatch(clock);
  private final EcsClient ecs = mock(EcsClient.class);
  private final JobHandle job =
      new JobService(
              AwsClients.builder().client("batch", batch).client("ecs", ecs).build(),
              new AwsCalls(RequestCustomizer.none()),
              clock,
              clock.executor(),
              new Random(7),
              PollIntervals.DEFAULT,
              SubmitLimits.DEFAULT)
          .job("j");

  @Test
  void host_running_isThatOfTheContainer() {
    batch.job("j", JobStatus.RUNNING, j -> j.container(c -> c.containerInstanceArn(ARN)));
    answers(
        ContainerInstance.builder()
            .containerInstanceArn(ARN)
            .ec2InstanceId("i-0737c70432d64f82a")
            .attributes(
                Attribute.builder().name("ecs.capability.logging").build(),
                Attribute.builder().name("ecs.instance-type").value("m7i.large").build(),
                Attribute.builder().name("ecs.availability-zone").value("eu-central-1a").build())
            .build());

    assertThat(job.host())
        .contains(
            new JobHost("i-0737c70432d64f82a", "m7i.large", "eu-central-1a", Optional.empty()));
    verify(ecs)
        .describeContainerInstances(
            DescribeContainerInstancesRequest.builder()
                .cluster("spot_Batch_1")
                .containerInstances(ARN)
                .build());
  }

  @Test
  void host_containerNotDescribed_isThatOfTheLastAttempt() {
    batch.job(
        "j",
        JobStatus.FAILED,
        j -> j.attempts(a -> a.stoppedAt(1L).container(c -> c.containerInstanceArn(ARN))));
    answers(ContainerInstance.builder().containerInstanceArn(ARN).ec2InstanceId("i-1").build());

    assertThat(job.host()).contains(new JobHost("i-1", "unknown", "unknown", Optional.empty()));
    assertThat(job.host(job.result().attempts().get(0))).isPresent();
  }

  @Test
  void host_forgottenByEcs_isEmpty() {
    batch.job("j", JobStatus.RUNNING, j -> j.container(c -> c.containerInstanceArn(ARN)));
    answers();

    assertThat(job.host()).isEmpty();
  }

  @Test
  void host_clusterIsGone_isEmpty() {
    batch.job("j", JobStatus.RUNNING, j -> j.container(c -> c.containerInstanceArn(ARN)));
    when(ecs.describeContainerInstances(any(DescribeContainerInstancesRequest.class)))
        .thenThrow(ClusterNotFoundException.builder().build());

    assertThat(job.host()).isEmpty();
  }

  @Test
  void host_notStarted_isEmptyAndAsksNothing() {
    batch.job("j", JobStatus.RUNNABLE);

    assertThat(job.host()).isEmpty();
    verifyNoInteractions(ecs);
  }

  private void answers(ContainerInstance... instances) {
    when(ecs.describeContainerInstances(any(DescribeContainerInstancesRequest.class)))
        .thenReturn(
            DescribeContainerInstancesResponse.builder().containerInstances(instances).build());
  }
}
