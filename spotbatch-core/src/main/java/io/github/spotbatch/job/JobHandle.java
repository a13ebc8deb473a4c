package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A submitted job. Thread-safe, and free: a handle that nobody waits on makes no AWS call.
 *
 * <p>All waits of one entry point share their AWS calls: one DescribeJobs ({@code
 * batch:DescribeJobs}) tells of a hundred jobs. They ask every second at first and less often the
 * longer a job's state stays the same, up to every 30 seconds unless set otherwise. An answer that
 * AWS fails to give is asked for again until the wait ends. Once a job has ended its handle
 * remembers the result and asks no more.
 */
public interface JobHandle {

  /**
   * The job's id.
   *
   * @return AWS Batch's id
   */
  String id();

  /**
   * The job's name as the request gave it. For a job that was found by its id it is {@link
   * #awsName()}.
   *
   * @return the name
   * @throws JobNotFoundException if the job was found by its id and AWS Batch does not know it
   * @throws SpotBatchException if AWS refuses to tell, or cannot be reached
   */
  String name();

  /**
   * The job's name on AWS. It costs one DescribeJobs the first time if the job was found by its id.
   *
   * @return the name, which ends in the key of its submission if spotbatch submitted the job
   * @throws JobNotFoundException if the job was found by its id and AWS Batch does not know it
   * @throws SpotBatchException if AWS refuses to tell, or cannot be reached
   */
  String awsName();

  /**
   * The key in the job's name on AWS, which tells its submission from all others.
   *
   * @return the key, or empty if the job was found by its id
   */
  Optional<SubmissionKey> key();

  /**
   * Where the job is now. Costs one DescribeJobs, or none once the job is known to have ended.
   *
   * @return the state
   * @throws JobNotFoundException if AWS Batch does not know the job
   * @throws SpotBatchException if AWS refuses to tell, or cannot be reached
   */
  JobState state();

  /**
   * What is known of the job now. Costs one DescribeJobs, or none once the job is known to have
   * ended.
   *
   * @return the result so far
   * @throws JobNotFoundException if AWS Batch does not know the job
   * @throws SpotBatchException if AWS refuses to tell, or cannot be reached
   */
  JobResult result();

  /**
   * Waits until the job has ended, well or not.
   *
   * @param timeout how long to wait at most
   * @return the result
   * @throws WaitTimeoutException if the job has not ended in that time; it goes on
   * @throws JobNotFoundException if AWS Batch does not know the job, also not a minute later
   * @throws SpotBatchException if AWS refuses to tell, the entry point is closed, or the calling
   *     thread is interrupted during the wait, whose interrupt flag is then set; the job goes on
   */
  JobResult await(Duration timeout);

  /**
   * Waits until the job has succeeded.
   *
   * @param timeout how long to wait at most
   * @return the result
   * @throws JobFailedException if the job failed
   * @throws WaitTimeoutException if the job has not ended in that time; it goes on
   * @throws JobNotFoundException if AWS Batch does not know the job, also not a minute later
   * @throws SpotBatchException if AWS refuses to tell, the entry point is closed, or the calling
   *     thread is interrupted during the wait, whose interrupt flag is then set; the job goes on
   */
  JobResult awaitSuccess(Duration timeout);

  /**
   * The job's end as a future. From this call on the job is watched, until it ends or the future is
   * cancelled; cancelling the future does nothing to the job.
   *
   * <p>The future is completed on the callback executor, and so run the stages that depend on it.
   * It fails with what {@link #await} throws. On a virtual clock {@code get} and {@code join} of
   * this future and of its stages let time pass; those of {@code CompletableFuture.allOf} do not.
   *
   * @return a future of the result of the job's end, well or not
   */
  CompletableFuture<JobResult> completion();

  /**
   * Ends the job in whatever state it is; it is not retried then. A running container gets SIGTERM
   * and half a minute later SIGKILL. Costs one TerminateJob ({@code batch:TerminateJob}).
   *
   * @param reason why, which AWS keeps as the job's status reason; 1 to 1024 characters
   * @throws IllegalArgumentException if the reason is empty or longer
   * @throws SpotBatchException if AWS refuses, or gives no answer: the job may end then all the
   *     same, and can be terminated again
   */
  void terminate(String reason);

  /**
   * What the containers of all attempts wrote so far, in order. Empty while there is nothing, or if
   * CloudWatch Logs has deleted it.
   *
   * <p>AWS calls: one DescribeJobs, and for each attempt one GetLogEvents ({@code
   * logs:GetLogEvents}) per 10,000 lines and one more.
   *
   * @return the lines, by attempt and within it as CloudWatch Logs orders them
   * @throws JobNotFoundException if AWS Batch does not know the job
   * @throws SpotBatchException if the job's containers do not log to CloudWatch Logs, or if AWS
   *     refuses to tell or cannot be reached
   */
  List<LogLine> logs();

  /**
   * The host of the job's latest attempt.
   *
   * <p>AWS calls: one DescribeJobs and one DescribeContainerInstances ({@code
   * ecs:DescribeContainerInstances}). It needs the optional artifact {@code
   * software.amazon.awssdk:ecs}.
   *
   * @return the host, or empty if there was none yet or if ECS has forgotten it
   * @throws JobNotFoundException if AWS Batch does not know the job
   * @throws SpotBatchException if the artifact is missing, or if AWS refuses to tell or cannot be
   *     reached
   */
  Optional<JobHost> host();

  /**
   * The host of an attempt. ECS forgets a host soon after it is gone.
   *
   * <p>AWS calls: one DescribeContainerInstances ({@code ecs:DescribeContainerInstances}). It needs
   * the optional artifact {@code software.amazon.awssdk:ecs}.
   *
   * @param attempt an attempt of this job
   * @return the host, or empty if there was none or if ECS has forgotten it
   * @throws SpotBatchException if the artifact is missing, or if AWS refuses to tell or cannot be
   *     reached
   */
  Optional<JobHost> host(JobAttempt attempt);
}
