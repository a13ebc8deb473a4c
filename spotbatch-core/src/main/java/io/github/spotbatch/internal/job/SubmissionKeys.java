package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.SubmissionKey;
import io.github.spotbatch.time.TimeKeeper;
import java.util.random.RandomGenerator;

/** Makes keys that no other submission has. Thread-safe. */
final class SubmissionKeys {

  private final TimeKeeper time;
  private final RandomGenerator random;

  SubmissionKeys(TimeKeeper time, RandomGenerator random) {
    this.time = time;
    this.random = random;
  }

  synchronized SubmissionKey next() {
    return SubmissionKey.random(time.now(), random);
  }
}
