package io.github.spotbatch.testing.internal.script;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which attempts see their SIGTERM before their host is gone, and end by it. */
public final class ReclaimExits {

  /** Some jobs, and how many of their attempts do so. */
  private static final class Rule {

    private final Glob job;
    private final int times;
    private int left;

    Rule(Glob job, int times) {
      this.job = job;
      this.times = times;
      this.left = times;
    }
  }

  private final List<Rule> rules = new ArrayList<>();
  private double rate;

  /** What share of all other reclaimed attempts does so. */
  public synchronized void rate(double share) {
    this.rate = share;
  }

  public synchronized void add(Glob job, int times) {
    rules.add(new Rule(job, times));
  }

  /** Whether the next reclaimed attempt of a job does so, which counts from then on. */
  public synchronized boolean next(String jobName, RandomGenerator random) {
    for (Rule rule : rules) {
      if (rule.left > 0 && rule.job.matchesJob(jobName)) {
        rule.left--;
        return true;
      }
    }
    // Without a rate nothing is drawn, so that a run does not depend on what it does not use.
    return rate > 0 && random.nextDouble() < rate;
  }

  /** The rules that no attempt has followed. */
  public synchronized List<String> unfired() {
    return rules.stream()
        .filter(rule -> rule.left == rule.times)
        .map(rule -> "exit 143 of reclaimed attempts of " + rule.job)
        .toList();
  }
}
