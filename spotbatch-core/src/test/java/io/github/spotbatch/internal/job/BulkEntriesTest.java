package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import org.junit.jupiter.api.Test;

class BulkEntriesTest {

  @Test
  void follow_closed_isNotKept() {
    TestClock clock = new TestClock();
    AwsClients clients = AwsClients.builder().client("batch", new StubBatch(clock)).build();
    AwsCalls calls = new AwsCalls(RequestCustomizer.none());
    JobTracker tracker = new JobTracker(clients, calls, clock, PollIntervals.DEFAULT);
    BulkEntries entries = new BulkEntries();
    JobFollowing closed =
        new JobFollowing(tracker, clock, clock.executor(), change -> {}).startWithNone();
    JobFollowing open =
        new JobFollowing(tracker, clock, clock.executor(), change -> {}).startWithNone();
    entries.follow(closed);
    entries.follow(open);

    closed.close();

    assertThat(entries.followers()).isOne();
  }
}
