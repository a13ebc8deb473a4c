package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.FakeAws;

/**
 * A host that counts the vCPUs of a job as free once more while the job runs. Planted in the
 * scheduler's books, which all that the scheduler says of itself agrees with, it shows that a
 * host's load is added up from what ran when.
 */
final class RoomGivenBackTwice implements PlantedBug {

  private static final String RUNNING =
      """
      {"source": ["aws.batch"], "detail": {"status": ["RUNNING"]}}""";

  @Override
  public void plant(FakeAws aws) {
    aws.events().subscribe(RUNNING, event -> Inside.of(aws).hosts().forEach(this::giveBack));
  }

  private void giveBack(Object host) {
    Inside.set(host, "freeVcpus", (int) Inside.get(host, "freeVcpus") + 1);
  }
}
