package io.github.spotbatch.testing.chaos;

import java.util.List;

/**
 * A compute environment to be made.
 *
 * @param bidPercentage 0 for none, as on demand
 */
record EnvironmentPlan(
    String name,
    boolean spot,
    String strategy,
    List<String> types,
    int minVcpus,
    int maxVcpus,
    int bidPercentage) {}
