package io.github.spotbatch.testing.chaos;

import java.time.Duration;

/**
 * A job definition to be registered.
 *
 * @param timeout zero for none
 */
record DefinitionPlan(String name, int vcpus, int memoryMiB, RetryPlan retries, Duration timeout) {}
