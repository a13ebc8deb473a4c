package io.github.spotbatch.internal.provision;

import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.IncompleteDestroyException;
import io.github.spotbatch.Leftover;
import io.github.spotbatch.ProvisioningEvent.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What became of each thing that was to be deleted. Thread-safe. */
final class Outcomes {

  private final Progress progress;
  private final List<AwsResource> deleted = new CopyOnWriteArrayList<>();
  private final Map<AwsResource, StepFailure> failures = new LinkedHashMap<>();
  private final Map<AwsResource, String> held = new LinkedHashMap<>();

  Outcomes(Progress progress) {
    this.progress = progress;
  }

  /** Deletes something; what comes of it is noted, and told if it is gone. */
  CompletableFuture<Boolean> delete(AwsResource resource, Supplier<CompletableFuture<Void>> work) {
    progress.tell(Type.DELETING, resource.kind(), resource.name(), resource.awsName());
    return attempt(
        resource,
        () ->
            work.get()
                .thenAccept(
                    gone -> {
                      deleted.add(resource);
                      progress.tell(
                          Type.DELETED, resource.kind(), resource.name(), resource.awsName());
                    }));
  }

  /** Does a part of what removes something. */
  CompletableFuture<Boolean> attempt(AwsResource resource, Supplier<CompletableFuture<Void>> work) {
    return work.get()
        .handle(
            (done, thrown) -> {
              if (thrown != null) {
                failed(resource, thrown);
              }
              return thrown == null;
            });
  }

  private synchronized void failed(AwsResource resource, Throwable thrown) {
    failures.putIfAbsent(resource, new StepFailure(resource.toString(), "delete", thrown));
  }

  /** Nothing was tried, since what has to go before is still there. */
  synchronized void held(AwsResource resource, String why) {
    held.putIfAbsent(resource, why);
  }

  /**
   * All that happened.
   *
   * @param kept what was not to be deleted
   * @throws IncompleteDestroyException if something could not be deleted
   */
  synchronized DestroyReport report(String stack, List<Leftover> kept) {
    List<Leftover> remaining = new ArrayList<>();
    failures.forEach((resource, failure) -> remaining.add(new Leftover(resource, failure.why())));
    held.forEach(
        (resource, why) -> {
          if (!failures.containsKey(resource)) {
            remaining.add(new Leftover(resource, why));
          }
        });
    remaining.addAll(kept);
    DestroyReport report = new DestroyReport(stack, deleted, remaining, keptByAws());
    if (!failures.isEmpty()) {
      throw incomplete(report);
    }
    return report;
  }

  private RuntimeException incomplete(DestroyReport report) {
    for (StepFailure failure : failures.values()) {
      if (AwsErrors.unwrap(Objects.requireNonNull(failure.getCause())) instanceof Error error) {
        throw error;
      }
    }
    StepFailure first = failures.values().iterator().next();
    String others =
        report.remaining().stream()
            .skip(1)
            .map(Leftover::toString)
            .collect(Collectors.joining("; "));
    ProvisioningException explained =
        first.explain(
            "%s%d resources were deleted; destroy(\"%s\") can be called again to remove the rest."
                .formatted(
                    others.isEmpty() ? "" : "Also left: " + others + ". ",
                    deleted.size(),
                    report.stack()));
    return new IncompleteDestroyException(
        AwsErrors.message(explained),
        report,
        explained.resource(),
        explained.awsErrorCode().orElse(null),
        explained.requestId().orElse(null),
        explained.getCause());
  }

  private List<String> keptByAws() {
    if (deleted.isEmpty()) {
      return List.of();
    }
    List<String> revisions =
        deleted.stream()
            .filter(resource -> resource.kind() == ResourceKind.JOB_DEFINITION)
            .map(AwsResource::awsName)
            .sorted()
            .toList();
    String inactive = revisions.isEmpty() ? "" : " (" + String.join(", ", revisions) + ")";
    return List.of(
        "deregistered revisions of job definitions" + inactive + ", INACTIVE for 180 days",
        "finished jobs, for at least 7 days",
        "service-linked roles such as AWSServiceRoleForBatch, which the whole account shares,"
            + " until they are deleted");
  }
}
