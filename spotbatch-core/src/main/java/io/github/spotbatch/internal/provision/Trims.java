package io.github.spotbatch.internal.provision;

import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.UpdateClass;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What piles up in a stack that is applied again and again: revisions of job definitions, and
 * images that nothing refers to once these have gone. All else comes before it.
 */
final class Trims {

  private final Session session;
  private final PinReader pins;
  private @Nullable CompletableFuture<Pins> lastLook;

  Trims(Session session) {
    this.session = session;
    this.pins = new PinReader(session);
  }

  /**
   * The steps with those that trim. Jobs are only read where there is something to trim.
   *
   * @param keep how many revisions of each definition stay
   */
  CompletableFuture<List<PlannedStep>> planned(
      StackState state, List<PlannedStep> steps, int keep) {
    Map<AwsResource, String> surplus = surplus(state, steps, keep);
    Set<String> going = going(surplus.keySet(), steps);
    return session
        .waiter()
        .once(() -> new StoredImages(session).trimmable(steps))
        .thenCompose(images -> unpinned(images, going))
        .thenCompose(
            images ->
                surplus.isEmpty() && images.isEmpty()
                    ? CompletableFuture.completedFuture(steps)
                    : pins.all(going).thenApply(all -> with(steps, surplus, images, all)));
  }

  private CompletableFuture<List<AwsResource>> unpinned(
      List<AwsResource> images, Set<String> going) {
    return images.isEmpty()
        ? CompletableFuture.completedFuture(images)
        : pins.revisions(going)
            .thenApply(active -> images.stream().filter(it -> !active.pins(it)).toList());
  }

  private static List<PlannedStep> with(
      List<PlannedStep> steps,
      Map<AwsResource, String> surplus,
      List<AwsResource> images,
      Pins pins) {
    Map<AwsResource, String> all = new LinkedHashMap<>();
    surplus.forEach(
        (revision, why) -> {
          if (!pins.uses(revision)) {
            all.put(revision, why);
          }
        });
    images.stream()
        .filter(image -> !pins.pins(image))
        .forEach(image -> all.put(image, "no active revision and no unfinished job refers to it"));
    return after(steps, all);
  }

  /** Images go after the revisions. */
  private static List<PlannedStep> after(
      List<PlannedStep> steps, Map<AwsResource, String> trimmed) {
    List<PlannedStep> all = new ArrayList<>(steps);
    for (ResourceKind kind : List.of(ResourceKind.JOB_DEFINITION, ResourceKind.IMAGE)) {
      Set<CompiledResource.Id> before =
          all.stream().map(step -> step.resource().id()).collect(Collectors.toSet());
      trimmed.forEach(
          (resource, why) -> {
            if (resource.kind() == kind) {
              all.add(PlannedStep.delete(resource, before, List.of(why)));
            }
          });
    }
    return all;
  }

  /** The oldest revisions beyond those that stay, and what says again what another one says. */
  private static Map<AwsResource, String> surplus(
      StackState state, List<PlannedStep> steps, int keep) {
    Map<AwsResource, String> surplus = new LinkedHashMap<>();
    for (PlannedStep step : steps) {
      AwsResource there = step.there();
      if (step.resource().kind() != ResourceKind.JOB_DEFINITION
          || there == null
          || step.type() == Type.DELETE
          || step.type() == Type.REFUSED) {
        continue;
      }
      int newest = JobDefinitionHandler.revision(there);
      List<AwsResource> newestFirst = revisions(state, there, step.resource().awsName());
      newestFirst.stream()
          .filter(revision -> JobDefinitionHandler.revision(revision) > newest)
          .forEach(
              revision ->
                  surplus.put(
                      revision, "it says the same as " + there.awsName() + ", which stays"));
      newestFirst.stream()
          .filter(revision -> JobDefinitionHandler.revision(revision) <= newest)
          .skip(step.updateClass() == UpdateClass.NEW_REVISION ? keep - 1 : keep)
          .sorted(Comparator.comparing(JobDefinitionHandler::revision))
          .forEach(
              revision ->
                  surplus.put(revision, "of its revisions the newest %d stay".formatted(keep)));
    }
    return surplus;
  }

