package io.github.spotbatch.readme;

import software.amazon.awssdk.services.batch.BatchClient;

/** What an application would have. */
final class RenderFarm {

  private final BatchClient batch;

  RenderFarm(BatchClient batch) {
    this.batch = batch;
  }

  int queues() {
    return batch.describeJobQueues().jobQueues().size();
  }
}
