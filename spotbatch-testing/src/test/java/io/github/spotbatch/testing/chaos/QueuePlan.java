package io.github.spotbatch.testing.chaos;

import java.util.List;

/** A job queue to be made. */
record QueuePlan(String name, int priority, List<String> environments) {}