  /** With the one that is there, which may yet have to be adopted. */
  private static List<AwsResource> revisions(StackState state, AwsResource there, String awsName) {
    return Stream.concat(state.owned().stream(), Stream.of(there))
        .distinct()
        .filter(resource -> resource.kind() == ResourceKind.JOB_DEFINITION)
        .filter(resource -> resource.awsName().replaceFirst(":\\d+$", "").equals(awsName))
        .sorted(Comparator.comparing(JobDefinitionHandler::revision).reversed())
        .toList();
  }

  /**
   * The steps of an apply with those of its plan that trim, but for what a job has come to use, and
   * for what is not the stack's own any more.
   *
   * @param verified what of the plan's deletions is still owned
   * @param now what else is to be done
   */
  CompletableFuture<List<PlannedStep>> carried(
      List<PlannedStep> plan, StackState verified, List<PlannedStep> now) {
    Set<CompiledResource.Id> known =
        now.stream().map(step -> step.resource().id()).collect(Collectors.toSet());
    Map<AwsResource, String> trimmed = new LinkedHashMap<>();
    plan.stream()
        .filter(step -> step.type() == Type.DELETE && isTrimmed(step.resource().kind()))
        .filter(step -> !known.contains(step.resource().id()))
        .forEach(
            step ->
                there(step).stream()
                    .filter(there -> isOwn(there, verified, now))
                    .forEach(there -> trimmed.put(there, String.join("; ", step.notes()))));
    return trimmed.isEmpty()
        ? CompletableFuture.completedFuture(now)
        : pins.all(going(trimmed.keySet(), now))
            .thenApply(
                all -> {
                  trimmed.keySet().removeIf(it -> all.uses(it) || isPinnedImage(all, it));
                  return after(now, trimmed);
                });
  }

  /** An image is so by its repository. */
  private static boolean isOwn(AwsResource there, StackState verified, List<PlannedStep> now) {
    if (there.kind() == ResourceKind.IMAGE) {
      String repository = there.awsName().replaceFirst(":[^:]*$", "");
      return now.stream()
          .filter(step -> step.resource().kind() == ResourceKind.REPOSITORY)
          .flatMap(step -> there(step).stream())
          .anyMatch(it -> it.awsName().equals(repository));
    }
    return ids(Set.copyOf(verified.owned())).contains(there.id());
  }

  private static boolean isTrimmed(ResourceKind kind) {
    return kind == ResourceKind.JOB_DEFINITION || kind == ResourceKind.IMAGE;
  }

  private static boolean isPinnedImage(Pins pins, AwsResource resource) {
    return resource.kind() == ResourceKind.IMAGE && pins.pins(resource);
  }

  /** A last look, once the revisions have gone: no job can be submitted with them any more. */
  CompletableFuture<Void> requireUnpinned(AwsResource image) {
    return lastLook()
        .thenAccept(
            all -> {
              if (all.pins(image)) {
                throw new SpotBatchException(
                    "a revision or a job has come to use it, so that it stays; plan again");
              }
            });
  }

  private synchronized CompletableFuture<Pins> lastLook() {
    CompletableFuture<Pins> look = lastLook;
    if (look == null) {
      look = pins.all(Set.of());
      lastLook = look;
    }
    return look;
  }

  /** What is trimmed, and what goes anyway. */
  private static Set<String> going(Set<AwsResource> trimmed, List<PlannedStep> steps) {
    Set<String> going = new HashSet<>(ids(trimmed));
    steps.stream()
        .filter(step -> step.type() == Type.DELETE)
        .flatMap(step -> there(step).stream())
        .forEach(there -> going.add(there.id()));
    return going;
  }

  private static List<AwsResource> there(PlannedStep step) {
    AwsResource there = step.there();
    return there == null ? List.of() : List.of(there);
  }

  private static Set<String> ids(Set<AwsResource> resources) {
    return resources.stream().map(AwsResource::id).collect(Collectors.toSet());
  }
}
