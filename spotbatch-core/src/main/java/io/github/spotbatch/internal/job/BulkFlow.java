package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is under way of a bulk submission, and so whether it takes more. Thread-safe.
 *
 * <p>Few wait for their first answer at a time, so that jobs of others get their turn soon. Those
 * that got none that told are out of their way; of them, too, there are so many at most.
 */
final class BulkFlow {

  private static final int MOST_UNANSWERED = 64;
  private static final int MOST_OPEN = 1_000;

  /** Run after a change, by who made it, without a lock. */
  private final Runnable changed;

  private final Object lock = new Object();
  private final Set<Submission> open = new HashSet<>();
  private int unanswered;
  private boolean reading;
  private boolean preparing;
  private boolean streamEnded;
  private boolean closed;
  private @Nullable SpotBatchException endedEarly;

  BulkFlow(Runnable changed) {
    this.changed = changed;
  }

  /** Whether the caller is to read now: it is the only one until there is no room. */
  boolean beginReading() {
    synchronized (lock) {
      if (reading || streamEnded) {
        return false;
      }
      return readOn();
    }
  }

  /**
   * Whether the reader goes on; if not, it has ended. A stream that ended early is closed by it.
   */
  boolean readOn() {
    synchronized (lock) {
      boolean room = unanswered < MOST_UNANSWERED && open.size() < MOST_OPEN;
      reading = room || endedEarly != null;
      return reading;
    }
  }

  /** Whether a request that the stream gave is still taken. */
  boolean take() {
    synchronized (lock) {
      preparing = endedEarly == null;
      return preparing;
    }
  }

  /** What was taken has begun, or has failed. */
  void prepared() {
    synchronized (lock) {
      preparing = false;
    }
    changed.run();
  }

  /** Nothing more is taken; what was taken is sent, unless the submission ended early. */
  void endStream(@Nullable SpotBatchException failure) {
    synchronized (lock) {
      reading = false;
      preparing = false;
      streamEnded = true;
      endedEarly = endedEarly == null ? failure : endedEarly;
    }
    changed.run();
  }

  void begin(Submission submission) {
    synchronized (lock) {
      open.add(submission);
      unanswered++;
      if (endedEarly != null) {
        submission.withdraw();
      }
    }
  }

  /** It got its first answer, whether that told or not. */
  void answered() {
    synchronized (lock) {
      unanswered--;
    }
    changed.run();
  }

  void settled(Submission submission) {
    synchronized (lock) {
      open.remove(submission);
    }
    changed.run();
  }

  /**
   * Takes no more, and sends nothing that is not under way. The stream is closed by its reader, for
   * which nothing waits: the stream may block it.
   */
  void endEarly(SpotBatchException why) {
    synchronized (lock) {
      if (endedEarly != null || isDone()) {
        return;
      }
      withdraw(why);
    }
    changed.run();
  }

  /** Ends at once, though the stream may never be closed. */
  void close(SpotBatchException why) {
    synchronized (lock) {
      withdraw(why);
      closed = true;
    }
    changed.run();
  }

  private void withdraw(SpotBatchException why) {
    endedEarly = endedEarly == null ? why : endedEarly;
    open.forEach(Submission::withdraw);
  }

  /** Whether nothing more will be taken or sent. */
  boolean isDone() {
    synchronized (lock) {
      boolean allTaken = (streamEnded || endedEarly != null) && !preparing;
      return closed || (allTaken && open.isEmpty());
    }
  }

  /** Why it ended before the last request, if it did. */
  @Nullable SpotBatchException endedEarly() {
    synchronized (lock) {
      return endedEarly;
    }
  }
}
