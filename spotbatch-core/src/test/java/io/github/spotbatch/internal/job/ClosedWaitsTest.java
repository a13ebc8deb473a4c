package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.Following;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.LogTail;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** Waits that begin after all was closed, and the clock with it. */
class ClosedWaitsTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final JobFixture fixture = new JobFixture();
  private final StubBatch batch = fixture.batch;
  private final JobHandle job = fixture.service.job("a");

  @Test
  void following_allHaveEnded_returnsTheCounts() {
    batch.job("a", JobStatus.SUCCEEDED);
    Following following = job.follow(transition -> {});
    following.await(LONG);
    closeAll();

    assertThat(following.await(LONG)).isEqualTo(following.counts());
    following.close();
    assertThat(following.await(LONG)).isEqualTo(following.counts());
  }

  @Test
  void following_someHaveNotEnded_saysThatItIsClosed() {
    batch.job("a", JobStatus.RUNNING);
    Following following = job.follow(transition -> {});
    closeAll();

    assertThatThrownBy(() -> following.await(LONG))
        .isInstanceOf(SpotBatchException.class)
        .hasMessageContaining("spotbatch was closed");
  }

  @Test
  void tail_allWasRead_returns() {
    LogTail tail = fixture.service.tail(List.of(), (of, line) -> {});
    tail.await(LONG);
    closeAll();

    assertThatCode(() -> tail.await(LONG)).doesNotThrowAnyException();
  }

  @Test
  void tail_notAllWasRead_saysThatItIsClosed() {
    batch.job("a", JobStatus.RUNNING);
    LogTail tail = job.tail(line -> {});
    closeAll();

    assertThatThrownBy(() -> tail.await(LONG))
        .isInstanceOf(SpotBatchException.class)
        .hasMessageContaining("spotbatch was closed");
  }

  /** Whoever closes only the clock gets an answer too. */
  @Test
  void await_onlyTheClockHasStopped_saysThatNothingCanBeWaitedFor() {
    batch.job("a", JobStatus.RUNNING);
    Following following = job.follow(transition -> {});
    fixture.clock.stop();

    assertThatThrownBy(() -> following.await(LONG))
        .isInstanceOf(SpotBatchException.class)
        .hasMessage("This SpotBatch is closed: nothing can be waited for.");
  }

  private void closeAll() {
    fixture.service.close();
    fixture.clock.stop();
  }
}
