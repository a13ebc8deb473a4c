package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A submitted job. Thread-safe, and free: a handle that nobody waits on makes no AWS call.
 *
 * <p>All waits of one entry point share their AWS calls: one DescribeJobs ({@code
 * batch:DescribeJobs}) tells of a hundred jobs. They ask every second at first and less often the
 * longer a job's state stays the same, up to every minute unless set otherwise; they never begin
 * more than ten calls a second, unless set otherwise, and fewer while AWS throttles them. With
 * hundreds of jobs whose states have just changed it takes longer than a second until each is asked
 * for again. An answer that AWS fails to give is asked for again until the wait ends. Once a job
 * has ended its handle remembers the result and asks no more.
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
   * Tells a listener of every state in which the job is seen, now and from now on, until it has
   * ended. Many jobs are better followed together, by the entry point's {@code follow}.
   *
   * @param listener called on the callback executor
   * @return what ends the following, and waits for the job's end
   * @throws SpotBatchException if the entry point is closed
   */
  Following follow(JobListener listener);

  /**
   * Ends the job in whatever state it is; it is not retried then. A running container gets SIGTERM
   * and half a minute later SIGKILL. Costs one TerminateJob ({@code batch:TerminateJob}).
   *
   * <p>Prefer {@link #stop} where it matters that a job which has not begun counts as cancelled, or
   * that AWS does not know the job, and where calls may be throttled or lost, which that repeats;
   * this is one call, whatever the job's state.
   *
   * @param reason why, which AWS keeps as the job's status reason; 1 to 1024 characters
   * @throws IllegalArgumentException if the reason is empty or longer
   * @throws SpotBatchException if AWS refuses, or gives no answer: the job may end then all the
   *     same, and can be terminated again
   */
  void terminate(String reason);

  /**
   * Ends the job by the call that is meant for its state, and returns once AWS has taken it.
   *
   * <p>A job that waits for a host is cancelled. AWS takes that from a job that has got its host
   * meanwhile as well, and does nothing: so the job is looked at again, and terminated if it runs
   * or seems to wait still nine seconds later. One that waits for other jobs is terminated, because
   * a cancellation would wait with it, and so are an array with all its children and a running job,
   * as by {@link #terminate}, and a job that the caller may not cancel. One that has ended stays as
   * it is.
   *
   * <p>AWS calls: one DescribeJobs and one TerminateJob, or one CancelJob and two or more
   * DescribeJobs ({@code batch:DescribeJobs}, {@code batch:TerminateJob}, {@code batch:CancelJob}).
   *
   * @param reason why, which AWS keeps as the job's status reason; 1 to 1024 characters
   * @throws IllegalArgumentException if the reason is empty or longer
   * @throws JobNotFoundException if AWS Batch does not know the job, also not nine seconds later
   * @throws SpotBatchException if AWS refuses, or gives no answer for about a minute: the job may
   *     end then all the same, and can be stopped again
   */
  void stop(String reason);

  /**
   * Submits those children of this array that failed once more, and just those, whoever submitted
   * the array and whether or not that program still runs. It must have been submitted with inputs,
   * by {@link JobQueue#submitArray}: each keeps its input and its place. Each call submits them
   * again.
   *
   * <p>The new request is made of what AWS says of a failed child: definition and revision,
   * command, environment, resources, retries, timeout, parameters, share and tags, be they from the
   * old request or from the definition. {@link ArraySubmission#rerunFailed} has the request itself.
   *
   * <p>AWS calls: two DescribeJobs, one ListJobs ({@code batch:ListJobs}) per 1,000 failed children
   * and at least one, one DescribeJobs ({@code batch:DescribeJobs}) per hundred of them, and those
   * of {@link JobQueue#submitArray}.
   *
   * @return the new submission, or empty if no child has failed
   * @throws JobNotFoundException if AWS Batch does not know the job
   * @throws JobSubmissionException if the jobs could not be submitted
   * @throws SpotBatchException if this has not ended, or was submitted without inputs, in which
   *     case its children can only be told apart by {@code AWS_BATCH_JOB_ARRAY_INDEX}, which nobody
   *     can set; or if AWS refuses to tell, or cannot be reached
   */
  Optional<ArraySubmission> rerunFailed();

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
   * Passes on what the job's containers write, from the first line of the first attempt on, until
   * the job has ended. For an array these are the lines of all children; {@code SpotBatch.tail}
   * tells whose they are.
   *
   * @param lines gets each line on the callback executor, one at a time; what it throws is logged,
   *     and the next line follows
   * @return the tail, which {@link LogTail} describes; close it to end it sooner
   * @throws SpotBatchException if the entry point is closed
   */
  LogTail tail(Consumer<? super LogLine> lines);

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

  /**
   * What is known of the job now, with the host of each attempt that has ended and with causes that
   * AWS Batch alone cannot tell: a lost host that EC2 says Spot took back is a {@link
   * AttemptCause.SpotInterruption}. Of an array the failed children are looked at instead, which
   * {@link ArraySummary#failed()} then has. EC2 remembers a host for about an hour after its end,
   * ECS not even that long, so ask soon. A finished job's handle remembers what was found.
   *
   * <p>AWS calls, all hosts of the job in one call for each service and the services side by side:
   * one DescribeJobQueues and one DescribeComputeEnvironments, which tell whether a host is Spot
   * ({@code batch:DescribeJobQueues}, {@code batch:DescribeComputeEnvironments}), one
   * DescribeContainerInstances ({@code ecs:DescribeContainerInstances}), and one DescribeInstances
   * if a host was lost ({@code ec2:DescribeInstances}); before them one DescribeJobs if the job is
   * not known to have ended, and for an array those of {@link #failedChildren()}. ECS takes a
   * hundred hosts of a cluster in a call, EC2 two hundred. None of these three services is needed:
   * where a permission or one of the optional artifacts {@code software.amazon.awssdk:ecs} and
   * {@code software.amazon.awssdk:ec2} is missing, or an answer fails to come, that part stays
   * unknown. Waits on the calling thread, so that it is not for stages of futures that run on the
   * time keeper's executor.
   *
   * @return the result so far
   * @throws JobNotFoundException if AWS Batch does not know the job
   * @throws SpotBatchException if AWS refuses to tell of the job or its children, or cannot be
   *     reached
   */
  JobResult investigate();

  /**
   * A child of this array job. Sends nothing, and does not look whether there is such a child.
   *
   * @param index which, from 0
   * @return the child, with its own state, logs and hosts
   * @throws IllegalArgumentException if the index is negative
   */
  JobHandle child(int index);

  /**
   * The children of this array job that have failed so far, with why. Their logs are those of
   * {@link #child(int)}.
   *
   * <p>AWS calls: one DescribeJobs for the array unless it is known to have ended; then, if any
   * child failed, one ListJobs ({@code batch:ListJobs}) per thousand of them and one DescribeJobs
   * per hundred, at most eight at a time. Each is made again while AWS does not answer, for half a
   * minute. Waits on the calling thread, as {@link #investigate()} does.
   *
   * @return the failed children by index
   * @throws JobNotFoundException if AWS Batch does not know the job
   * @throws SpotBatchException if the job is no array, or if AWS refuses to tell or cannot be
   *     reached
   */
  List<FailedChild> failedChildren();
}
