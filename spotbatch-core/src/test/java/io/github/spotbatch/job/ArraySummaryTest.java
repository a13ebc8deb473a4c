package io.github.spotbatch.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArraySummaryTest {

  @Test
  void explain_groups_putsTheMostFrequentFirst() {
    List<FailedChild> failed =
        List.of(
            child(99, new AttemptCause.NonZeroExit(3)),
            child(17, new AttemptCause.OutOfMemory()),
            child(42, new AttemptCause.OutOfMemory()));

    assertThat(new ArraySummary(500, Map.of(JobState.FAILED, 3), failed).explain())
        .isEqualTo(
            "3 of 500 children failed: 2 ran out of memory (17, 42), 1 ended with exit code 3 (99)");
  }

  @Test
  void explain_manyInARow_areRanges() {
    List<FailedChild> failed =
        IntStream.of(9, 1, 2, 3, 4, 6, 7)
            .mapToObj(index -> child(index, new AttemptCause.TimedOut()))
            .toList();

    assertThat(new ArraySummary(10, Map.of(), failed).explain())
        .isEqualTo("7 of 10 children failed: 7 took longer than the timeout (1-4, 6, 7, 9)");
  }

  @Test
  void explain_veryManyOfVeryManyKinds_staysShort() {
    List<FailedChild> failed = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      failed.add(child(2 * i, new AttemptCause.NonZeroExit(i < 60 ? 1 : i)));
    }

    assertThat(new ArraySummary(200, Map.of(), failed).explain())
        .isEqualTo(
            "100 of 200 children failed: 60 ended with exit code 1 (0, 2, 4, 6, 8, 10, 12, 14,"
                + " ...), 1 ended with exit code 60 (120), 1 ended with exit code 61 (122), 1 ended"
                + " with exit code 62 (124), 1 ended with exit code 63 (126), 36 for other"
                + " reasons");
  }

  private static FailedChild child(int index, AttemptCause cause) {
    JobResult result =
        new JobResult(
            "id:" + index,
            "n",
            Optional.empty(),
            Optional.empty(),
            JobState.FAILED,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(cause));
    return new FailedChild(index, result);
  }
}
