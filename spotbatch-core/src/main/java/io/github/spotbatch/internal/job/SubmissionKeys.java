package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.SubmissionKey;
import io.github.spotbatch.time.TimeKeeper;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes keys that no other submission has, and knows them until they are used. Thread-safe. */
final class SubmissionKeys {

  /** Who asks for more at a time and uses them later waits as with a key of another program. */
  private static final int MOST_GIVEN = 1_000;

  private final TimeKeeper time;
  private final RandomGenerator random;

  /** Given to users and not used yet, the eldest first. */
  private final Set<SubmissionKey> given = new LinkedHashSet<>();

  SubmissionKeys(TimeKeeper time, RandomGenerator random) {
    this.time = time;
    this.random = random;
  }

  /** A key for what is submitted at once. */
  synchronized SubmissionKey next() {
    return SubmissionKey.random(time.now(), random);
  }

  /** A key for a user, who submits later. */
  synchronized SubmissionKey give() {
    SubmissionKey key = next();
    given.add(key);
    if (given.size() > MOST_GIVEN) {
      given.remove(given.iterator().next());
    }
    return key;
  }

  /** Whether the key was given by this and is used for the first time, by the caller. */
  synchronized boolean use(SubmissionKey key) {
    return given.remove(key);
  }
}
