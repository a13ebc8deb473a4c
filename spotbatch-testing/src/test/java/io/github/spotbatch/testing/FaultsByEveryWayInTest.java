package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.WayIn.Entrance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.ServerException;

/** What goes wrong goes wrong alike, whichever way a caller comes in. */
@ParameterizedClass
@EnumSource
class FaultsByEveryWayInTest {

  private static FakeAws aws;
  private static Entrance entrance;
  private static Services use;

  /** How many times a call is sent that fails each time: clients over HTTP were told not to. */
  private final int sends;

  FaultsByEveryWayInTest(WayIn wayIn) {
    this.sends = Set.of(WayIn.IN_PROCESS, WayIn.IN_PROCESS_ASYNC).contains(wayIn) ? 3 : 1;
  }

  /** One world for all tests of a way. */
  @BeforeParameterizedClassInvocation
  static void open(WayIn wayIn) {
    aws = FakeAws.create();
    entrance = wayIn.open(aws);
    use = entrance.services();
    BatchWorld.ready(aws);
  }

  @AfterParameterizedClassInvocation
  static void close() {
    entrance.close();
    aws.close();
  }

  @AfterEach
  void clear() {
    aws.faults().clear();
    aws.journal().clear();
  }

  @Test
  @Rule({"ERR-14", "UNV-25"})
  void throttle_isBatchsRefusalWithStatus429_andNothingIsSubmitted() {
    aws.faults().on("SubmitJob").throttle();

    assertThatThrownBy(() -> submit("throttled"))
        .isInstanceOfSatisfying(
            BatchException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(429);
              assertThat(e.isThrottlingException()).isTrue();
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("TooManyRequestsException");
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Too Many Requests");
            });

