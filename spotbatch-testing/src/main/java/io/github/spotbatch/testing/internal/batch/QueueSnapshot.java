package io.github.spotbatch.testing.internal.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import software.amazon.awssdk.services.batch.model.FrontOfQueueDetail;
import software.amazon.awssdk.services.batch.model.FrontOfQueueJobSummary;

/** The first jobs of a queue, each with the time since when it has had its position. */
final class QueueSnapshot {

  private static final int MAX_JOBS = 100;

  private List<FrontOfQueueJobSummary> front = List.of();

  /** Looks again; a job that has moved has its new position from now on. */
  void update(WaitingJobs waiting, Instant now) {
    List<FrontOfQueueJobSummary> changed = new ArrayList<>();
    Iterator<Job> jobs = waiting.iterator();
    while (jobs.hasNext() && changed.size() < MAX_JOBS) {
      changed.add(entry(changed.size(), jobs.next().arn(), now));
    }
    this.front = changed;
  }

  private FrontOfQueueJobSummary entry(int position, String jobArn, Instant now) {
    boolean same = position < front.size() && front.get(position).jobArn().equals(jobArn);
    return same
        ? front.get(position)
        : FrontOfQueueJobSummary.builder()
            .jobArn(jobArn)
            .earliestTimeAtPosition(now.toEpochMilli())
            .build();
  }

  FrontOfQueueDetail detail(Instant now) {
    return FrontOfQueueDetail.builder().jobs(front).lastUpdatedAt(now.toEpochMilli()).build();
  }
}
