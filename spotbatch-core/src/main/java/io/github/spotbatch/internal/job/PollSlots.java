package io.github.spotbatch.internal.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs are asked for when, on a grid as wide as the shortest interval, so that jobs whose
 * waits began a little apart are asked for together. There are never more slots than the longest
 * interval has grid steps, so the work per job does not grow with the number of jobs. Guarded by
 * the tracker's lock.
 */
final class PollSlots {

  private final PollIntervals intervals;
  private final long width;
  private final TreeMap<Long, Set<Watch>> slots = new TreeMap<>();

  PollSlots(PollIntervals intervals) {
    this.intervals = intervals;
    this.width = intervals.min().toMillis();
  }

  /** Puts a job where it is asked for next, out of the slot that it was in. */
  void put(Watch watch, Instant now) {
    remove(watch);
    Duration interval = intervals.after(watch.unchangedFor(now));
    long slot = slot(now.plus(interval));
    Instant deadline = watch.nextDeadline(now);
    if (!deadline.equals(Instant.MAX)) {
      // One look shortly before a wait ends, so that it does not end on old news.
      long beforeDeadline = slot(deadline.minusMillis(1));
      slot = beforeDeadline > slot(now) ? Math.min(slot, beforeDeadline) : slot;
    }
    watch.slot = slot;
    slots.computeIfAbsent(slot, s -> new LinkedHashSet<>()).add(watch);
  }

  void remove(Watch watch) {
    Long slot = watch.slot;
    watch.slot = null;
    Set<Watch> others = slot == null ? null : slots.get(slot);
    if (slot != null && others != null) {
      others.remove(watch);
      if (others.isEmpty()) {
        slots.remove(slot);
      }
    }
  }

  /** Takes out all jobs that are due. */
  List<Watch> takeDue(Instant now) {
    List<Watch> due = new ArrayList<>();
    while (!slots.isEmpty() && slots.firstKey() <= slot(now)) {
      due.addAll(slots.pollFirstEntry().getValue());
    }
    due.forEach(watch -> watch.slot = null);
    return due;
  }

  /** When the next job is due, or null if there is none. */
  @Nullable Instant next() {
    return slots.isEmpty() ? null : Instant.ofEpochMilli(slots.firstKey() * width);
  }

  private long slot(Instant time) {
    return Math.floorDiv(time.toEpochMilli(), width);
  }
}
