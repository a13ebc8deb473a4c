package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpdatePolicyTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 7200})
  void drain_minutesAtBound_areTaken(int minutes) {
    UpdatePolicy policy = UpdatePolicy.drain(Duration.ofMinutes(minutes));

    assertThat(policy.jobExecutionTimeout()).isEqualTo(Duration.ofMinutes(minutes));
    assertThat(policy.terminatesJobs()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 59, 90, 7200 * 60 + 60, -60})
  void drain_noWholeMinutesOrOutOfBounds_isRefused(int seconds) {
    Duration time = Duration.ofSeconds(seconds);

    refused(
            "CE-103",
            () -> UpdatePolicy.drain(time),
            "updatePolicy.jobExecutionTimeout",
            time,
            "must be from 1 to 7200 whole minutes")
        .verify();
  }

  @Test
  void terminate_leavesNoTime() {
    assertThat(UpdatePolicy.terminate().terminatesJobs()).isTrue();
    assertThat(UpdatePolicy.terminate().jobExecutionTimeout()).isZero();
  }
}
