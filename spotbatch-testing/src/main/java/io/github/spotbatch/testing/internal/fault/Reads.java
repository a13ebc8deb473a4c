package io.github.spotbatch.testing.internal.fault;

import io.github.spotbatch.testing.internal.Standstill;
import java.util.Set;

/** Which operations read the state of the world, so that what they read may be old. */
public final class Reads {

  /** Their answers are made for each call. */
  private static final Set<String> MADE_ANEW = Set.of("GetRandomPassword", "GetAuthorizationToken");

  private Reads() {}

  /** Whether an operation of that name does. */
  public static boolean state(String operation) {
    return Standstill.reads(operation) && !MADE_ANEW.contains(operation);
  }
}
