package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import java.time.Duration;
import java.util.List;

/**
 * Many requests on their way to AWS Batch, or there. Thread-safe.
 *
 * <p>It lives: requests are taken from the stream as the account's rate allows, on the callback
 * executor, while the caller goes on. A request that is refused does not stop the others. What is
 * under way when the entry point is closed or the JVM ends is settled by {@link JobQueue#resume}.
 *
 * <p>The stream is closed on the callback executor: after its last request, when it throws, and
 * when the submission is stopped or the entry point closed, unless that executor takes no more
 * tasks.
 */
public interface BulkSubmission {

  /**
   * What all the jobs have in their names.
   *
   * @return the key; write it down to resume after a crash
   */
  SubmissionKey key();

  /**
   * The jobs that AWS Batch has taken so far.
   *
   * @return a copy, in the order of the requests
   */
  List<JobHandle> jobs();

  /**
   * The requests that have become no job so far, or of which it is not known.
   *
   * @return a copy, in the order of the requests
   */
  List<SubmissionFailure> notSubmitted();

  /**
   * How far it is.
   *
   * @return the numbers now
   */
  SubmissionCounts counts();

  /**
   * Waits until each request is submitted, has failed or is unknown. Look at {@link
   * #notSubmitted()} then.
   *
   * @param timeout how long to wait at most
   * @return the numbers at the end
   * @throws WaitTimeoutException if it is not over in that time; it goes on
   * @throws SpotBatchException if it ended before the last request, and why: the stream threw, the
   *     key was used before, the requests are not those of the key, the queue cannot be listed, it
   *     was stopped, or the entry point is closed; or if the calling thread is interrupted, whose
   *     interrupt flag is then set
   */
  SubmissionCounts awaitSubmitted(Duration timeout);

  /**
   * Waits until everything is submitted and each of the jobs has ended, well or not.
   *
   * @param timeout how long to wait at most
   * @return the results of {@link #jobs()}, in that order
   * @throws WaitTimeoutException if they have not ended in that time; they go on
   * @throws SpotBatchException as {@link #awaitSubmitted} and {@link JobHandle#await}
   */
  List<JobResult> await(Duration timeout);

  /**
   * Takes and sends nothing more, and stops all jobs that were submitted, each as {@link
   * JobHandle#stop} does. What was taken and not sent is among {@link #notSubmitted()} then. It
   * returns once AWS has taken it; where an answer to a submission is unclear, once that is
   * settled. It does not wait for the stream of requests, which may block: that is closed on the
   * callback executor, once it has given the request that was asked of it.
   *
   * <p>After {@link JobQueue#attach} and {@link JobQueue#resume} the jobs of the earlier run are
   * stopped too, those also that no request was taken for: the queue is listed for them, as by
   * {@code attach}. Those of its last moments may not be listed yet.
   *
   * @param reason why, which AWS keeps as the jobs' status reason; 1 to 1024 characters
   * @return what became of each job
   * @throws IllegalArgumentException if the reason is empty or longer
   * @throws SpotBatchException if the queue cannot be listed for the jobs of an earlier run, or if
   *     the entry point is closed, or if the calling thread is interrupted, whose interrupt flag is
   *     then set
   */
  StopReport stop(String reason);

  /**
   * Tells a listener of every transition of the jobs, also of those that are yet to be submitted,
   * as {@link JobHandle#follow} does for one.
   *
   * <p>A submission that ends early, by a failure or by {@link #stop}, ends nothing of it: it goes
   * on for the jobs that are there, and ends with the last of them, at once if there is none. Why
   * there are no more is said by {@link #awaitSubmitted}.
   *
   * @param listener called on the callback executor
   * @return the following, which ends with the last job once everything is submitted
   */
  Following follow(JobListener listener);
}
