package io.github.spotbatch.job;

import io.github.spotbatch.spec.ArrayInputs;
import io.github.spotbatch.spec.JobPipeline;
import io.github.spotbatch.spec.JobRequest;

/** A job queue that jobs are submitted to, whoever made it. Thread-safe. */
public interface JobQueue {

  /**
   * The queue as it was asked for.
   *
   * @return the queue's name or ARN on AWS
   */
  String name();

  /**
   * Submits a job and returns once AWS Batch has taken it.
   *
   * <p>SubmitJob cannot be repeated safely, so spotbatch sends it once. The job's name on AWS is
   * the request's with a unique end of nine characters, and only when AWS's answer gets lost is the
   * queue listed for that name, for some ten seconds: a job that is found is the one that was
   * submitted, and one that is not found is sent again, at most twice. If AWS lists the job later
   * than that, it runs twice; nothing can rule that out. Throttling is waited out for about a
   * minute.
   *
   * <p>A job definition that spotbatch registered has a tag {@code spotbatch:architecture} where it
   * is known what its image runs on. If no compute environment of the queue has such instances, the
   * job is refused and nothing is sent. What is needed for that is read before a definition's first
   * submission to a queue and remembered for ten minutes; a refusal is always of what was just
   * read. Who lacks the permissions submits without that check, as do definitions without the tag
   * and queues whose instance types do not tell, such as Fargate's: it is then left out, and not
   * tried again for that definition.
   *
   * <p>AWS calls: one SubmitJob ({@code batch:SubmitJob}). After a lost answer also some ListJobs
   * ({@code batch:ListJobs}). For the check, where they are allowed, one DescribeJobDefinitions
   * beside one DescribeJobQueues, and one DescribeComputeEnvironments if the tag names one
   * architecture ({@code batch:DescribeJobDefinitions}, {@code batch:DescribeJobQueues}, {@code
   * batch:DescribeComputeEnvironments}).
   *
   * @param request what to run
   * @return the submitted job
   * @throws JobSubmissionException if AWS refused the job, or if no instance of the queue can run
   *     its image, or if it cannot be known whether AWS took it, or if the calling thread was
   *     interrupted, whose interrupt flag is then set
   */
  JobHandle submit(JobRequest request);

  /**
   * Submits an array job whose children get an input each, and returns once AWS Batch has taken it.
   * Inside the job {@code io.github.spotbatch.runtime.JobInput} finds the child's own; {@link
   * ArrayInputs} says how a shell does.
   *
   * <p>More than 10,000 inputs, or more than fit the overrides of one job, become several arrays,
   * which {@link ArrayInputs#arrays} shows beforehand; a single input becomes a plain job. Each is
   * sent as by {@link #submit}, one after the other. Jobs that the request depends on are waited
   * for by each array.
   *
   * <p>AWS calls: for each array those of {@link #submit}.
   *
   * @param request what each child runs; an array size, if given, is the number of inputs
   * @param inputs one for each child
   * @return the submitted arrays
   * @throws io.github.spotbatch.spec.InvalidSpecException if the request leaves no room for inputs,
   *     or sets what they need itself; nothing is sent then
   * @throws ArraySubmissionException if one of several arrays could not be submitted; it tells of
   *     those that were
   * @throws JobSubmissionException if none could be submitted
   */
  ArraySubmission submitArray(JobRequest request, ArrayInputs inputs);

  /**
   * Stops all jobs of the queue that have not ended, whoever submitted them, each as {@link
   * JobHandle#stop} does; an array with its children as one. Returns once AWS has taken it.
   *
   * <p>Jobs that are submitted while this lists the queue may be missed: call it again, or disable
   * the queue first, if none is to be left.
   *
   * <p>AWS calls, ten a second at first and fewer when throttled: one ListJobs ({@code
   * batch:ListJobs}) per 1,000 jobs and at least one for each of the five states, then one
   * TerminateJob ({@code batch:TerminateJob}) or CancelJob ({@code batch:CancelJob}) for each job,
   * and one DescribeJobs ({@code batch:DescribeJobs}) or more per hundred of the cancelled ones.
   *
   * @param reason why, which AWS keeps as the jobs' status reason; 1 to 1024 characters
   * @return what became of each
   * @throws IllegalArgumentException if the reason is empty or longer
   * @throws io.github.spotbatch.exception.SpotBatchException if the queue cannot be listed
   */
  StopReport stopAll(String reason);

  /**
   * Submits the jobs of a pipeline and returns once AWS Batch has taken all of them. Steps that do
   * not need one another are sent side by side, each as {@link #submit(JobRequest)} sends it; a
   * step is sent as soon as those that it needs have their ids. If a step is not taken, those
   * behind it are not sent; the others are.
   *
   * <p>AWS calls: for each step those of {@link #submit(JobRequest)}.
   *
   * @param pipeline what to run
   * @return the submitted jobs
   * @throws PipelineSubmissionException if a step was not submitted; it says which were, and they
   *     go on. If the calling thread is interrupted, whose interrupt flag is then set, steps under
   *     way may be submitted all the same
   */
  PipelineSubmission submit(JobPipeline pipeline);
}
