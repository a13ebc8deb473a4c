package io.github.spotbatch.testing.internal;

import io.github.spotbatch.testing.RecordedRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest requests of a world, answered or refused; of more than it holds the first go. */
public final class Journal {

  private final int capacity;
  private final Deque<RecordedRequest> requests = new ArrayDeque<>();
  private long dropped;

  public Journal(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(RecordedRequest request) {
    requests.addLast(request);
    if (requests.size() > capacity) {
      requests.removeFirst();
      dropped++;
    }
  }

  public synchronized List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  /** How many there were that are no longer held. */
  public synchronized long dropped() {
    return dropped;
  }

  public synchronized void clear() {
    requests.clear();
    dropped = 0;
  }
}
