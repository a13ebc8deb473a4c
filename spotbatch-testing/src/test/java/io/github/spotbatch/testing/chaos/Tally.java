package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.AttemptOutcome;
import io.github.spotbatch.testing.FaultCounts;
import io.github.spotbatch.testing.FaultKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JobDetail;

/** How often each thing really happened, over many scenarios. */
final class Tally {

  /** What must happen in a sweep, or it has not shown what it is for. */
  enum Happening {
    JOBS("jobs"),
    ATTEMPTS("attempts"),
    RETRIES("retries"),
    HOSTS("hosts"),
    THROTTLED("calls throttled"),
    FAILED("calls failed"),
    RESPONSES_LOST("responses lost"),
    DELAYED("calls delayed"),
    STALE("stale reads"),
    SCRIPTED_RECLAIMS("reclaims by script"),
    CHANCE_RECLAIMS("waves of reclaims by chance"),
    RECLAIMED_HOSTS("hosts reclaimed"),
    OUTBID("reclaims above a bid"),
    REBALANCES("recommendations to rebalance"),
    DRAINS("pools drained"),
    GIVEN_BACK("pools given back"),
    PRICE_MOVES("price moves"),
    BLOCKS("scale-ups blocked"),
    ALLOWED("scale-ups allowed"),
    LOST("attempts lost with their host"),
    EXITS_143("lost attempts with exit code 143"),
    OUT_OF_MEMORY("attempts out of memory"),
    NO_START("attempts that failed to start"),
    TIMEOUTS("attempts timed out"),
    CANCELS("jobs cancelled"),
    TERMINATIONS("jobs terminated"),
    DEPENDENCIES("jobs failed with another"),
    BY_SPOTBATCH("scenarios by spotbatch"),
    BY_REAL_CLIENTS("scenarios by real clients"),
    BY_TYPED_CLIENTS("scenarios by typed clients");

    private final String words;

    Happening(String words) {
      this.words = words;
    }
  }

  private final Map<Happening, Long> counts = new EnumMap<>(Happening.class);

  void add(Happening happening, long times) {
    counts.merge(happening, times, Long::sum);
  }

  /** What faults there were. */
  void add(FaultCounts faults) {
    add(Happening.THROTTLED, faults.count(FaultKind.THROTTLED));
    add(Happening.FAILED, faults.count(FaultKind.FAILED));
    add(Happening.RESPONSES_LOST, faults.count(FaultKind.RESPONSE_LOST));
    add(Happening.DELAYED, faults.count(FaultKind.DELAYED));
    add(Happening.STALE, faults.count(FaultKind.STALE));
  }

  void add(Outcome outcome) {
    Happening by =
        switch (outcome.scenario().way()) {
          case SPOTBATCH -> Happening.BY_SPOTBATCH;
          case REAL_CLIENTS -> Happening.BY_REAL_CLIENTS;
          case TYPED_CLIENTS -> Happening.BY_TYPED_CLIENTS;
        };
    add(by, 1);
    addMarket(outcome);
    addJobs(outcome);
    addEndings(outcome.jobs().stream().flatMap(job -> job.endings().stream()).toList());
    long lost = outcome.report().attempts(AttemptOutcome.LOST_WITH_HOST);
    long lostOpenly =
        outcome.jobs().stream()
            .flatMap(job -> job.endings().stream())
            .filter(Ending::lostWithHost)
            .count();
    add(Happening.LOST, lost);
    add(Happening.EXITS_143, Math.max(0, lost - lostOpenly));
    add(Happening.HOSTS, outcome.report().hosts().size());
    add(Happening.RECLAIMED_HOSTS, outcome.report().reclaims());
  }

  private void addMarket(Outcome outcome) {
    List<String> market =
        outcome.story().market().stream().filter(it -> !it.endsWith("nothing there")).toList();
    add(Happening.SCRIPTED_RECLAIMS, count(market, it -> it.contains(": reclaim ")));
    add(Happening.CHANCE_RECLAIMS, count(market, it -> it.contains("  takes back ")));
    add(Happening.OUTBID, count(market, it -> it.contains("above the bid of")));
    add(Happening.REBALANCES, count(market, it -> it.contains(": recommend ")));
    add(Happening.DRAINS, count(market, it -> it.contains(": drain ")));
    add(Happening.GIVEN_BACK, count(market, it -> it.contains(": give back ")));
    add(Happening.PRICE_MOVES, count(market, it -> it.contains(" the price of ")));
    add(Happening.BLOCKS, count(market, it -> it.contains(": block ")));
    add(Happening.ALLOWED, count(market, it -> it.contains(": allow ")));
  }

  private void addJobs(Outcome outcome) {
    List<JobDetail> jobs = outcome.jobs().stream().map(Seen::detail).toList();
    add(Happening.JOBS, jobs.size());
    add(Happening.CANCELS, count(jobs, it -> "cancelled by chaos".equals(it.statusReason())));
    add(Happening.TERMINATIONS, count(jobs, it -> "terminated by chaos".equals(it.statusReason())));
    add(
        Happening.DEPENDENCIES,
        count(jobs, it -> "Dependent Job failed".equals(it.statusReason())));
  }

  private void addEndings(List<Ending> endings) {
    add(Happening.ATTEMPTS, endings.size());
    add(Happening.RETRIES, count(endings, it -> it.number() > 1));
    add(Happening.TIMEOUTS, count(endings, Ending::timedOut));
    add(Happening.OUT_OF_MEMORY, count(endings, it -> startsWith(it.reason(), "OutOfMemory")));
    add(Happening.NO_START, count(endings, it -> startsWith(it.reason(), "DockerTimeout")));
  }

  private static boolean startsWith(@Nullable String text, String start) {
    return text != null && text.startsWith(start);
  }

  private static <T> long count(List<T> things, Predicate<T> which) {
    return things.stream().filter(which).count();
  }

  /** What never happened. */
  List<String> missing() {
    return Stream.of(Happening.values())
        .filter(it -> counts.getOrDefault(it, 0L) == 0)
        .map(it -> it.words)
        .toList();
  }

  /** One line. */
  @Override
  public String toString() {
    return Stream.of(Happening.values())
        .map(it -> counts.getOrDefault(it, 0L) + " " + it.words)
        .collect(Collectors.joining(", "));
  }
}
