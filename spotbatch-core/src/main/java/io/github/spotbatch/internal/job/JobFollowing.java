package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.job.Following;
import io.github.spotbatch.job.JobCounts;
import io.github.spotbatch.job.JobListener;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.JobTransition;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JobDetail;

/** Tells one listener of some jobs. Thread-safe. */
final class JobFollowing implements Following {

  private final JobTracker tracker;
  private final TimeKeeper time;
  private final JobListener listener;
  private final CallbackQueue callbacks;

  /** Where the listener runs on the clock's own threads, a wait for it lets the time pass. */
  private final boolean callbacksOnClock;

  private final List<Subscription> subscriptions = new ArrayList<>();
  private final CompletableFuture<Void> told = new CompletableFuture<>();

  private final Object lock = new Object();
  private final Map<JobState, Integer> byState = new EnumMap<>(JobState.class);
  private final Set<Wait> waits = new LinkedHashSet<>();
  private int notSeen;
  private int lost;
  private int open;
  private volatile @Nullable String closedBecause;

  /** Run when the user closes it. */
  private volatile Runnable onClose = () -> {};

  JobFollowing(
      JobTracker tracker, TimeKeeper time, Executor callbackExecutor, JobListener listener) {
    this.tracker = tracker;
    this.time = time;
    this.listener = listener;
    this.callbacks = new CallbackQueue(callbackExecutor);
    this.callbacksOnClock = callbackExecutor == time.executor();
  }

  /**
   * Begins, once.
   *
   * @param jobs the results of the jobs that are known to have ended, else empty, by their ids
   */
  JobFollowing start(Map<String, Optional<JobResult>> jobs) {
    notSeen = jobs.size();
    open = jobs.size();
    if (open == 0) {
      callbacks.add(this::allTold);
      callbacks.run();
    }
    jobs.keySet().forEach(jobId -> subscriptions.add(new Subscription(jobId)));
    for (Subscription subscription : subscriptions) {
      Optional<JobResult> end = jobs.getOrDefault(subscription.jobId, Optional.empty());
      if (end.isPresent()) {
        subscription.seen(end.get(), time.now());
        subscription.tell();
      } else {
        tracker.watch(subscription.jobId, subscription);
      }
    }
    return this;
  }

  /** Begins, once, with no job: {@link #add} is for those that come, {@link #noMore} ends that. */
  JobFollowing startWithNone() {
    open = 1;
    return this;
  }

  void onClose(Runnable work) {
    onClose = work;
  }

  void add(String jobId) {
    Subscription subscription = new Subscription(jobId);
    synchronized (lock) {
      if (closedBecause != null) {
        return;
      }
      notSeen++;
      open++;
      subscriptions.add(subscription);
    }
    tracker.watch(jobId, subscription);
  }

  void noMore() {
    synchronized (lock) {
      open--;
      if (open == 0) {
        allEnded();
      }
    }
    callbacks.run();
  }

  @Override
  public JobCounts counts() {
    synchronized (lock) {
      return new JobCounts(byState, notSeen, lost);
    }
  }

  @Override
  public JobCounts await(Duration timeout) {
    Duration wait = JobAccess.bounded(timeout);
    Instant begin = time.now();
    Wait ended = new Wait();
    addWait(ended);
    Deadline deadline = Deadline.of(ended.over, wait, time);
    try {
      if (!time.await(ended.over)) {
        Duration waited = Duration.between(begin, time.now());
        throw new WaitTimeoutException(this.toString(), "at " + counts(), waited);
      }
      told.get();
      return counts();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotBatchException("The wait for " + this + " was interrupted; the jobs go on.", e);
    } catch (ExecutionException e) {
      throw AwsFailures.rethrow(e);
    } finally {
      deadline.cancel();
      removeWait(ended);
    }
  }

