package io.github.spotbatch.testing.internal.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ArrayJobDependency;
import software.amazon.awssdk.services.batch.model.JobDependency;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/**
 * Which jobs wait for which: a job for others, a child for the one of the same index in another
 * array, or for its predecessor in its own.
 */
final class Dependencies {

  private static final String FAILED = "Dependent Job failed";

  private final FakeBatch batch;
  private final Deque<Job> ended = new ArrayDeque<>();
  private boolean telling;

  Dependencies(FakeBatch batch) {
    this.batch = batch;
  }

  /** Refuses what cannot be waited for. */
  void check(SubmitJobRequest request) {
    boolean isArray = request.arrayProperties() != null;
    for (JobDependency dependency : request.dependsOn()) {
      boolean needsArray = dependency.type() != null;
      if (dependency.type() == ArrayJobDependency.UNKNOWN_TO_SDK_VERSION) {
        // The two types are documented; the text is not known.
        throw Refusals.bare("Dependency type " + dependency.typeAsString() + " is not valid.");
      }
      if (needsArray && !isArray) {
        // The rule is documented; the text is not known.
        throw Refusals.bare(
            "Dependency type " + dependency.typeAsString() + " is for array jobs only.");
      }
      if (dependency.type() == ArrayJobDependency.SEQUENTIAL) {
        sequential(dependency);
      } else {
        other(request, dependency);
      }
    }
  }

  private static void sequential(JobDependency dependency) {
    if (dependency.jobId() != null) {
      // That there is no jobId is documented; what AWS says to one is not known.
      throw Refusals.bare("A SEQUENTIAL dependency cannot have a jobId.");
    }
  }

  private void other(SubmitJobRequest request, JobDependency dependency) {
    if (dependency.jobId() == null) {
      // The rule is documented; the text is not known.
      throw Refusals.bare("A dependency that is not SEQUENTIAL needs a jobId.");
    }
    Job job = batch.jobs().find(dependency.jobId());
    if (job == null) {
      // What AWS says to that is not known.
      throw Refusals.bare("Job " + dependency.jobId() + " does not exist");
    }
    if (dependency.type() == ArrayJobDependency.N_TO_N) {
      JobArray array = job.array();
      if (array == null || array.size() != request.arrayProperties().size()) {
        // From array to array, index by index, is documented; the text is not known.
        throw Refusals.bare(
            "A dependency of type N_TO_N needs an array job of the same size, which "
                + dependency.jobId()
                + " is not.");
      }
    }
  }

  /**
   * On from SUBMITTED to RUNNABLE, or to PENDING while jobs that are depended on are unfinished.
   */
  void settle(Job job) {
    if (!job.is(JobStatus.SUBMITTED)) {
      return;
    }
    boolean failed = awaitPlain(job);
    JobArray array = job.array();
    if (array == null) {
      settle(job, failed);
      return;
    }
    List<Job> counterparts = counterparts(job.request());
    for (Job child : array.children()) {
      if (child.is(JobStatus.SUBMITTED)) {
        boolean counterpartFailed = awaitSiblings(child, counterparts);
        child.awaited(child.awaited() + (job.awaited() > 0 ? 1 : 0));
        settle(child, failed || counterpartFailed);
      }
    }
    if (!job.finished()) {
      // Some child is RUNNABLE now, or all of them wait for other jobs; it stays so to the end.
      job.move(JobStatus.PENDING);
    }
  }

  private void settle(Job job, boolean failed) {
    if (failed) {
      batch.jobs().end(job, JobStatus.FAILED, FAILED);
    } else if (job.awaited() == 0) {
      batch.scheduler().enqueue(job, false);
    } else {
      job.move(JobStatus.PENDING);
    }
  }

  /** Counts the jobs that a job or a whole array waits for; whether one of them has failed. */
  private boolean awaitPlain(Job job) {
    boolean failed = false;
    for (JobDependency dependency : job.request().dependsOn()) {
      if (dependency.type() == null) {
        failed |= await(job, batch.jobs().find(dependency.jobId()));
      }
    }
    return failed;
  }

  private List<Job> counterparts(SubmitJobRequest request) {
    return request.dependsOn().stream()
        .filter(dependency -> dependency.type() == ArrayJobDependency.N_TO_N)
        .map(dependency -> batch.jobs().find(dependency.jobId()))
        .filter(Objects::nonNull)
        .toList();
  }

  private static boolean awaitSiblings(Job child, List<Job> counterparts) {
    boolean failed = false;
    for (Job parent : counterparts) {
      failed |= await(child, Objects.requireNonNull(parent.array()).children().get(child.index()));
    }
    Job predecessor = predecessor(child);
    if (predecessor != null && !predecessor.finished()) {
      child.awaited(child.awaited() + 1);
    }
    return failed || (predecessor != null && predecessor.is(JobStatus.FAILED));
  }

  /** Jobs that were forgotten since have ended long ago, and well. */
  private static boolean await(Job job, @Nullable Job other) {
    if (other != null && !other.finished()) {
      other.awaitedBy(job);
      job.awaited(job.awaited() + 1);
    }
    return other != null && other.is(JobStatus.FAILED);
  }

  /** The sibling that a child of a SEQUENTIAL array waits for. */
  private static @Nullable Job predecessor(Job child) {
    JobArray siblings = child.siblings();
    return siblings != null && child.index() > 0 && sequential(child)
        ? siblings.children().get(child.index() - 1)
        : null;
  }

  private static boolean sequential(Job job) {
    return job.request().dependsOn().stream()
        .anyMatch(dependency -> dependency.type() == ArrayJobDependency.SEQUENTIAL);
  }

  /**
   * Goes on with those that waited for a job. One end may bring about ten thousand others, so they
   * are told in a loop.
   */
  void ended(Job job) {
    ended.add(job);
    if (telling) {
      return;
    }
    telling = true;
    try {
      for (Job next = ended.poll(); next != null; next = ended.poll()) {
        tell(next);
      }
    } finally {
      telling = false;
      ended.clear();
    }
  }

  private void tell(Job job) {
    boolean failed = job.is(JobStatus.FAILED);
    job.dependants().forEach(dependant -> tell(dependant, failed));
    JobArray siblings = job.siblings();
    if (siblings != null && job.index() + 1 < siblings.size() && sequential(job)) {
      tell(siblings.children().get(job.index() + 1), failed);
    }
  }

  private void tell(Job dependant, boolean failed) {
    JobArray array = dependant.array();
    if (failed && array != null) {
      array.children().forEach(this::fail);
    } else if (failed) {
      fail(dependant);
    } else {
      dependant.awaited(dependant.awaited() - 1);
      if (dependant.awaited() == 0 && array != null) {
        array.children().forEach(child -> tell(child, false));
      } else if (dependant.awaited() == 0) {
        release(dependant);
      }
    }
  }

  private void fail(Job job) {
    if (job.is(JobStatus.PENDING)) {
      batch.jobs().end(job, JobStatus.FAILED, job.cancelled() ? job.stopReason() : FAILED);
    }
  }

  /** A job that was cancelled in PENDING ends only now. */
  private void release(Job job) {
    if (job.is(JobStatus.PENDING) && job.cancelled()) {
      batch.jobs().end(job, JobStatus.FAILED, job.stopReason());
    } else if (job.is(JobStatus.PENDING)) {
      batch.scheduler().enqueue(job, false);
    }
  }
}
