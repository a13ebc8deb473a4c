package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.spec.ArrayInputs;
import io.github.spotbatch.spec.JobRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Inputs that were submitted as array jobs: one if they fit, more otherwise, and a plain job if
 * there is one input only. Thread-safe, and free: it makes no AWS call by itself.
 */
public interface ArraySubmission {

  /**
   * What each child runs.
   *
   * @return the request as it was given, without the inputs
   */
  JobRequest request();

  /**
   * What was submitted.
   *
   * @return the inputs, one for each child
   */
  ArrayInputs inputs();

  /**
   * The jobs that carry the inputs.
   *
   * @return the arrays in the order of the inputs, or one plain job
   */
  List<JobHandle> arrays();

  /**
   * The inputs of one of the jobs.
   *
   * @param array one of {@link #arrays()}
   * @return its inputs, of which {@link ArrayInputs#input} tells that of the child with an index
   * @throws IllegalArgumentException if the job is another
   */
  ArrayInputs inputs(JobHandle array);

  /**
   * Waits until all of the jobs have ended, well or not.
   *
   * @param timeout how long to wait at most
   * @return the results in the order of {@link #arrays()}
   * @throws WaitTimeoutException if not all have ended in that time; they go on
   * @throws JobNotFoundException if AWS Batch does not know one of the jobs
   * @throws SpotBatchException if AWS refuses to tell, the entry point is closed, or the calling
   *     thread is interrupted during the wait, whose interrupt flag is then set; the jobs go on
   */
  List<JobResult> await(Duration timeout);

  /**
   * The inputs whose jobs have failed so far, whether or not others are at work still. A child that
   * was stopped has failed.
   *
   * <p>AWS calls: for each array those of {@link JobHandle#failedChildren}.
   *
   * @return the failed ones in the order of the inputs, with why
   * @throws SpotBatchException if AWS refuses to tell, or cannot be reached
   */
  List<FailedInput> failed();

  /**
   * Submits the inputs that failed once more, and just those, by the same request without its
   * dependencies, which have ended. An input keeps its place in the whole list. Each call submits
   * them again.
   *
   * <p>AWS calls: those of {@link #failed()}, one DescribeJobs per hundred arrays, and those of
   * {@link JobQueue#submitArray}.
   *
   * @return the new submission, or empty if no input has failed
   * @throws SpotBatchException if one of the jobs has not ended, since its children may fail later,
   *     or if AWS refuses to tell, or cannot be reached
   * @throws JobSubmissionException if the jobs could not be submitted
   */
  Optional<ArraySubmission> rerunFailed();

  /**
   * Stops all of the jobs with their children, as {@link JobHandle#stop} does.
   *
   * @param reason why, which AWS keeps as the jobs' status reason; 1 to 1024 characters
   * @return what became of each, an array as one
   * @throws IllegalArgumentException if the reason is empty or longer
   */
  StopReport stop(String reason);
}
