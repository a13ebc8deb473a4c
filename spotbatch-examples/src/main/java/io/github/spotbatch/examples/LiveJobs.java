package io.github.spotbatch.examples;

import io.github.spotbatch.job.JobListener;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.JobTransition;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Shows jobs while they run: a row for each of a few, one bar for many. On a terminal it stays in
 * place; elsewhere it writes a line for every change of a few jobs, and for every tenth of many.
 * Memory does not grow with many jobs: they are only counted.
 */
final class LiveJobs implements JobListener {

  private static final int MOST_ROWS = 20;
  private static final int BAR = 40;
  private static final long NANOS_BETWEEN_PAINTS = 100_000_000;

  private final PrintStream out;
  private final boolean terminal;
  private final int total;
  private final Map<String, String> rows = new LinkedHashMap<>();
  private final Map<JobState, Integer> counts = new EnumMap<>(JobState.class);
  private int tenthsShown;
  private int linesUp;
  private long painted = Long.MIN_VALUE;

  LiveJobs(PrintStream out, boolean terminal, int total) {
    this.out = out;
    this.terminal = terminal;
    this.total = total;
  }

  @Override
  public synchronized void onTransition(JobTransition transition) {
    transition.from().ifPresent(from -> counts.merge(from, -1, Integer::sum));
    counts.merge(transition.to(), 1, Integer::sum);
    if (few()) {
      rows.put(transition.jobId(), row(transition));
    }
    if (terminal) {
      paintNowAndThen();
    } else if (few()) {
      out.println("  " + rows.get(transition.jobId()));
    } else if (ended() * 10 / total > tenthsShown) {
      tenthsShown = ended() * 10 / total;
      out.println("  " + bar());
    }
  }

  /** What is shown of all jobs now, for a last look. */
  synchronized String summary() {
    return bar();
  }

  private boolean few() {
    return total <= MOST_ROWS;
  }

  private int ended() {
    return count(JobState.SUCCEEDED) + count(JobState.FAILED);
  }

  private int count(JobState state) {
    return counts.getOrDefault(state, 0);
  }

  private static String row(JobTransition transition) {
    String why =
        transition.result().cause().map(cause -> " because " + cause.explain()).orElse("");
    return "%-36s %-9s%s".formatted(transition.jobName(), transition.to(), why).stripTrailing();
  }

  private void paintNowAndThen() {
    long now = System.nanoTime();
    boolean soon = painted != Long.MIN_VALUE && now - painted < NANOS_BETWEEN_PAINTS;
    if (soon && ended() < total) {
      return;
    }
    painted = now;
    StringBuilder picture = new StringBuilder();
    if (linesUp > 0) {
      picture.append("\033[").append(linesUp).append('A');
    }
    rows.values().forEach(row -> picture.append("\033[2K  ").append(row).append('\n'));
    picture.append("\033[2K  ").append(bar()).append('\n');
    linesUp = rows.size() + 1;
    out.print(picture);
    out.flush();
  }

  /** For example {@code [#####==....] 5 of 12 ended: 5 RUNNABLE, 2 RUNNING, 5 SUCCEEDED}. */
  private String bar() {
    StringBuilder bar = new StringBuilder();
    int seen = 0;
    for (JobState state :
        new JobState[] {
          JobState.SUCCEEDED, JobState.FAILED, JobState.RUNNING, JobState.STARTING
        }) {
      seen += count(state);
      int until = Math.round((float) BAR * seen / total);
      bar.append(sign(state).repeat(Math.max(0, until - bar.length())));
    }
    bar.append(".".repeat(Math.max(0, BAR - bar.length())));
    StringJoiner states = new StringJoiner(", ");
    counts.forEach(
        (state, count) -> {
          if (count > 0) {
            states.add(count + " " + state);
          }
        });
    return "[%s] %d of %d ended: %s".formatted(bar, ended(), total, states);
  }

  private static String sign(JobState state) {
    return switch (state) {
      case SUCCEEDED -> "#";
      case FAILED -> "!";
      case RUNNING -> "=";
      default -> "-";
    };
  }
}
