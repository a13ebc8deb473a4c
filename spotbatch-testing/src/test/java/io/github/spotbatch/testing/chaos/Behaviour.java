package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.JobScript;
import java.time.Duration;

/**
 * What the containers of some jobs do: those whose names end in the behaviour's.
 *
 * @param runs how long, if nothing ends them before
 * @param kind how they end
 * @param exitCode where they exit
 * @param onAttempt the attempt that ends so while the others succeed; 0 if all do
 */
record Behaviour(String name, Duration runs, Kind kind, int exitCode, int onAttempt) {

  /** How a container ends. */
  enum Kind {
    EXITS,
    RUNS_OUT_OF_MEMORY,
    FAILS_TO_START
  }

  void script(FakeAws aws) {
    String jobs = "*-" + name;
    aws.jobs().named(jobs).runsFor(runs).exits(0);
    if (kind == Kind.EXITS && exitCode == 0) {
      return;
    }
    JobScript odd = aws.jobs().named(jobs);
    if (onAttempt > 0) {
      odd.onAttempt(onAttempt);
    }
    odd.runsFor(runs);
    switch (kind) {
      case EXITS -> odd.exits(exitCode);
      case RUNS_OUT_OF_MEMORY -> odd.runsOutOfMemory();
      case FAILS_TO_START ->
          odd.failsToStart("DockerTimeoutError: Could not transition to started");
    }
  }
}
