package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.JobNotFoundException;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;

/**
 * Watches all jobs that somebody waits for, a hundred with each call, and asks for nothing while
 * nobody waits.
 */
final class JobTracker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JobTracker.class);

  private static final int JOBS_PER_CALL = 100;
  private static final int CALLS_PER_SECOND = 10;

  /** AWS may not list a job yet that it has just accepted. */
  static final Duration GRACE = Duration.ofMinutes(1);

  private final AwsClients clients;
  private final AwsCalls calls;
  private final TimeKeeper time;

  private final Object lock = new Object();
  private final Map<String, Watch> watches = new LinkedHashMap<>();
  private final PollSlots slots;
  private final CallPace pace = new CallPace(CALLS_PER_SECOND);
  private @Nullable Future<?> timer;
  private @Nullable Instant timerAt;
  private boolean closed;

  JobTracker(AwsClients clients, AwsCalls calls, TimeKeeper time, PollIntervals intervals) {
    this.clients = clients;
    this.calls = calls;
    this.time = time;
    this.slots = new PollSlots(intervals);
  }

  /** Begins a wait. */
  Waiter watch(String jobId, Instant deadline) {
    Waiter waiter = new Waiter(deadline);
    synchronized (lock) {
      if (closed) {
        waiter.end.completeExceptionally(closedWhileWaiting(jobId));
        return waiter;
      }
      Instant now = time.now();
      boolean isNew = !watches.containsKey(jobId);
      Watch watch = watches.computeIfAbsent(jobId, id -> new Watch(id, now));
      watch.waiters.add(waiter);
      if (isNew || watch.slot != null) {
        slots.put(watch, now);
        setTimer(now);
      }
    }
    return waiter;
  }

  /** Ends a wait, and says what the last answer of AWS was if there was one. */
  LastNews unwatch(String jobId, Waiter waiter) {
    synchronized (lock) {
      Watch watch = watches.get(jobId);
      if (watch == null || !watch.waiters.remove(waiter)) {
        return new LastNews(Optional.empty(), Optional.empty());
      }
      if (watch.waiters.isEmpty()) {
        watches.remove(jobId);
        slots.remove(watch);
        setTimer(time.now());
      }
      return new LastNews(watch.lastSeen(), watch.lastFailure());
    }
  }

  /** What a wait that ended too soon has heard of its job. */
  record LastNews(Optional<JobResult> result, Optional<Throwable> failure) {}

  /** Ends all waits. */
  @Override
  public void close() {
    List<Watch> open;
    synchronized (lock) {
      closed = true;
      open = List.copyOf(watches.values());
      watches.clear();
      open.forEach(slots::remove);
      setTimer(time.now());
    }
    open.forEach(
        watch ->
            watch.waiters.forEach(
                waiter -> waiter.end.completeExceptionally(closedWhileWaiting(watch.jobId))));
  }

  private void setTimer(Instant now) {
    Instant next = slots.next();
    if (timer != null && next != null && next.equals(timerAt)) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    timerAt = next;
    if (next != null) {
      timer = time.executor().schedule(this::round, delay(now, next), TimeUnit.NANOSECONDS);
    }
  }

  private void round() {
    synchronized (lock) {
      Instant now = time.now();
      timer = null;
      List<Watch> due = slots.takeDue(now);
      for (int from = 0; from < due.size(); from += JOBS_PER_CALL) {
        List<Watch> group =
            List.copyOf(due.subList(from, Math.min(due.size(), from + JOBS_PER_CALL)));
        Duration delay = pace.reserve(now);
        Future<?> unused =
            time.executor().schedule(() -> ask(group), delay.toNanos(), TimeUnit.NANOSECONDS);
      }
      setTimer(now);
    }
  }

  private void ask(List<Watch> group) {
    List<Watch> live = live(group);
    if (live.isEmpty()) {
      return;
    }
    List<String> ids = live.stream().map(watch -> watch.jobId).toList();
    Map<String, JobResult> answer;
    try {
      DescribeJobsRequest request = DescribeJobsRequest.builder().jobs(ids).build();
      answer =
          calls.call(request, clients.batch()::describeJobs).jobs().stream()
              .map(JobResults::of)
              .collect(Collectors.toMap(JobResult::jobId, Function.identity(), (a, b) -> a));
    } catch (RuntimeException | Error e) {
      onFailure(live, e);
      return;
    }
    live.forEach(watch -> onAnswer(watch, answer.get(watch.jobId)));
  }

  private List<Watch> live(List<Watch> group) {
    synchronized (lock) {
      return group.stream().filter(this::isLive).toList();
    }
  }

  private boolean isLive(Watch watch) {
    return watches.get(watch.jobId) == watch;
  }

  private void onAnswer(Watch watch, @Nullable JobResult result) {
    List<Waiter> waiters;
    synchronized (lock) {
      if (!isLive(watch)) {
        return;
      }
      Instant now = time.now();
      boolean lost = false;
      if (result == null) {
        lost = watch.missing(now).compareTo(GRACE) >= 0;
      } else {
        watch.seen(result, now);
      }
      if (!lost && (result == null || !result.finished())) {
        slots.put(watch, now);
        setTimer(now);
        return;
      }
      watches.remove(watch.jobId);
      waiters = List.copyOf(watch.waiters);
    }
    for (Waiter waiter : waiters) {
      if (result == null) {
        waiter.end.completeExceptionally(new JobNotFoundException(watch.jobId));
      } else {
        waiter.end.complete(result);
      }
    }
  }

  private void onFailure(List<Watch> group, Throwable failure) {
    if (AwsFailures.passing(failure)) {
      log.warn(
          "AWS did not describe jobs, will ask again [jobs={}] [failure={}]",
          group.size(),
          failure.toString());
      askLater(group, failure);
    } else if (group.size() > 1 && AwsFailures.badRequest(failure)) {
      // One job that AWS will not hear of must not fail the waits for all others.
      int half = group.size() / 2;
      time.executor().execute(() -> ask(group.subList(0, half)));
      time.executor().execute(() -> ask(group.subList(half, group.size())));
    } else {
      giveUp(group, failure);
    }
  }

  private void askLater(List<Watch> group, Throwable failure) {
    synchronized (lock) {
      Instant now = time.now();
      for (Watch watch : group) {
        if (isLive(watch)) {
          watch.failed(failure);
          slots.put(watch, now);
        }
      }
      setTimer(now);
    }
  }

  private void giveUp(List<Watch> group, Throwable failure) {
    List<Waiter> waiters = new ArrayList<>();
    synchronized (lock) {
      for (Watch watch : group) {
        if (isLive(watch)) {
          watches.remove(watch.jobId);
          waiters.addAll(watch.waiters);
        }
      }
    }
    waiters.forEach(waiter -> waiter.end.completeExceptionally(failure));
  }

  private static long delay(Instant now, Instant then) {
    return Math.max(0, Duration.between(now, then).toNanos());
  }

  private static SpotBatchException closedWhileWaiting(String jobId) {
    return new SpotBatchException(
        "The wait for job " + jobId + " ended because spotbatch was closed; the job goes on.");
  }
}
