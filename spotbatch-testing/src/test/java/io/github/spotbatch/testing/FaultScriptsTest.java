package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.batch.BatchClient;

/** Which calls a fault befalls, and what is said of it afterwards. */
class FaultScriptsTest {

  private final FakeAws aws = FakeAws.create();
  private final BatchClient batch = aws.typedClient(BatchClient.class);

  @AfterEach
  void close() {
    aws.close();
  }

  /** A dot for each call that gets through, a letter for each that does not. */
  private static String calls(BatchClient batch, int calls) {
    return IntStream.range(0, calls).mapToObj(i -> call(batch)).collect(Collectors.joining());
  }

  private static String call(BatchClient batch) {
    try {
      batch.describeJobQueues();
      return ".";
    } catch (SdkException e) {
      return e instanceof SdkServiceException refusal && refusal.isThrottlingException()
          ? "T"
          : "F";
    }
  }

  @Nested
  class Selection {

    @Test
    void times_afterSkip_isTheNextOfThem() {
      aws.faults().on("DescribeJobQueues").throttle().skip(2).times(3);

      assertThat(calls(batch, 8)).isEqualTo("..TTT...");
    }

    @Test
    void every_isTheLastOfEachGroup() {
      aws.faults().on("DescribeJobQueues").throttle().every(3).skip(1);

      assertThat(calls(batch, 8)).isEqualTo("...T..T.");
    }

    @Test
    void scripts_ofTheSameCalls_followOneAnother() {
      aws.faults().on("describejob*").throttle().times(2);
      aws.faults().on("batch:*").fail().times(2);

      assertThat(calls(batch, 6)).isEqualTo("TTFF..");
    }

    @Test
    void operation_ofAnotherName_isNotConcerned() {
      aws.faults().on("DescribeJobs").throttle();
      aws.faults().on("ec2:*").throttle();

      assertThat(calls(batch, 2)).isEqualTo("..");
    }

    @Test
    void clear_endsAll() {
      aws.faults().on("*").throttle().times(5);
      aws.faults().limit("*", 1);
      assertThat(calls(batch, 1)).isEqualTo("T");

      aws.faults().clear();

      assertThat(calls(batch, 3)).isEqualTo("...");
      assertThat(aws.faults().injected().total()).isEqualTo(1);
      assertThatCode(aws::verify).doesNotThrowAnyException();
    }

    @Test
    void unrecordedClient_isSpared() {
      aws.faults().on("*").throttle();

      assertThat(calls(aws.journal().unrecorded(BatchClient.class), 2)).isEqualTo("..");
    }

