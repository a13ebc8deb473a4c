package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobHost;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import java.util.Optional;
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

  private static FakeAws without(String actions) {
    return FakeAws.builder().callerPolicy(ALL_BUT.formatted(actions)).build();
  }

  /** A job whose first attempt has lost its host, and which has ended. */
  private static JobHandle lost(FakeAws aws, RetryPolicy retryPolicy) throws Exception {
    HandMadeQueue.make(aws);
    aws.jobs().image("*").runsFor(Duration.ofMinutes(20)).exits(0);
    aws.spot().reclaim().hostOf("frame-12").after(Duration.ofMinutes(10));
    SpotBatch spotBatch = aws.spotBatch();
    JobHandle job =
        spotBatch
            .queue(HandMadeQueue.QUEUE)
            .submit(
                JobRequest.builder(HandMadeQueue.DEFINITION)
                    .jobName("frame-12")
                    .retryPolicy(retryPolicy)
                    .build());
    job.await(Duration.ofHours(12));
    return job;
  }
}
