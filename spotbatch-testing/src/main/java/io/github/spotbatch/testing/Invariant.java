package io.github.spotbatch.testing;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What holds at the end of a test, whatever the test is about. */
public enum Invariant {
  /** No job ends twice, and none is lost on its way: each is where its status says. */
  JOBS_END_ONCE("no job ends twice or is lost on its way"),

  /** No job has more attempts than its retry strategy allows. */
  ATTEMPTS_KEEP_THE_STRATEGY("no job has more attempts than its retry strategy allows"),

  /** No host runs more than it has vCPUs and memory for. */
  HOSTS_HAVE_ROOM("no host runs more than it has room for"),

  /**
   * Each script of {@link FakeAws#jobs()}, {@link FakeAws#spot()} and {@link FakeAws#faults()} has
   * come to pass: one that has not is usually a mistyped name.
   */
  SCRIPTS_FIRED("each script comes to pass"),

  /**
   * Once Batch has nothing more of a stack that it had something of, nothing else is left that
   * carries the stack's tag {@code spotbatch:stack}.
   */
  NOTHING_LEFT_BEHIND("a destroyed stack leaves nothing behind"),

  /**
   * Every job has ended. Many a test rightly ends earlier, so this is checked only if asked for.
   */
  JOBS_FINISHED("every job has ended");

  private final String sentence;

  Invariant(String sentence) {
    this.sentence = sentence;
  }

  /**
   * Those that are checked unless told otherwise.
   *
   * @return all but {@link #JOBS_FINISHED}
   */
  public static Set<Invariant> defaults() {
    return Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(JOBS_FINISHED)));
  }

  /**
   * What holds.
   *
   * @return a clause, such as {@code every job has ended}
   */
  @Override
  public String toString() {
    return sentence;
  }
}