    @Test
    void operation_thatIsUnknown_isRefusedWithTheNearest() {
      assertThatThrownBy(() -> aws.faults().on("SubmtJob"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "spotbatch-testing models no operation 'SubmtJob'; the nearest are batch:SubmitJob,"
                  + " batch:ListJobs, batch:CancelJob");
      assertThatThrownBy(() -> aws.faults().on("batch:Descibe*"))
          .hasMessageContaining("nearest are batch:Describe");
      assertThatThrownBy(() -> aws.faults().limit("CreateServiceEnvironment", 1))
          .hasMessageContaining("models no operation 'CreateServiceEnvironment'");
      assertThatThrownBy(() -> aws.faults().on("SubmitJob").stale(Duration.ofSeconds(1)))
          .hasMessageContaining("models no operation that reads 'SubmitJob'; the nearest are");
    }

    @Test
    void number_outOfItsBounds_isRefused() {
      FaultScripts.Calls calls = aws.faults().on("SubmitJob");

      assertThatThrownBy(() -> calls.throttle().times(0))
          .hasMessage("times takes 1 or more, was 0");
      assertThatThrownBy(() -> calls.throttle().skip(-1))
          .hasMessage("skip takes 0 or more, was -1");
      assertThatThrownBy(() -> calls.throttle().every(0))
          .hasMessage("every takes 1 or more, was 0");
      assertThatThrownBy(() -> calls.fail().rate(0))
          .hasMessage("a rate is above 0 and at most 1, was 0.0");
      assertThatThrownBy(() -> calls.fail().rate(1.1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> calls.delay(Duration.ZERO))
          .hasMessage("a delay is above 0, was PT0S");
      assertThatThrownBy(() -> aws.faults().on("List*").stale(Duration.ofSeconds(-1)))
          .hasMessage("the bound of stale reads is above 0, was PT-1S");
      assertThatThrownBy(() -> aws.faults().limit("*", 0))
          .hasMessage("a limit is above 0 and at most 1e9 calls a second, was 0.0");
      assertThatThrownBy(() -> aws.faults().limit("*", 1, 0))
          .hasMessage("at least one call may come at once, was 0");
    }
  }

  @Nested
  class Chance {

    private static String run(long seed) {
      try (FakeAws aws = FakeAws.builder().seed(seed).build()) {
        aws.faults().on("DescribeJobQueues").throttle().rate(0.3);
        aws.faults().on("DescribeJobQueues").fail().rate(0.3);
        return calls(aws.typedClient(BatchClient.class), 100);
      }
    }

    @Test
    void rate_ofASeed_isReproduced() {
      assertThat(run(7)).isEqualTo(run(7)).isNotEqualTo(run(8));
    }

    /** Within six standard deviations: 1,000 calls of rate 0.1, so 100 and 9.5. */
    @Test
    void rate_isAboutWhatWasTold() {
      aws.faults().on("DescribeJobQueues").throttle().rate(0.1);

      assertThat(calls(batch, 1000).chars().filter(c -> c == 'T').count()).isBetween(43L, 157L);
    }

    /** A first draw that follows from the seed alone must not be the same for all seeds. */
    @Test
    void firstCall_ofManySeeds_isHitAtTheRateToo() {
      long hit = IntStream.range(0, 100).filter(seed -> run(seed).startsWith("T")).count();

      assertThat(hit).isBetween(3L, 57L);
    }

    @Test
    void ids_areTheSameWithFaultsAndWithout() {
      assertThat(idsOf(aws)).isEqualTo(idsWithFaults());
    }

    private static List<String> idsWithFaults() {
      try (FakeAws other = FakeAws.create()) {
        other.faults().on("Describe*").fail().rate(0.5);
        other.faults().on("ListJobs").stale(Duration.ofSeconds(5)).rate(0.5);
        calls(other.typedClient(BatchClient.class), 20);
        return idsOf(other);
      }
    }

    private static List<String> idsOf(FakeAws aws) {
      BatchWorld world = BatchWorld.ready(aws);
      return List.of(world.submit("a"), world.submit("b"));
    }
  }

  @Nested
  class Afterwards {

    @Test
    void script_thatHasNotHappenedAsTold_isReported() {
      aws.faults().on("SubmitJob").throttle();
      aws.faults().on("DescribeJobQueues").loseResponse().times(3);
      calls(batch, 1);

      assertThat(aws.faults().unfired())
          .containsExactly(
              "SubmitJob throttled: happened 0 times in 0 calls",
              "DescribeJobQueues response lost 3 times: happened 1 times in 1 calls");
      assertThatThrownBy(aws::verify)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("(SCRIPTS_FIRED)")
          .hasMessageContaining("SubmitJob throttled: happened 0 times in 0 calls");
    }

    @Test
    void chanceAndWhatWasUsedUp_areNotReported() {
      aws.faults().on("SubmitJob").throttle().rate(0.5);
      aws.faults().on("DescribeJobQueues").throttle().times(1);
      aws.faults().limit("SubmitJob", 1);
      calls(batch, 2);

      assertThat(aws.faults().unfired()).isEmpty();
      assertThatCode(aws::verify).doesNotThrowAnyException();
    }

    @Test
    void injected_countsByKindAndOperation() {
      aws.faults().on("DescribeJobQueues").throttle().times(2);
      aws.faults().on("Describe*").delay(Duration.ofSeconds(1)).times(1);
      calls(batch, 3);

      FaultCounts injected = aws.faults().injected();

      assertThat(injected.count(FaultKind.THROTTLED)).isEqualTo(2);
      assertThat(injected.count(FaultKind.THROTTLED, "describejobqueues")).isEqualTo(2);
      assertThat(injected.count(FaultKind.THROTTLED, "SubmitJob")).isZero();
      assertThat(injected.count(FaultKind.FAILED)).isZero();
      assertThat(injected.byOperation(FaultKind.DELAYED))
          .containsExactly(Map.entry("batch:DescribeJobQueues", 1));
      assertThat(injected.total()).isEqualTo(3);
      assertThat(injected)
          .hasToString(
              "2 x batch:DescribeJobQueues throttled\n1 x batch:DescribeJobQueues delayed");
      assertThat(FakeAws.create().faults().injected()).hasToString("no faults");
    }
  }
}
