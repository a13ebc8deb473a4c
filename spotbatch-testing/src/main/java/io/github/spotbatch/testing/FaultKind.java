package io.github.spotbatch.testing;

/** What {@link FakeAws#faults()} does to a call. */
public enum FaultKind {
  /** It was refused because there were too many; nothing has happened. */
  THROTTLED("throttled"),

  /** It was refused because the service had a fault of its own; nothing has happened. */
  FAILED("failed"),

  /** What it asked for has happened, but the caller's connection broke before the answer. */
  RESPONSE_LOST("response lost"),

  /** It arrived late. */
  DELAYED("delayed"),

  /** It was a read, and its answer was older than the call. */
  STALE("stale");

  private final String words;

  FaultKind(String words) {
    this.words = words;
  }

  /**
   * The kind in words.
   *
   * @return such as {@code response lost}
   */
  @Override
  public String toString() {
    return words;
  }
}
