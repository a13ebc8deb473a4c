package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.AttemptReport;
import io.github.spotbatch.testing.HostReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** No attempt ran where there was no host or no room, and no environment grew too large. */
final class HostChecks {

  private static final Map<String, Integer> MEMORY_MIB =
      Map.of(
          "c5.large", 4_096,
          "c5.xlarge", 8_192,
          "c6i.large", 4_096,
          "c6i.xlarge", 8_192,
          "m5.large", 8_192,
          "m5.xlarge", 16_384,
          "r5.large", 16_384);

  private final Outcome outcome;
  private final Map<String, Integer> memoryOfJob = new HashMap<>();
  private final List<String> broken = new ArrayList<>();

  /** More of something from a time on, or less. */
  private record Change(Instant time, int vcpus, int memoryMiB) {}

  private HostChecks(Outcome outcome) {
    this.outcome = outcome;
    outcome
        .jobs()
        .forEach(
            it ->
                memoryOfJob.put(
                    it.detail().jobId(), outcome.scenario().definition(it.plan()).memoryMiB()));
  }

  static List<String> of(Outcome outcome) {
    HostChecks checks = new HostChecks(outcome);
    Map<String, List<AttemptReport>> byHost =
        outcome.report().attempts().stream().collect(Collectors.groupingBy(AttemptReport::hostId));
    for (HostReport host : outcome.report().hosts()) {
      List<AttemptReport> attempts = byHost.getOrDefault(host.hostId(), List.of());
      attempts.forEach(attempt -> checks.within(host, attempt));
      checks.hasRoom(host, attempts);
    }
    outcome.scenario().environments().forEach(checks::keepsItsSize);
    return checks.broken;
  }

  private void within(HostReport host, AttemptReport attempt) {
    Instant from = host.joinedAt().orElse(Instant.MAX);
    Instant to = host.stoppingAt().orElse(Instant.MAX);
    boolean inside =
        !attempt.startingAt().isBefore(from)
            && attempt.startingAt().isBefore(to)
            && !attempt.stoppedAt().orElse(Instant.MAX).isAfter(to);
    if (!inside) {
      broken.add(named(attempt) + " was on " + host.hostId() + " outside its life");
    }
  }

  private void hasRoom(HostReport host, List<AttemptReport> attempts) {
    List<Change> changes = new ArrayList<>();
    for (AttemptReport attempt : attempts) {
      int vcpus = (int) attempt.vcpus();
      int memory = memoryOfJob.getOrDefault(attempt.jobId(), 0);
      changes.add(new Change(attempt.startingAt(), vcpus, memory));
      attempt.stoppedAt().ifPresent(end -> changes.add(new Change(end, -vcpus, -memory)));
    }
    int vcpus = 0;
    int memory = 0;
    for (Change change : inOrder(changes)) {
      vcpus += change.vcpus;
      memory += change.memoryMiB;
      if (vcpus > host.vcpus() || memory > MEMORY_MIB.get(host.instanceType())) {
        broken.add(
            "%s (%s) ran %d vCPUs and %d MiB at %s"
                .formatted(host.hostId(), host.instanceType(), vcpus, memory, change.time));
        return;
      }
    }
  }

  /** What ends at a time makes room for what begins then. */
  private static List<Change> inOrder(List<Change> changes) {
    return changes.stream()
        .sorted(Comparator.comparing(Change::time).thenComparing(Change::vcpus))
        .toList();
  }

  /** Batch may pass the maximum by one instance, so it launches none once it is reached. */
  private void keepsItsSize(EnvironmentPlan plan) {
    List<Change> changes = new ArrayList<>();
    for (HostReport host : outcome.report().hosts()) {
      if (host.environment().equals(plan.name())
          || host.environment().startsWith("chaos-" + plan.name() + "-")) {
        changes.add(new Change(host.launchedAt(), host.vcpus(), 0));
        host.terminatedAt().ifPresent(end -> changes.add(new Change(end, -host.vcpus(), 0)));
      }
    }
    int vcpus = 0;
    for (Change change : inOrder(changes)) {
      if (change.vcpus > 0 && vcpus >= plan.maxVcpus()) {
        broken.add(
            "%s had %d vCPUs of %d and launched more at %s"
                .formatted(plan.name(), vcpus, plan.maxVcpus(), change.time));
      }
      vcpus += change.vcpus;
    }
  }

  private static String named(AttemptReport attempt) {
    return "attempt %d of %s %s".formatted(attempt.number(), attempt.jobName(), attempt.jobId());
  }
}
