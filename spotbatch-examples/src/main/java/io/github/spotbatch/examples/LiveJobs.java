package io.github.spotbatch.examples;

import io.github.spotbatch.job.ArraySummary;
import io.github.spotbatch.job.JobListener;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.JobTransition;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Shows jobs while they run: a row for each of a few, one bar for many. On a terminal it stays in
 * place; elsewhere it writes a line for every change of a few jobs, and for every tenth of many.
 * Arrays count with their children. Many jobs are only counted, so they take no memory.
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
  private final Map<String, Map<JobState, Integer>> children = new HashMap<>();
  private int tenthsShown;
  private int linesUp;
  private long painted = Long.MIN_VALUE;

  /**
   * @param total how many jobs there are, where the children of arrays count and the arrays do not
   */
  LiveJobs(PrintStream out, boolean terminal, int total) {
    this.out = out;
    this.terminal = terminal;
    this.total = total;
  }

  @Override
  public synchronized void onTransition(JobTransition transition) {
    if (transition.result().array().isPresent()) {
      onArrayProgress(transition.result());
      return;
    }
    transition.from().ifPresent(from -> counts.merge(from, -1, Integer::sum));
    counts.merge(transition.to(), 1, Integer::sum);
    show(transition.jobId(), transition.result());
  }

  @Override
  public synchronized void onArrayProgress(JobResult array) {
    Map<JobState, Integer> now = array.array().map(ArraySummary::counts).orElse(Map.of());
    Map<JobState, Integer> before = children.put(array.jobId(), now);
    if (before != null) {
      before.forEach((state, count) -> counts.merge(state, -count, Integer::sum));
    }
    now.forEach((state, count) -> counts.merge(state, count, Integer::sum));
    show(array.jobId(), array);
  }

  private void show(String jobId, JobResult result) {
    if (few()) {
      rows.put(jobId, row(result));
    }
    if (terminal) {
      paintNowAndThen();
    } else if (few()) {
      out.println("  " + rows.get(jobId));
    } else if (ended() * 10 / total > tenthsShown) {
      tenthsShown = ended() * 10 / total;
      out.println("  " + bar());
    }
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

  private static String row(JobResult result) {
    String array =
        result
            .array()
            .map(
                all ->
                    " %d of %d ended"
                        .formatted(
                            all.count(JobState.SUCCEEDED) + all.count(JobState.FAILED), all.size()))
            .orElse("");
    String why = result.cause().map(cause -> " because " + cause.explain()).orElse("");
    return "%-36s %-9s%s%s".formatted(result.jobName(), result.state(), array, why).stripTrailing();
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
        new JobState[] {JobState.SUCCEEDED, JobState.FAILED, JobState.RUNNING, JobState.STARTING}) {
      seen += count(state);
      int until = (int) ((long) BAR * seen / total);
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
