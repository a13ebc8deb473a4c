package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.WorldReport;
import java.util.List;

/** What is known of a world after a scenario, from outside. */
record Outcome(Scenario scenario, List<Seen> jobs, Story story, WorldReport report) {}