    assertThat(aws.journal().matching("SubmitJob"))
        .hasSize(sends)
        .allSatisfy(call -> assertThat(call.faults()).containsExactly(FaultKind.THROTTLED))
        .allSatisfy(call -> assertThat(call.succeeded()).isFalse());
    assertThat(aws.timeline())
        .contains("refused: TooManyRequestsException: Too Many Requests [throttled]");
    assertThat(listed("throttled")).isZero();
  }

  @Test
  void fail_isBatchsServerException_andNothingIsSubmitted() {
    aws.faults().on("batch:submit*").fail();

    assertThatThrownBy(() -> submit("failed"))
        .isInstanceOfSatisfying(
            ServerException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(500);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ServerException");
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo("The service batch has an internal fault.");
            });

    assertThat(aws.journal().matching("SubmitJob"))
        .hasSize(sends)
        .allSatisfy(call -> assertThat(call.faults()).containsExactly(FaultKind.FAILED));
    assertThat(listed("failed")).isZero();
  }

  /** Each send has its effect: this is why a submission must not be repeated blindly. */
  @Test
  void loseResponse_breaksTheConnectionAfterEachSubmission() {
    aws.faults().on("SubmitJob").loseResponse();

    assertThatThrownBy(() -> submit("lost"))
        .isInstanceOf(SdkClientException.class)
        .hasMessageStartingWith("Unable to execute HTTP request: ");

    assertThat(aws.journal().matching("SubmitJob"))
        .hasSize(sends)
        .allSatisfy(call -> assertThat(call.faults()).containsExactly(FaultKind.RESPONSE_LOST))
        .allSatisfy(call -> assertThat(call.succeeded()).isTrue())
        .allSatisfy(call -> assertThat(call.toString()).endsWith(" [response lost]"));
    assertThat(aws.timeline())
        .contains("jobName=lost jobQueue=jobs jobDefinition=work [response lost]");
    assertThat(listed("lost")).isEqualTo(sends);
  }

  @Test
  void loseResponse_ofARefusal_hidesIt() {
    aws.faults().on("TerminateJob").loseResponse();

    assertThatThrownBy(() -> use.batch().terminateJob(r -> r.jobId("j")))
        .isInstanceOf(SdkClientException.class);

    assertThat(aws.journal().matching("TerminateJob"))
        .hasSize(sends)
        .allSatisfy(call -> assertThat(call.errorCode()).contains("ClientException"));
  }

  @Test
  void delay_letsTheWorldGoOnUntilTheCallArrives() {
    Instant before = aws.time().now();
    aws.faults().on("SubmitJob").delay(Duration.ofSeconds(3));

    String id = submit("delayed");

    assertThat(aws.time().now()).isEqualTo(before.plusSeconds(3));
    assertThat(aws.journal().matching("SubmitJob"))
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.time()).isEqualTo(before.plusSeconds(3));
              assertThat(call.faults()).containsExactly(FaultKind.DELAYED);
            });
    assertThat(use.batch().describeJobs(r -> r.jobs(id)).jobs().get(0).createdAt())
        .isEqualTo(before.plusSeconds(3).toEpochMilli());
  }

  @Test
  void stale_hidesAJobUntilTheBoundHasPassed() {
    aws.faults().on("DescribeJobs").stale(Duration.ofSeconds(5));
    String id = submit("hidden");

    assertThat(use.batch().describeJobs(r -> r.jobs(id)).jobs()).isEmpty();
    aws.advance(Duration.ofMillis(4999));
    assertThat(use.batch().describeJobs(r -> r.jobs(id)).jobs()).isEmpty();
    aws.advance(Duration.ofMillis(1));
    assertThat(use.batch().describeJobs(r -> r.jobs(id)).jobs()).hasSize(1);

    assertThat(aws.journal().matching("DescribeJobs"))
        .extracting(RecordedRequest::faults)
        .containsExactly(Set.of(FaultKind.STALE), Set.of(FaultKind.STALE), Set.of());
  }

  /** All of these are sent again by a real client, which shows that it takes them for passing. */
  @Test
  @Rule({"ERR-14", "ERR-15", "EC2-5"})
  void everyService_throttlesAndFailsInItsOwnWay() {
    Map<String, ThrowingCallable> reads =
        Map.of(
            "batch", () -> use.batch().describeJobQueues(),
            "ec2", () -> use.ec2().describeVpcs(),
            "ecr", () -> use.ecr().describeRepositories(),
            "ecs", () -> use.ecs().describeContainerInstances(r -> r.containerInstances("c")),
            "events", () -> use.events().listRules(r -> {}),
            "iam", () -> use.iam().listRoles(),
            "logs", () -> use.logs().describeLogGroups(),
            "secretsmanager", () -> use.secrets().getRandomPassword(),
            "sts", () -> use.sts().getCallerIdentity());
    Map<String, List<String>> codes =
        Map.of(
            "batch", List.of("429 TooManyRequestsException", "500 ServerException"),
            "ec2", List.of("503 RequestLimitExceeded", "500 InternalError"),
            "ecr", List.of("400 ThrottlingException", "500 ServerException"),
            "ecs", List.of("400 ThrottlingException", "500 ServerException"),
            "events", List.of("400 ThrottlingException", "500 InternalException"),
            "iam", List.of("400 Throttling", "500 ServiceFailure"),
            "logs", List.of("400 ThrottlingException", "503 ServiceUnavailableException"),
            "secretsmanager", List.of("400 ThrottlingException", "500 InternalServiceError"),
            "sts", List.of("400 Throttling", "500 InternalFailure"));

    reads.forEach(
        (service, read) -> {
          aws.faults().on(service + ":*").throttle().times(sends);
          aws.faults().on(service + ":*").fail().times(sends);

          assertRefused(service, read, codes.get(service).get(0), true);
          assertRefused(service, read, codes.get(service).get(1), false);
          assertThat(aws.faults().unfired()).isEmpty();
        });
  }

  private static void assertRefused(
      String service, ThrowingCallable read, String statusAndCode, boolean throttling) {
    assertThatThrownBy(read)
        .as(service)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.statusCode() + " " + e.awsErrorDetails().errorCode())
                  .isEqualTo(statusAndCode);
              assertThat(e.isThrottlingException()).isEqualTo(throttling);
              assertThat(e.getClass().getPackageName())
                  .startsWith("software.amazon.awssdk.services.");
            });
  }

  private static String submit(String name) {
    return use.batch()
        .submitJob(job -> job.jobName(name).jobQueue("jobs").jobDefinition("work"))
        .jobId();
  }

  private static int listed(String name) {
    return aws.batch()
        .listJobs(r -> r.jobQueue("jobs").filters(f -> f.name("JOB_NAME").values(name)))
        .jobSummaryList()
        .size();
  }
}
