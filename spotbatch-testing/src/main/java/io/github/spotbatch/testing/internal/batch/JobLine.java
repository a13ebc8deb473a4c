package io.github.spotbatch.testing.internal.batch;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Jobs in a line: those of higher priority before others, and first in, first out among their like.
 * Retried jobs go in front of their like. No change costs more than a search among those that wait.
 */
final class JobLine implements WaitingJobs {

  private final ToIntFunction<Job> priority;
  private final TreeMap<Place, Job> byPlace =
      new TreeMap<>(
          Comparator.comparingInt((Place place) -> -place.priority())
              .thenComparingLong(Place::number));
  private final Map<Job, Place> places = new HashMap<>();
  private long last;
  private long first;

  private record Place(int priority, long number) {}

  JobLine(ToIntFunction<Job> priority) {
    this.priority = priority;
  }

  /** All jobs alike. */
  static JobLine firstInFirstOut() {
    return new JobLine(job -> 0);
  }

  @Override
  public void add(Job job, boolean inFront) {
    Place place = new Place(priority.applyAsInt(job), inFront ? --first : ++last);
    byPlace.put(place, job);
    places.put(job, place);
  }

  @Override
  public void remove(Job job) {
    Place place = places.remove(job);
    if (place != null) {
      byPlace.remove(place);
    }
  }

  @Override
  public Iterator<Job> iterator() {
    return byPlace.values().iterator();
  }
}