  private void addWait(Wait wait) {
    synchronized (lock) {
      if (callbacksOnClock ? isTold() : open == 0) {
        wait.over.complete(true);
      } else if (closedBecause != null) {
        throw closedFailure(closedBecause);
      } else {
        waits.add(wait);
      }
    }
  }

  private boolean isTold() {
    return told.isDone() && !told.isCompletedExceptionally();
  }

  private void removeWait(Wait wait) {
    synchronized (lock) {
      waits.remove(wait);
    }
  }

  private void allEnded() {
    callbacks.add(this::allTold);
    if (!callbacksOnClock) {
      waits.forEach(wait -> wait.over.complete(true));
    }
  }

  private void allTold() {
    synchronized (lock) {
      told.complete(null);
      waits.forEach(wait -> wait.over.complete(true));
    }
  }

  @Override
  public void close() {
    if (close("it was closed")) {
      List<Subscription> left;
      synchronized (lock) {
        left = List.copyOf(subscriptions);
      }
      left.forEach(it -> tracker.unwatch(it.jobId, it));
      onClose.run(); // without a lock: it takes another
    }
  }

  /** Returns whether this was the first time. */
  private boolean close(String why) {
    synchronized (lock) {
      if (closedBecause != null) {
        return false;
      }
      closedBecause = why;
      SpotBatchException failure = closedFailure(why);
      waits.forEach(wait -> wait.over.completeExceptionally(failure));
      told.completeExceptionally(failure);
      return true;
    }
  }

  private SpotBatchException closedFailure(String why) {
    return new SpotBatchException(
        "The wait for %s ended because %s; the jobs go on.".formatted(this, why));
  }

  private void callBack(Runnable call) {
    callbacks.add(
        () -> {
          if (closedBecause == null) {
            call.run();
          }
        });
  }

  /** For example {@code the following of 12 jobs}. */
  @Override
  public String toString() {
    int jobs = subscriptions.size();
    return "the following of " + (jobs == 1 ? "1 job" : jobs + " jobs");
  }

  /** One wait for the end of all; false once its time is over. */
  private static final class Wait {

    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
  }

  /** The part of one job. There may be a hundred thousand. */
  private final class Subscription implements Watcher {

    private final String jobId;
    private @Nullable JobState told;
    private int endedChildren;

    Subscription(String jobId) {
      this.jobId = jobId;
    }

    @Override
    public Instant deadline() {
      return Instant.MAX;
    }

    @Override
    public boolean wants(JobState state) {
      return told != state;
    }

    @Override
    public boolean described(JobDetail job) {
      int ended = JobProgress.endedChildren(job);
      boolean more = ended > endedChildren;
      endedChildren = Math.max(ended, endedChildren);
      if (more && told == JobResults.state(job.statusAsString())) {
        JobResult array = JobResults.of(job);
        callBack(() -> listener.onArrayProgress(array));
        return true;
      }
      return false;
    }

    @Override
    public void seen(JobResult result, Instant now) {
      JobTransition transition =
          new JobTransition(
              jobId, result.jobName(), Optional.ofNullable(told), result.state(), now, result);
      callBack(() -> listener.onTransition(transition));
      synchronized (lock) {
        leave();
        byState.merge(result.state(), 1, Integer::sum);
        told = result.state();
        endIf(result.finished());
      }
    }

    @Override
    public void failed(String jobId, Throwable failure) {
      SpotBatchException told = JobAccess.describeFailure(jobId, failure);
      callBack(() -> listener.onFailure(jobId, told));
      synchronized (lock) {
        leave();
        lost++;
        endIf(true);
      }
    }

    private void leave() {
      if (told == null) {
        notSeen--;
      } else {
        byState.merge(told, -1, Integer::sum);
      }
    }

    private void endIf(boolean over) {
      open -= over ? 1 : 0;
      if (over && open == 0) {
        allEnded();
      }
    }

    @Override
    public void closed(String jobId) {
      close("spotbatch was closed");
    }

    @Override
    public void tell() {
      callbacks.run();
    }
  }
}
