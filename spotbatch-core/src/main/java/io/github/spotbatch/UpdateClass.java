package io.github.spotbatch;

import java.util.Locale;

/** What a change does to what runs, from the gentlest to the hardest. */
public enum UpdateClass {
  /** Nothing is changed, or nothing that a running instance or job would notice. */
  NONE,
  /** A compute environment gets other limits; no instance that has work to do goes. */
  SCALING,
  /**
   * AWS Batch replaces a compute environment's instances under the same name; the jobs on them end,
   * and run again if their retry strategy says so.
   */
  INFRASTRUCTURE,
  /**
   * AWS cannot change it in place: a new compute environment is made beside the old one, the queues
   * move to it, and the old one goes.
   */
  BLUE_GREEN,
  /** A job definition gets one more revision; jobs that are submitted already keep theirs. */
  NEW_REVISION;

  /**
   * The class in words.
   *
   * @return for example {@code blue/green}
   */
  public String label() {
    String words = name().toLowerCase(Locale.ROOT);
    return this == BLUE_GREEN ? words.replace('_', '/') : words.replace('_', ' ');
  }
}
