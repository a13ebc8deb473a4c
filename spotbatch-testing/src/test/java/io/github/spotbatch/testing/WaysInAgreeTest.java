package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.WayIn.Entrance;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import software.amazon.awssdk.services.batch.model.JobDetail;

/** The same calls with the same seed give the same run, whichever way they come in. */
class WaysInAgreeTest {

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "IN_PROCESS")
  void run_byAnotherWay_isTheSame(WayIn other) {
    assertThat(run(other)).isEqualTo(run(WayIn.IN_PROCESS));
  }

  private static String run(WayIn wayIn) {
    try (FakeAws aws = FakeAws.create();
        Entrance entrance = wayIn.open(aws)) {
      Services use = entrance.services();
      BatchWorld world = BatchWorld.ready(aws, use.batch(), use.ec2());
      aws.jobs().named("lost").runsFor(Duration.ofMinutes(10));
      aws.spot().reclaim().hostOf("lost").after(Duration.ofMinutes(2));
      String lost = world.submit("lost", r -> r.retryStrategy(s -> s.attempts(2)));
      aws.runUntilIdle();
      JobDetail job = world.job(lost);
      assertThat(job.attempts()).hasSize(2);
      return job + "\n" + aws.timeline();
    }
  }
}
