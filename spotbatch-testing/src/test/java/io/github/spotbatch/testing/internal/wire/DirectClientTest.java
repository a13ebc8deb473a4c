package io.github.spotbatch.testing.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchAsyncClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;

class DirectClientTest {

  private final ServiceOperations operations =
      Wires.operations(AwsService.BATCH, new ListingBatch());

  @Nested
  class Sync {

    private final BatchClient batch =
        DirectClient.of(BatchClient.class, operations, Region.EU_WEST_1);

    @Test
    void operation_requestOrConsumer_isAnswered() {
      assertThat(batch.listJobs(r -> r.jobQueue("q").nextToken("2")).jobSummaryList())
          .extracting(JobSummary::jobId)
          .containsExactly("job-2");
    }

    @Test
    void paginator_threePages_givesAll() {
      assertThat(batch.listJobsPaginator(r -> r.jobQueue("q")).jobSummaryList())
          .extracting(JobSummary::jobId)
          .containsExactly("job-0", "job-1", "job-2");
    }

    @Test
    void operation_refused_throwsTheModelledException() {
      assertThatExceptionOfType(ClientException.class)
          .isThrownBy(() -> batch.cancelJob(r -> r.jobId("j").reason("r")))
          .withMessage(
              "no j (Service: Batch, Status Code: 400, Request ID:"
                  + " 00000000-0000-0000-0000-000000000000)");
    }

    @Test
    void operation_notModelled_namesIt() {
      assertThatThrownBy(() -> batch.describeJobs(r -> r.jobs("a")))
          .isExactlyInstanceOf(UnsupportedOperationException.class)
          .hasMessage("spotbatch-testing does not model batch DescribeJobs");
    }

    @Test
    void rest_ofTheInterface_works() {
      assertThat(batch.serviceName()).isEqualTo("batch");
      assertThat(batch.serviceClientConfiguration().region()).isEqualTo(Region.EU_WEST_1);
      assertThat(batch).isEqualTo(batch).hasSameHashCodeAs(batch).isNotEqualTo(new Object());
      assertThat(batch).hasToString("BatchClient without a wire");
      batch.close();
    }

    @Test
    void waiter_conditionHolds_returns() {
      Ec2Client ec2 = DirectClient.of(Ec2Client.class, runningInstance(), Region.EU_WEST_1);
      assertThat(
              ec2.waiter().waitUntilInstanceRunning(r -> r.instanceIds("i-1")).attemptsExecuted())
          .isEqualTo(1);
    }
  }

  @Nested
  class Async {

    private final BatchAsyncClient batch =
        DirectClient.of(BatchAsyncClient.class, operations, Region.EU_WEST_1);

    @Test
    void operation_isDoneWhenItReturns() {
      assertThat(batch.listJobs(r -> r.jobQueue("q")))
          .isCompletedWithValueMatching(response -> response.nextToken().equals("1"));
    }

    @Test
    void paginator_threePages_givesAll() {
      List<String> jobs = new ArrayList<>();
      batch
          .listJobsPaginator(r -> r.jobQueue("q"))
          .jobSummaryList()
          .subscribe(job -> jobs.add(job.jobId()))
          .join();
      assertThat(jobs).containsExactly("job-0", "job-1", "job-2");
    }

    @Test
    void operation_refusedOrBroken_failsItsFuture() {
      assertThatThrownBy(() -> batch.cancelJob(r -> r.jobId("j").reason("r")).join())
          .isInstanceOf(CompletionException.class)
          .hasCauseExactlyInstanceOf(ClientException.class);
      assertThatThrownBy(() -> batch.terminateJob(r -> r.jobId("j").reason("r")).join())
          .isInstanceOf(CompletionException.class)
          .hasCauseExactlyInstanceOf(IllegalStateException.class);
    }

    @Test
    void waiter_conditionHolds_returns() {
      Ec2AsyncClient ec2 =
          DirectClient.of(Ec2AsyncClient.class, runningInstance(), Region.EU_WEST_1);
      assertThat(
              ec2.waiter()
                  .waitUntilInstanceRunning(r -> r.instanceIds("i-1"))
                  .join()
                  .attemptsExecuted())
          .isEqualTo(1);
    }
  }

  private static ServiceOperations runningInstance() {
    return Wires.operations(AwsService.EC2, new RunningInstance());
  }

  private static final class RunningInstance {
    public DescribeInstancesResponse describeInstances(DescribeInstancesRequest request) {
      Instance instance =
          Instance.builder()
              .instanceId(request.instanceIds().get(0))
              .state(s -> s.name("running"))
              .build();
      return DescribeInstancesResponse.builder()
          .reservations(Reservation.builder().instances(instance).build())
          .build();
    }
  }
}
