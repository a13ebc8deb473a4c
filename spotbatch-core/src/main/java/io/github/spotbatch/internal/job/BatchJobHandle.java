package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.ArraySubmission;
import io.github.spotbatch.job.FailedChild;
import io.github.spotbatch.job.Following;
import io.github.spotbatch.job.JobAttempt;
import io.github.spotbatch.job.JobFailedException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobHost;
import io.github.spotbatch.job.JobListener;
import io.github.spotbatch.job.JobNotFoundException;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.LogLine;
import io.github.spotbatch.job.LogTail;
import io.github.spotbatch.job.SubmissionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JobDetail;

/** A job on AWS Batch. */
final class BatchJobHandle implements JobHandle {

  private final String id;
  private final JobAccess access;
  private final @Nullable String name;
  private final @Nullable SubmissionKey key;
  private final Instant submittedAt;
  private volatile @Nullable String awsName;
  private volatile @Nullable JobResult end;

  private BatchJobHandle(
      String id,
      JobAccess access,
      @Nullable String name,
      @Nullable String awsName,
      @Nullable SubmissionKey key,
      Instant submittedAt) {
    this.id = id;
    this.access = access;
    this.name = name;
    this.awsName = awsName;
    this.key = key;
    this.submittedAt = submittedAt;
  }

  static BatchJobHandle submitted(
      String id, String name, String awsName, SubmissionKey key, JobAccess access) {
    access.control().submitted(id);
    return attached(id, name, awsName, key, access);
  }

  /** A job of a submission of another's, or of an earlier run. */
  static BatchJobHandle attached(
      String id, String name, String awsName, SubmissionKey key, JobAccess access) {
    return new BatchJobHandle(id, access, name, awsName, key, access.now());
  }

  static BatchJobHandle found(String id, JobAccess access) {
    return new BatchJobHandle(id, access, null, null, null, Instant.MIN);
  }

  static BatchJobHandle listed(String id, String awsName, JobAccess access) {
    return new BatchJobHandle(id, access, null, awsName, null, Instant.MIN);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String name() {
    return name == null ? awsName() : name;
  }

  @Override
  public String awsName() {
    String known = awsName;
    if (known != null) {
      return known;
    }
    String read = result().jobName();
    awsName = read;
    return read;
  }

  @Override
  public Optional<SubmissionKey> key() {
    return Optional.ofNullable(key);
  }

  @Override
  public JobState state() {
    return result().state();
  }

  @Override
  public JobResult result() {
    JobResult known = end;
    return known == null
        ? describe().map(JobResults::of).map(this::remember).orElseGet(this::justSubmitted)
        : known;
  }

  @Override
  public JobResult await(Duration timeout) {
    JobResult known = end;
    return known == null ? remember(access.await(id, timeout)) : known;
  }

  @Override
  public JobResult awaitSuccess(Duration timeout) {
    JobResult result = await(timeout);
    if (!result.succeeded()) {
      throw new JobFailedException(result);
    }
    return result;
  }

  @Override
  public CompletableFuture<JobResult> completion() {
    JobResult known = end;
    return known == null ? access.completion(id, this::remember) : access.completed(known);
  }

  @Override
  public Following follow(JobListener listener) {
    return access.follow(Map.of(id, knownEnd()), listener);
  }

  private Optional<JobResult> knownEnd() {
    return Optional.ofNullable(end);
  }

  /** The result, if the handle knows that the job has ended. */
  static Optional<JobResult> knownEnd(JobHandle job) {
    return job instanceof BatchJobHandle known ? known.knownEnd() : Optional.empty();
  }

  /** Lets the handle know how the job ended. */
  static void remember(JobHandle job, JobResult end) {
    if (job instanceof BatchJobHandle known) {
      JobResult unused = known.remember(end);
    }
  }

  @Override
  public void terminate(String reason) {
    access.terminate(id, reason);
  }

  @Override
  public void stop(String reason) {
    access.control().stop(id, reason);
  }

  @Override
  public Optional<ArraySubmission> rerunFailed() {
    JobDetail job = describe().orElseThrow(() -> new JobNotFoundException(id));
    return new FoundArray(job, access).rerunFailed();
  }

  @Override
  public List<LogLine> logs() {
    return describe().map(access::logs).orElseGet(List::of);
  }

  @Override
  public LogTail tail(Consumer<? super LogLine> lines) {
    return access.tail(List.of(this), (job, line) -> lines.accept(line));
  }

  @Override
  public Optional<JobHost> host() {
    return describe().flatMap(BatchJobHandle::latestContainerInstance).flatMap(access::host);
  }

  @Override
  public Optional<JobHost> host(JobAttempt attempt) {
    return attempt.containerInstanceArn().flatMap(access::host);
  }

  @Override
  public JobResult investigate() {
    return remember(access.understanding().investigate(result()));
  }

  @Override
  public JobHandle child(int index) {
    if (index < 0) {
      throw new IllegalArgumentException("a child's index begins at 0, was " + index);
    }
    return found(ArrayChildren.id(id, index), access);
  }

  @Override
  public List<FailedChild> failedChildren() {
    return access.understanding().failedChildren(result());
  }

  @Override
  public String toString() {
    String known = awsName;
    return known == null ? "job " + id : "job " + known + " (" + id + ")";
  }

  /** Empty only shortly after the submission, when AWS may not know the job yet. */
  private Optional<JobDetail> describe() {
    Optional<JobDetail> job = access.describe(id);
    boolean fresh = !access.now().isAfter(submittedAt.plus(JobTracker.GRACE));
    if (job.isEmpty() && !fresh) {
      throw new JobNotFoundException(id);
    }
    return job;
  }

  private JobResult justSubmitted() {
    return JobResults.justSubmitted(id, awsName());
  }

  private JobResult remember(JobResult result) {
    if (result.finished()) {
      end = result;
      access.control().ended(id);
    }
    return result;
  }

  private static Optional<String> latestContainerInstance(JobDetail job) {
    String latest = job.container() == null ? null : job.container().containerInstanceArn();
    List<JobAttempt> attempts = JobResults.of(job).attempts();
    return Optional.ofNullable(latest)
        .or(
            () ->
                attempts.isEmpty()
                    ? Optional.empty()
                    : attempts.get(attempts.size() - 1).containerInstanceArn());
  }
}
