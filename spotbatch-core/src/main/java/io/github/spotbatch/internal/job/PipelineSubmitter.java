package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.PipelineSubmission;
import io.github.spotbatch.job.PipelineSubmissionException;
import io.github.spotbatch.job.SubmissionKey;
import io.github.spotbatch.spec.JobDependency;
import io.github.spotbatch.spec.JobPipeline;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.PipelineStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/**
 * Sends the steps of one pipeline, each once and as soon as the jobs that it needs have their ids.
 */
final class PipelineSubmitter {

  private final JobNaming naming;
  private final Submitting submitting;
  private final JobAccess access;
  private final Set<String> begun = new HashSet<>();
  private boolean interrupted;

  PipelineSubmitter(JobNaming naming, Submitting submitting, JobAccess access) {
    this.naming = naming;
    this.submitting = submitting;
    this.access = access;
  }

  /** Waits on the caller's thread until every step is submitted, refused or left out. */
  PipelineSubmission submit(JobPipeline pipeline) {
    Map<String, CompletableFuture<JobHandle>> jobs = new LinkedHashMap<>();
    pipeline.steps().forEach(step -> jobs.put(step.name(), new CompletableFuture<>()));
    pipeline.steps().forEach(step -> send(step, jobs));
    CompletableFuture<Void> settled =
        CompletableFuture.allOf(
            jobs.values().stream()
                .map(job -> job.handle((handle, failure) -> handle))
                .toArray(CompletableFuture<?>[]::new));
    try {
      access.time().await(settled);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interrupt(jobs, e);
    } catch (ExecutionException e) {
      throw AwsFailures.rethrow(e);
    }
    return outcome(pipeline, jobs);
  }

  private void send(PipelineStep step, Map<String, CompletableFuture<JobHandle>> jobs) {
    CompletableFuture<JobHandle> job = future(step.name(), jobs);
    CompletableFuture<?>[] needed = needs(step).map(jobs::get).toArray(CompletableFuture<?>[]::new);
    Future<?> unused =
        CompletableFuture.allOf(needed)
            .exceptionallyCompose(failure -> CompletableFuture.failedFuture(new NotSent()))
            .thenCompose(
                ready ->
                    begin(step)
                        ? send(step, ids(step, jobs))
                        : CompletableFuture.failedFuture(new NotSent()))
            .whenComplete(
                (handle, failure) -> {
                  if (failure == null) {
                    job.complete(handle);
                  } else {
                    job.completeExceptionally(AwsFailures.unwrap(failure));
                  }
                });
  }

  private synchronized boolean begin(PipelineStep step) {
    return !interrupted && begun.add(step.name());
  }

  /** Nothing begins from now on; of what has begun it is not known how it ends. */
  private synchronized void interrupt(
      Map<String, CompletableFuture<JobHandle>> jobs, InterruptedException cause) {
    interrupted = true;
    jobs.forEach(
        (step, job) ->
            job.completeExceptionally(
                begun.contains(step)
                    ? new SpotBatchException(
                        "The calling thread was interrupted before it was known whether AWS Batch"
                            + " took the job.",
                        cause)
                    : new NotSent()));
  }

  private CompletableFuture<JobHandle> send(PipelineStep step, List<JobDependency> needed) {
    JobRequest request = step.request();
    JobRequest complete =
        request.toBuilder()
            .dependencies(Stream.concat(request.dependencies().stream(), needed.stream()).toList())
            .build();
    String jobName = request.jobName().orElse(step.name());
    SubmissionKey key = submitting.keys().next();
    SubmitJobRequest submit =
        new JobNaming(step.queue().orElse(naming.queue()), naming.definitions())
            .compile(complete, JobNames.single(jobName, key));
    return submitting
        .submitter()
        .submit(submit)
        .thenApply(id -> BatchJobHandle.submitted(id, jobName, submit.jobName(), key, access));
  }

  private static CompletableFuture<JobHandle> future(
      String step, Map<String, CompletableFuture<JobHandle>> jobs) {
    return Objects.requireNonNull(jobs.get(step), step);
  }

  private static Stream<String> needs(PipelineStep step) {
    return Stream.concat(step.after().stream(), step.nToN().stream());
  }

  private static List<JobDependency> ids(
      PipelineStep step, Map<String, CompletableFuture<JobHandle>> jobs) {
    return Stream.concat(
            step.after().stream().map(name -> JobDependency.on(future(name, jobs).join().id())),
            step.nToN().stream().map(name -> JobDependency.nToN(future(name, jobs).join().id())))
        .toList();
  }

  private PipelineSubmission outcome(
      JobPipeline pipeline, Map<String, CompletableFuture<JobHandle>> jobs) {
    Map<String, JobHandle> submitted = new LinkedHashMap<>();
    Map<String, Throwable> failures = new LinkedHashMap<>();
    List<String> notSent = new ArrayList<>();
    jobs.forEach(
        (step, job) -> {
          Throwable failure = job.handle((handle, problem) -> problem).join();
          if (failure == null) {
            submitted.put(step, job.join());
          } else if (AwsFailures.unwrap(failure) instanceof NotSent) {
            notSent.add(step);
          } else {
            failures.put(step, AwsFailures.unwrap(failure));
          }
        });
    if (failures.isEmpty() && !notSent.isEmpty()) {
      failures.put(
          notSent.remove(0),
          new SpotBatchException("It was not sent, because the calling thread was interrupted."));
    }
    if (!failures.isEmpty()) {
      throw failed(pipeline, submitted, failures, notSent);
    }
    return new BatchPipelineSubmission(pipeline, submitted, access);
  }

  private static PipelineSubmissionException failed(
      JobPipeline pipeline,
      Map<String, JobHandle> submitted,
      Map<String, Throwable> failures,
      List<String> notSent) {
    Map.Entry<String, Throwable> first = failures.entrySet().iterator().next();
    String others = failures.size() == 1 ? "" : " (and %d more)".formatted(failures.size() - 1);
    return new PipelineSubmissionException(
        ("Pipeline %s was not submitted as a whole: step %s%s: %s Submitted, and going on: %s. Not"
                + " sent, because they need what is missing: %s.")
            .formatted(
                pipeline.name(),
                first.getKey(),
                others,
                sentence(first.getValue()),
                submitted.isEmpty() ? "none" : String.join(", ", submitted.keySet()),
                notSent.isEmpty() ? "none" : String.join(", ", notSent)),
        submitted,
        failures,
        notSent,
        first.getValue());
  }

  private static String sentence(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    return text.endsWith(".") ? text : text + ".";
  }

  /** A step that a needed one kept from being sent. */
  private static final class NotSent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSent() {
      super(null, null, false, false);
    }
  }
}
