package io.github.spotbatch.testing.chaos;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that is going to happen to a world, which follows from the seed alone. */
record Scenario(
    long seed,
    Way way,
    List<EnvironmentPlan> environments,
    List<QueuePlan> queues,
    List<DefinitionPlan> definitions,
    List<Behaviour> behaviours,
    List<JobPlan> jobs,
    List<MarketStep> market,
    double randomReclaims,
    double reclaimExitRate,
    boolean spotDraining,
    List<FaultPlan> faults) {

  /** Who makes the stack and submits the jobs. */
  enum Way {
    SPOTBATCH,
    REAL_CLIENTS,
    TYPED_CLIENTS
  }

  Map<String, JobPlan> jobsByName() {
    return jobs.stream().collect(Collectors.toMap(JobPlan::name, Function.identity()));
  }

  DefinitionPlan definition(JobPlan job) {
    return definitions.stream()
        .filter(it -> it.name().equals(job.definition()))
        .findFirst()
        .orElseThrow();
  }

  RetryPlan retries(JobPlan job) {
    return job.retries() != null ? job.retries() : definition(job).retries();
  }

  /** In words, a line for each part. */
  @Override
  public String toString() {
    return """
        Scenario of seed %d, by %s; random reclaims x %s, exit 143 x %s%s
          environments %s
          queues %s
          definitions %s
          containers %s
          jobs %s
          market %s
          faults %s"""
        .formatted(
            seed,
            way,
            randomReclaims,
            reclaimExitRate,
            spotDraining ? ", draining" : "",
            lines(environments),
            lines(queues),
            lines(definitions),
            lines(behaviours),
            lines(jobs),
            lines(market),
            lines(faults));
  }

  private static String lines(List<?> parts) {
    return parts.stream().map(part -> "\n    " + part).collect(Collectors.joining());
  }
}
