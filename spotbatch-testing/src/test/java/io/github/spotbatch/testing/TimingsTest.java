package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Timings.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.CEStatus;

class TimingsTest {

  @Test
  void with_oneStep_leavesTheOthersAndTheOriginal() {
    Timings usual = Timings.defaults();
    Timings slow = usual.with(Step.HOST_JOINING, Duration.ofMinutes(5));

    assertThat(slow.of(Step.HOST_JOINING)).isEqualTo(Duration.ofMinutes(5));
    assertThat(usual.of(Step.HOST_JOINING)).isEqualTo(Duration.ofSeconds(60));
    assertThat(slow.of(Step.HOST_IDLE)).isEqualTo(usual.of(Step.HOST_IDLE));
  }

  @Test
  void with_negativeDuration_isRefused() {
    assertThatThrownBy(() -> Timings.defaults().with(Step.SCHEDULING, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("SCHEDULING must not be negative, was PT-0.001S");
  }

  @Test
  @Rule("UNV-24")
  void changedStep_isWhatTheWorldTakes() {
    Timings slow = Timings.defaults().with(Step.ENVIRONMENT_CREATING, Duration.ofHours(1));
    try (FakeAws aws = FakeAws.builder().timings(slow).build()) {
      BatchWorld world = new BatchWorld(aws);
      world.createEnvironment(r -> {});

      aws.advance(Duration.ofMinutes(59));
      assertThat(world.environment().status()).isEqualTo(CEStatus.CREATING);
      aws.advance(Duration.ofMinutes(1));
      assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
    }
  }
}
