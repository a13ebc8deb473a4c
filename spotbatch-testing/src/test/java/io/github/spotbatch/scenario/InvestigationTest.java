package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobHost;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.testing.Adversity;
import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an investigation finds where AWS does not tell everything. */
class InvestigationTest {

  private static final String ALL_BUT =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\","
          + "\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Action\":[%s],\"Resource\":\"*\"}]}";

  /** One permission after another is taken away. */
  @ParameterizedTest
  @CsvSource({
    "ec2:DescribeInstances, false, unknown",
    "ecs:DescribeContainerInstances, true, c5.large",
    "batch:DescribeJobQueues, true, c5.large",
    "batch:DescribeComputeEnvironments, true, c5.large"
  })
  void investigate_onePermissionIsMissing_tellsTheRest(String denied, boolean proven, String type)
      throws Exception {
    try (FakeAws aws = without("\"" + denied + "\"")) {
      JobResult found = lost(aws, RetryPolicy.none()).investigate();

      assertThat(found.cause().orElseThrow() instanceof AttemptCause.SpotInterruption)
          .isEqualTo(proven);
      JobHost host = found.attempts().get(0).host().orElseThrow();
      assertThat(host.instanceId()).startsWith("i-");
      assertThat(host.instanceType()).isEqualTo(type);
      assertThat(host.spot()).contains(true);
    }
  }

  @Test
  void investigate_nothingButJobsMayBeRead_staysWithWhatBatchSays() throws Exception {
    try (FakeAws aws =
        without(
            "\"ec2:DescribeInstances\",\"ecs:*\",\"batch:DescribeJobQueues\","
                + "\"batch:DescribeComputeEnvironments\"")) {
      JobResult found = lost(aws, RetryPolicy.none()).investigate();

      AttemptCause.HostLost cause = (AttemptCause.HostLost) found.cause().orElseThrow();
      assertThat(found.attempts().get(0).host())
          .contains(
              new JobHost(
                  cause.instanceId().orElseThrow(), "unknown", "unknown", Optional.empty()));
    }
  }

  @Test
  void investigate_succeededInTheSecondAttempt_knowsBothHosts() throws Exception {
    try (FakeAws aws = FakeAws.create()) {
      JobResult found = lost(aws, RetryPolicy.spotInterruptions()).investigate();

      assertThat(found.attempts())
          .extracting(attempt -> attempt.host().flatMap(JobHost::spot))
          .containsExactly(Optional.of(true), Optional.of(true));
      assertThat(found.attempts())
          .extracting(attempt -> attempt.host().orElseThrow().instanceId())
          .doesNotHaveDuplicates();
      assertThat(found.attempts().get(0).cause().orElseThrow())
          .isInstanceOf(AttemptCause.SpotInterruption.class);
      assertThat(found.explain())
          .endsWith(" succeeded after 2 attempts, 1 of which lost its host.");
    }
  }

  @Test
  void investigate_twoHoursLater_nobodyRemembersTheHost() throws Exception {
    try (FakeAws aws = FakeAws.create()) {
      JobHandle job = lost(aws, RetryPolicy.none());
      aws.advance(Duration.ofHours(2));

      JobResult found = job.investigate();

      assertThat(found.cause().orElseThrow()).isInstanceOf(AttemptCause.HostLost.class);
      JobHost host = found.attempts().get(0).host().orElseThrow();
      assertThat(host.instanceType()).isEqualTo("unknown");
      assertThat(host.spot()).contains(true);
    }
  }

  @Test
  void investigate_againTwoHoursLater_keepsWhatWasFound() throws Exception {
    try (FakeAws aws = FakeAws.create()) {
      JobHandle job = lost(aws, RetryPolicy.none());
      JobHandle array = lost(aws, RetryPolicy.none(), OptionalInt.of(2));
      JobResult found = job.investigate();
      JobResult foundArray = array.investigate();
      assertThat(foundArray.explain()).contains("2 lost the host to a Spot interruption (0, 1)");
      aws.advance(Duration.ofHours(2));

      assertThat(job.investigate()).isEqualTo(found);
      assertThat(array.investigate()).isEqualTo(foundArray);
    }
  }

  private static FakeAws without(String actions) {
    return FakeAws.builder().callerPolicy(ALL_BUT.formatted(actions)).build();
  }

  /** A job whose first attempt has lost its host, and which has ended. */
  private static JobHandle lost(FakeAws aws, RetryPolicy retryPolicy) throws Exception {
    HandMadeQueue.make(aws);
    return lost(aws, retryPolicy, OptionalInt.empty());
  }

  private static JobHandle lost(FakeAws aws, RetryPolicy retryPolicy, OptionalInt size) {
    aws.jobs().image("*").runsFor(Duration.ofMinutes(20)).exits(0);
    JobRequest.Builder request =
        JobRequest.builder(HandMadeQueue.DEFINITION).jobName("frame-12").retryPolicy(retryPolicy);
    size.ifPresent(request::arraySize);
    JobHandle job = aws.spotBatch().queue(HandMadeQueue.QUEUE).submit(request.build());
    aws.spot().script("hosts go").after(Duration.ofMinutes(8), Adversity.reclaimEverything());
    job.await(Duration.ofHours(12));
    return job;
  }
}
