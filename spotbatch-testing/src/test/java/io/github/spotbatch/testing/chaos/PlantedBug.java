package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.FakeAws;
import software.amazon.awssdk.services.batch.BatchClient;

/** A fault that is put on purpose into what is tested, to see whether a sweep finds it. */
interface PlantedBug {

  /** None. */
  PlantedBug NONE = new PlantedBug() {};

  /** Puts it into a new world. */
  default void plant(FakeAws aws) {}

  /** Puts it between a program and the world. */
  default BatchClient between(BatchClient client) {
    return client;
  }
}
