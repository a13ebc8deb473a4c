package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.JobNotFoundException;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;
import software.amazon.awssdk.services.batch.model.JobDetail;

/**
 * Watches all jobs that somebody wants news of, a hundred with each call, and asks for nothing
 * while nobody does.
 */
final class JobTracker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JobTracker.class);

  static final int JOBS_PER_CALL = 100;

  /** AWS may not list a job yet that it has just accepted. */
  static final Duration GRACE = Duration.ofMinutes(1);

  private final AwsClients clients;
  private final AwsCalls calls;
  private final TimeKeeper time;

  private final Object lock = new Object();
  private final Map<String, Watch> watches = new HashMap<>();
  private final PollSlots slots;
  private final int mostCallsPerSecond;
  private final AdaptiveRate rate;
  private @Nullable Future<?> timer;
  private @Nullable Instant timerAt;

  /** Whether the timer waits for the next call's place, which is taken already. */
  private boolean placeTaken;

  private int failuresInARow;
  private boolean closed;
  private volatile Consumer<String> onEnd = jobId -> {};

  JobTracker(AwsClients clients, AwsCalls calls, TimeKeeper time, PollIntervals intervals) {
    this.clients = clients;
    this.calls = calls;
    this.time = time;
    this.slots = new PollSlots(intervals);
    this.mostCallsPerSecond = intervals.callsPerSecond();
    this.rate = AdaptiveRate.startingAt(mostCallsPerSecond);
  }

  /** Tells somebody of the end of each job that is watched, whoever watches it. */
  void tellOfEnds(Consumer<String> onEnd) {
    this.onEnd = onEnd;
  }

  /** Begins to tell somebody of a job. */
  void watch(String jobId, Watcher watcher) {
    synchronized (lock) {
      if (!closed) {
        Instant now = time.now();
        Watch watch = watches.get(jobId);
        boolean isNew = watch == null;
        if (watch == null) {
          watch = slots.begin(jobId, now);
          watches.put(jobId, watch);
        }
        watch.watchers.add(watcher);
        if (isNew || watch.slot != Watch.NONE) {
          slots.putSoon(watch, now);
          setTimer(now);
        }
        return;
      }
    }
    watcher.closed(jobId);
  }

  /** Tells somebody no longer, and says what the last answer of AWS was if there was one. */
  LastNews unwatch(String jobId, Watcher watcher) {
    synchronized (lock) {
      Watch watch = watches.get(jobId);
      if (watch == null || !watch.watchers.remove(watcher)) {
        return new LastNews(Optional.empty(), Optional.empty());
      }
      if (watch.watchers.isEmpty()) {
        end(watch);
        setTimer(time.now());
      }
      return new LastNews(watch.lastStatus(), watch.lastFailure());
    }
  }

  /** What a wait that ended too soon has heard of its job. */
  record LastNews(Optional<String> status, Optional<Throwable> failure) {}

  /**
   * Takes what an event says of a job.
   *
   * @return whether somebody wants news of the job
   */
  boolean offer(JobDetail job) {
    List<Watcher> told = new ArrayList<>();
    synchronized (lock) {
      Watch watch = watches.get(job.jobId());
      if (watch == null) {
        return false;
      }
      Instant now = time.now();
      watch.byEvents = true;
      JobState state = JobResults.state(job.statusAsString());
      if (watch.believesEvent(job, state)) {
        take(watch, job, state, now, told);
      }
      // The first look is not put off: the event may be an old one of a job that has ended.
      if (isLive(watch) && watch.looked && watch.slot != Watch.NONE) {
        slots.put(watch, now);
      }
      setTimer(now);
    }
    told.forEach(Watcher::tell);
    return true;
  }

  /** Ends all waits. */
  @Override
  public void close() {
    List<Watch> open;
    synchronized (lock) {
      closed = true;
      open = List.copyOf(watches.values());
      open.forEach(this::end);
      setTimer(time.now());
    }
    open.forEach(watch -> watch.watchers.forEach(watcher -> watcher.closed(watch.jobId)));
  }

  private void end(Watch watch) {
    watches.remove(watch.jobId);
    slots.end(watch);
  }

  private void setTimer(Instant now) {
    Instant next = slots.next();
    boolean stands = placeTaken ? next != null : next != null && next.equals(timerAt);
    if (timer != null && stands) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
      timer = null;
      placeTaken = false;
    }
    timerAt = next;
    if (next != null) {
      long delay = Math.max(0, Duration.between(now, next).toNanos());
      timer = time.executor().schedule(this::round, delay, TimeUnit.NANOSECONDS);
    }
  }

  /** Has all asked for that are due, as soon as the rate allows each call. */
  private void round() {
    synchronized (lock) {
      Instant now = time.now();
      boolean mayCall = placeTaken;
      timer = null;
      placeTaken = false;
      while (slots.isDue(now)) {
        Duration delay = mayCall ? Duration.ZERO : rate.reserve(now);
        if (!delay.isZero()) {
          placeTaken = true;
          timer = time.executor().schedule(this::round, delay.toNanos(), TimeUnit.NANOSECONDS);
          return;
        }
        mayCall = false;
        List<Watch> group = slots.takeDue(now);
        time.executor().execute(() -> ask(group));
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
    Map<String, JobDetail> answer;
    try {
      DescribeJobsRequest request = DescribeJobsRequest.builder().jobs(ids).build();
      answer =
          calls.callOnce(request, clients.batch()::describeJobs).jobs().stream()
              .collect(Collectors.toMap(JobDetail::jobId, Function.identity(), (a, b) -> a));
    } catch (RuntimeException | Error e) {
      onFailure(live, e);
      return;
    }
    onAnswer(live, answer);
  }

  private List<Watch> live(List<Watch> group) {
    synchronized (lock) {
      return group.stream().filter(this::isLive).toList();
    }
  }

  private boolean isLive(Watch watch) {
    return watches.get(watch.jobId) == watch;
  }

  private void onAnswer(List<Watch> group, Map<String, JobDetail> answer) {
    List<Watcher> told = new ArrayList<>();
    synchronized (lock) {
      failuresInARow = 0;
      Instant now = time.now();
      if (rate.perSecond() < mostCallsPerSecond) {
        rate.succeeded(now);
      }
      for (Watch watch : group) {
        if (isLive(watch)) {
          lookOrFail(watch, answer.get(watch.jobId), now, told);
        }
      }
      setTimer(now);
    }
    told.forEach(Watcher::tell);
  }

  /** What cannot be read of one job ends the waits for that job, and no others. */
  private void lookOrFail(Watch watch, @Nullable JobDetail job, Instant now, List<Watcher> told) {
    try {
      watch.looked = true;
      look(watch, job, now, told);
    } catch (RuntimeException e) {
      log.warn("an answer about a job cannot be read [job={}]", watch.jobId, e);
      fail(watch, e, told);
    }
  }

  private void look(Watch watch, @Nullable JobDetail job, Instant now, List<Watcher> told) {
    if (job != null) {
      JobState state = JobResults.state(job.statusAsString());
      if (watch.believesLook(job, state, now)) {
        boolean moved = take(watch, job, state, now, told);
        // Where a look shows what no event told, events may have ceased.
        watch.byEvents &= !moved;
      }
    } else if (watch.missing(now).compareTo(GRACE) >= 0) {
      fail(watch, new JobNotFoundException(watch.jobId), told);
    }
    if (isLive(watch)) {
      slots.put(watch, now);
    }
  }

  /** Takes what AWS says of a job, and returns whether the job has moved on. */
  private boolean take(
      Watch watch, JobDetail job, JobState state, Instant now, List<Watcher> told) {
    boolean moved = watch.seen(job, state, now);
    JobResult result = null;
    for (Watcher watcher : watch.watchers) {
      if (watcher.described(job)) {
        told.add(watcher);
      }
      if (watcher.wants(state)) {
        result = result == null ? JobResults.of(job) : result;
        watcher.seen(result, now);
        told.add(watcher);
      }
    }
    if (state.finished()) {
      end(watch);
      onEnd.accept(watch.jobId);
    }
    return moved;
  }

  private void fail(Watch watch, Throwable failure, List<Watcher> told) {
    end(watch);
    watch.watchers.forEach(watcher -> watcher.failed(watch.jobId, failure));
    told.addAll(watch.watchers);
  }

  private void onFailure(List<Watch> group, Throwable failure) {
    if (AwsFailures.passing(failure)) {
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
      failuresInARow++;
      log.atLevel(failuresInARow == 1 ? Level.WARN : Level.DEBUG)
          .log(
              "AWS did not describe jobs, will ask again [jobs={}] [failure={}]",
              group.size(),
              failure.toString());
      if (AwsFailures.throttled(failure)) {
        rate.throttled(now);
      }
      for (Watch watch : group) {
        if (isLive(watch)) {
          watch.failed(failure);
          slots.putAgain(watch, now, failuresInARow);
        }
      }
      setTimer(now);
    }
  }

  private void giveUp(List<Watch> group, Throwable failure) {
    List<Watcher> told = new ArrayList<>();
    synchronized (lock) {
      group.stream().filter(this::isLive).forEach(watch -> fail(watch, failure, told));
      setTimer(time.now());
    }
    told.forEach(Watcher::tell);
  }
}
