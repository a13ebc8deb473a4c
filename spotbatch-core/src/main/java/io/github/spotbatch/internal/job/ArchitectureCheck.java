package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.job.HeldImage.Verdict;
import io.github.spotbatch.internal.job.Remembered.Answer;
import io.github.spotbatch.job.JobSubmissionException;
import io.github.spotbatch.spec.CpuArchitecture;
import io.github.spotbatch.time.TimeKeeper;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/**
 * Holds the image of a job's definition against the instances of its queue, before the job is sent.
 *
 * <p>It takes three calls in two rounds, once in ten minutes: definition and queue side by side,
 * then the queue's environments. Whatever keeps it from knowing, from a missing permission to a
 * definition without the tag, makes it leave that definition alone from then on. What is remembered
 * lets jobs pass but refuses none: before that all is read again, so that whoever mends the queue
 * or registers another revision can submit at once.
 *
 * <p>It remembers a thousand definitions and a thousand queues, by the names that jobs are
 * submitted with: less than half a kilobyte for a definition, less than two for a queue.
 * Thread-safe.
 */
final class ArchitectureCheck {

  private static final Logger log = LoggerFactory.getLogger(ArchitectureCheck.class);

  private static final Set<CpuArchitecture> NOT_KNOWN = Set.of();

  private final ArchitectureReads reads;
  private final Remembered<Set<CpuArchitecture>> images;
  private final Remembered<List<String>> orders;
  private final Remembered<List<QueueEnvironment>> environments;

  ArchitectureCheck(ArchitectureReads reads, TimeKeeper time) {
    this.reads = reads;
    this.images = new Remembered<>(time);
    this.orders = new Remembered<>(time);
    this.environments = new Remembered<>(time);
  }

  /** Fails with a {@link JobSubmissionException} if no instance of the queue can run the image. */
  CompletableFuture<Void> check(SubmitJobRequest job) {
    Answer<Set<CpuArchitecture>> image = image(job);
    if (image.isAlready(architectures -> !HeldImage.needsQueue(architectures))) {
      return CompletableFuture.completedFuture(null);
    }
    return hold(job, image)
        .thenCompose(held -> sure(job, held))
        .handle(
            (held, failure) -> {
              conclude(job, held, failure);
              return null;
            });
  }

  private Answer<Set<CpuArchitecture>> image(SubmitJobRequest job) {
    return images.get(job.jobDefinition(), () -> reads.image(job.jobDefinition()));
  }

  private CompletableFuture<HeldImage> hold(
      SubmitJobRequest job, Answer<Set<CpuArchitecture>> image) {
    Answer<List<String>> order =
        orders.get(job.jobQueue(), () -> reads.environmentArns(job.jobQueue()));
    boolean remembered = image.remembered() || order.remembered();
    return image
        .value()
        .thenCompose(
            architectures ->
                HeldImage.needsQueue(architectures)
                    ? order.value().thenCompose(arns -> hold(architectures, arns, remembered))
                    : CompletableFuture.completedFuture(HeldImage.withoutQueue(architectures)));
  }

  private CompletableFuture<HeldImage> hold(
      Set<CpuArchitecture> image, List<String> arns, boolean remembered) {
    Answer<List<QueueEnvironment>> found =
        environments.get(key(arns), () -> reads.environments(arns));
    boolean justRead = !remembered && !found.remembered();
    return found.value().thenApply(them -> new HeldImage(image, arns, them, justRead));
  }

  /** A refusal may come of what is no longer so; then all is read again. */
  private CompletableFuture<HeldImage> sure(SubmitJobRequest job, HeldImage held) {
    if (held.verdict() != Verdict.UNFIT || held.justRead()) {
      return CompletableFuture.completedFuture(held);
    }
    images.forget(job.jobDefinition());
    orders.forget(job.jobQueue());
    environments.forget(key(held.environmentArns()));
    return hold(job, image(job));
  }

  private void conclude(
      SubmitJobRequest job, @Nullable HeldImage held, @Nullable Throwable failure) {
    if (held == null) {
      Throwable cause = AwsFailures.unwrap(Objects.requireNonNull(failure));
      if (cause instanceof Error error) {
        throw error;
      }
      leaveOut(job, cause);
    } else if (held.verdict() == Verdict.NOT_KNOWN) {
      leaveOut(job, held);
    } else if (held.verdict() == Verdict.UNFIT) {
      throw SubmissionFailures.unfit(job, held);
    }
  }

  private void leaveOut(SubmitJobRequest job, Object why) {
    images.keep(job.jobDefinition(), NOT_KNOWN);
    log.debug(
        "holding the image of a definition against no queue [definition={}] [queue={}] [why={}]",
        job.jobDefinition(),
        job.jobQueue(),
        why.toString());
  }

  private static String key(List<String> arns) {
    return String.join(" ", arns);
  }
}
