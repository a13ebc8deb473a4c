package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.provision.StackState.Unfinished;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.batch.model.JobSummary;

/**
 * The removal of what a stack owns and does not want any more. It comes last, so that nothing goes
 * before what takes its place can be used.
 */
final class Removals {

  private Removals() {}

  /**
   * The steps that remove it, in an order in which AWS lets it go.
   *
   * @param others what is to be done with all else
   */
  static List<PlannedStep> of(
      List<AwsResource> unwanted, List<Unfinished> unfinished, List<PlannedStep> others) {
    Set<CompiledResource.Id> before =
        others.stream().map(step -> step.resource().id()).collect(Collectors.toSet());
    List<AwsResource> inOrder =
        unwanted.stream()
            .sorted(
                Comparator.comparing(
                    (AwsResource resource) -> DeletionOrder.phase(resource.kind())))
            .toList();
    List<PlannedStep> steps = new ArrayList<>();
    for (AwsResource resource : inOrder) {
      Set<CompiledResource.Id> after = new HashSet<>(before);
      inOrder.stream()
          .filter(other -> DeletionOrder.phase(other.kind()) < DeletionOrder.phase(resource.kind()))
          .forEach(earlier -> after.add(id(earlier)));
      steps.add(
          obstacle(resource, unfinished)
              .map(reason -> PlannedStep.refused(resource, reason))
              .orElseGet(() -> PlannedStep.delete(resource, after, notes(resource))));
    }
    return steps;
  }

  static List<String> notes(AwsResource resource) {
    return resource.kind() == ResourceKind.REPOSITORY
        ? List.of("its images go with it, and jobs that have yet to start from them fail")
        : List.of();
  }

  private static CompiledResource.Id id(AwsResource resource) {
    return PlannedStep.unwantedId(resource);
  }

  private static Optional<String> obstacle(AwsResource resource, List<Unfinished> unfinished) {
    return unfinished.stream()
        .filter(jobs -> jobs.queue().equals(resource) && !jobs.jobs().isEmpty())
        .findFirst()
        .map(jobs -> obstacle(jobs.jobs()));
  }

  /** Why a queue with such jobs is not removed. */
  static String obstacle(List<JobSummary> unfinished) {
    return obstacle(unfinished, "or terminate them");
  }

  /**
   * Why a queue with such jobs is not removed.
   *
   * @param remedy what can be done but wait for them
   */
  static String obstacle(List<JobSummary> unfinished, String remedy) {
    JobSummary first = unfinished.get(0);
    return "it has %d unfinished %s, such as %s (%s); wait for them, %s"
        .formatted(
            unfinished.size(),
            unfinished.size() == 1 ? "job" : "jobs",
            first.jobName(),
            first.statusAsString(),
            remedy);
  }
}
