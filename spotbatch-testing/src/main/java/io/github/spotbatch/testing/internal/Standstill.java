package io.github.spotbatch.testing.internal;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Notices somebody who asks the same again and again while time stands still. */
public final class Standstill {

  private static final int MAX_REPEATS = 3_000;
  private static final List<String> READS =
      List.of("Describe", "List", "Get", "Filter", "BatchGet");

  private final Map<Object, Integer> asked = new HashMap<>();
  private Instant since = Instant.MIN;

  /** Whether an operation of that name changes nothing. */
  public static boolean reads(String operation) {
    for (String reading : READS) {
      if (operation.startsWith(reading)) {
        return true;
      }
    }
    return false;
  }

  /** Something is going to happen, so that asking again may bring another answer. */
  void ended() {
    asked.clear();
  }

  /**
   * Counts a read.
   *
   * @throws IllegalStateException if there were too many of the same
   */
  void called(Object request, Instant now) {
    if (!now.equals(since)) {
      since = now;
      ended();
    }
    String name = request.getClass().getSimpleName();
    if (reads(name) && asked.merge(request, 1, Integer::sum) > MAX_REPEATS) {
      throw new IllegalStateException(
          "the virtual clock stands still at "
              + now
              + " while "
              + name
              + " is sent "
              + MAX_REPEATS
              + " times and more; let time pass by FakeAws.advance(..) or runUntilIdle(), or wait by an"
              + " await of spotbatch");
    }
  }
}
