package io.github.spotbatch.internal.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs are asked for when, on a grid that is the wider the longer the interval, so that jobs
 * whose waits began a little apart are asked for together. Many jobs that are asked for at the
 * longest interval are spread over it by hundreds, each of which keeps its place: calls come
 * evenly, and what ended at one moment is seen after half the interval on average. The work per job
 * does not grow with the number of jobs. Guarded by the tracker's lock.
 */
final class PollSlots {

  /** How finely an interval is divided. */
  private static final int PARTS = 8;

  /** Fewer jobs are not spread, since that would leave calls half empty. */
  private static final int JOBS_PER_PART = 500;

  private final PollIntervals intervals;
  private final long min;
  private final long max;
  private final TreeMap<Long, Set<Watch>> slots = new TreeMap<>();
  private int watches;
  private int young;
  private int begun;

  PollSlots(PollIntervals intervals) {
    this.intervals = intervals;
    this.min = intervals.min().toMillis();
    this.max = intervals.max().toMillis();
  }

  /** A new watch, which is not asked for yet. */
  Watch begin(String jobId, Instant now) {
    watches++;
    int number = begun++;
    return new Watch(jobId, number / JobTracker.JOBS_PER_CALL, now);
  }

  /** Has a job asked for as soon as any. */
  void putSoon(Watch watch, Instant now) {
    grow(watch, true);
    put(watch, now, min);
  }

  /** Puts a job where it is asked for next, out of the slot that it was in. */
  void put(Watch watch, Instant now) {
    put(watch, now, interval(watch, now));
  }

  /** The same after so many calls in a row have failed: sooner, but not at once. */
  void putAgain(Watch watch, Instant now, int failures) {
    long pause = min << Math.min(failures - 1, 3);
    put(watch, now, Math.min(pause, interval(watch, now)));
  }

  private long interval(Watch watch, Instant now) {
    long unchanged = watch.unchangedMillis(now.toEpochMilli());
    grow(watch, !watch.byEvents && intervals.young(unchanged));
    return watch.byEvents ? intervals.withEvents() : intervals.after(unchanged, young);
  }

  private void put(Watch watch, Instant now, long interval) {
    remove(watch);
    long millis = now.toEpochMilli();
    long slot = place(watch, millis, interval);
    long deadline = watch.nextDeadline(now);
    if (deadline != Watch.NONE) {
      // One look shortly before a wait ends, so that it does not end on old news.
      long before = floor(deadline - 1, min);
      slot = before > millis ? Math.min(slot, before) : slot;
    }
    long givenUpAt = watch.givenUpAt();
    if (givenUpAt > millis) {
      slot = Math.min(slot, floor(givenUpAt + min - 1, min));
    }
    watch.slot = slot;
    slots.computeIfAbsent(slot, s -> new LinkedHashSet<>()).add(watch);
  }

  private long place(Watch watch, long now, long interval) {
    if (interval < max || max < PARTS * min) {
      long step = Long.highestOneBit(Math.max(1, interval / (PARTS * min))) * min;
      return floor(now + interval, step);
    }
    int parts = Integer.highestOneBit(Math.max(1, Math.min(PARTS, watches / JOBS_PER_PART)));
    long offset = watch.hundred % parts * max / parts;
    return floor(now + interval - offset, max) + offset;
  }

  private static long floor(long millis, long step) {
    return Math.floorDiv(millis, step) * step;
  }

  /** Forgets a job for good. */
  void end(Watch watch) {
    remove(watch);
    grow(watch, false);
    watches--;
  }

  private void grow(Watch watch, boolean isYoung) {
    if (watch.young != isYoung) {
      young += isYoung ? 1 : -1;
      watch.young = isYoung;
    }
  }

  private void remove(Watch watch) {
    Set<Watch> others = watch.slot == Watch.NONE ? null : slots.get(watch.slot);
    if (others != null) {
      others.remove(watch);
      if (others.isEmpty()) {
        slots.remove(watch.slot);
      }
    }
    watch.slot = Watch.NONE;
  }

  boolean isDue(Instant now) {
    return !slots.isEmpty() && slots.firstKey() <= now.toEpochMilli();
  }

  /** Takes out the jobs that have been due the longest, as many as a call can ask for. */
  List<Watch> takeDue(Instant now) {
    List<Watch> due = new ArrayList<>(JobTracker.JOBS_PER_CALL);
    while (due.size() < JobTracker.JOBS_PER_CALL && isDue(now)) {
      long slot = slots.firstKey();
      Iterator<Watch> watches = slots.firstEntry().getValue().iterator();
      while (watches.hasNext() && due.size() < JobTracker.JOBS_PER_CALL) {
        Watch watch = watches.next();
        watches.remove();
        watch.slot = Watch.NONE;
        due.add(watch);
      }
      if (!watches.hasNext()) {
        slots.remove(slot);
      }
    }
    return due;
  }

  /** When the next job is due, or null if there is none. */
  @Nullable Instant next() {
    return slots.isEmpty() ? null : Instant.ofEpochMilli(slots.firstKey());
  }
}
