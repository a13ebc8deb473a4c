package io.github.spotbatch.examples;

import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Follows jobs to their end, with a bar on a terminal and a line for every change elsewhere. */
final class JobWatch {

  /** A job that waits longer than this for a host is not going to get one. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final TimeKeeper time;
  private final Story story;
  private final Duration pause;

  JobWatch(TimeKeeper time, Story story, Duration pause) {
    this.time = time;
    this.story = story;
    this.pause = pause;
  }

  /** Returns the results in the order of the jobs. */
  List<JobResult> follow(List<JobHandle> jobs, boolean giveUp) throws InterruptedException {
    try (ProgressBar bar = Terminal.present() ? bar(jobs.size()) : null) {
      return follow(jobs, giveUp, bar);
    }
  }

  private static ProgressBar bar(int jobs) {
    return new ProgressBarBuilder()
        .setTaskName("       jobs")
        .setInitialMax(jobs)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(100)
        .setMaxRenderedLength(100)
        .build();
  }

  private List<JobResult> follow(List<JobHandle> jobs, boolean giveUp, @Nullable ProgressBar bar)
      throws InterruptedException {
    Instant begin = time.now();
    String shown = "";
    while (true) {
      List<JobResult> results = jobs.stream().map(JobHandle::result).toList();
      String summary = summary(results);
      if (bar != null) {
        bar.stepTo(results.stream().filter(JobResult::finished).count());
        bar.setExtraMessage(" " + summary);
      } else if (!summary.equals(shown)) {
        story.detail(summary);
        shown = summary;
      }
      if (results.stream().allMatch(JobResult::finished)) {
        return results;
      }
      if (giveUp && time.now().isAfter(begin.plus(PATIENCE))) {
        refuseToWaitForHosts(results);
      }
      pause();
    }
  }

  /** For example {@code 2 RUNNING, 3 SUCCEEDED}, with attempts that were lost on the way. */
  private static String summary(List<JobResult> results) {
    Map<JobState, Integer> counts = new EnumMap<>(JobState.class);
    results.forEach(result -> counts.merge(result.state(), 1, Integer::sum));
    List<String> parts = new ArrayList<>();
    counts.forEach(
        (state, count) -> parts.add(results.size() == 1 ? state.name() : count + " " + state));
    long lost =
        results.stream()
            .flatMap(result -> result.attempts().stream())
            .filter(JobTable::interrupted)
            .count();
    return String.join(", ", parts)
        + (lost == 0
            ? ""
            : String.format(Locale.ROOT, " (%d attempt(s) lost with the host)", lost));
  }

  private void refuseToWaitForHosts(List<JobResult> results) {
    List<JobResult> waiting =
        results.stream().filter(result -> result.state() == JobState.RUNNABLE).toList();
    if (!waiting.isEmpty()) {
      String reasons =
          waiting.stream()
              .map(result -> result.statusReason().orElse("AWS gives no reason yet"))
              .distinct()
              .collect(Collectors.joining("; "));
      throw new IllegalStateException(
          "%d job(s) still RUNNABLE after %d minutes: %s. Check the quota 'All Standard Spot Instance Requests' (L-34B43A08) of this Region, and that the default VPC reaches the internet."
              .formatted(waiting.size(), PATIENCE.toMinutes(), reasons));
    }
  }

  private void pause() throws InterruptedException {
    CompletableFuture<Void> over = new CompletableFuture<>();
    ScheduledFuture<?> timer =
        time.executor().schedule(() -> over.complete(null), pause.toNanos(), TimeUnit.NANOSECONDS);
    try {
      time.await(over);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      timer.cancel(false);
    }
  }
}
