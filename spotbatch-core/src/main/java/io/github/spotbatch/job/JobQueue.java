package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.spec.ArrayInputs;
import io.github.spotbatch.spec.JobPipeline;
import io.github.spotbatch.spec.JobRequest;
import java.util.stream.Stream;

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
   * <p>SubmitJob cannot be repeated safely, so spotbatch sends it once, in its turn within the rate
   * that AWS takes. The job's name on AWS is the request's, cut if need be, with the key of this
   * submission at its end. Only when AWS's answer gets lost or does not tell is the queue listed
   * for that name: a job that is found is the one that was submitted. One that is not found is sent
   * again, at most twice, once listings have had the time by which they may lag behind, a minute
   * unless set otherwise. AWS documents no such time: if it lists the job later than that, or works
   * on a request that late, the job runs twice; nothing can rule that out for a single job.
   * Throttling is waited out for about a minute.
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
   * A key for {@link #submitAll(SubmissionKey, Stream)}. Sends nothing. The entry point remembers
   * its last 1,000 unused ones, so that their first submission need not look whether they were
   * used.
   *
   * @return a key that nothing else has
   */
  SubmissionKey newKey();

  /**
   * Submits many jobs under a key of their own, and returns at once. The same as {@link
   * #submitAll(SubmissionKey, Stream)} with {@link #newKey()}.
   *
   * @param requests what to run; taken one after the other and closed in the end
   * @return the submission, which is under way
   */
  BulkSubmission submitAll(Stream<JobRequest> requests);

  /**
   * Submits many jobs, and returns at once.
   *
   * <p>Requests are taken from the stream as they are needed, on the callback executor, and none is
   * kept once its answer is there: at any time 64 wait for their first answer at most, and 1,000
   * for a clear one. They share with all submissions of the entry point a rate that begins at what
   * AWS documents, 50 a second unless set otherwise, is cut by throttling and comes back. What is
   * throttled is sent again for about an hour, and what cannot be sent for about a minute.
   *
   * <p>The jobs are called {@code <jobName>-<key>-<position>}, the position being the request's
   * place in the stream, so that a program that crashed can {@link #resume}. An answer that does
   * not tell is treated as in {@link #submit}, with more certainty: the listing that lacks the job
   * must show a neighbour, one of the same hundred positions and with the same job name, that was
   * sent later and was taken. Where there is none, it must have shown the one that was taken last
   * before for as long as lay between the two. If after twice the assumed time no listing is as new
   * as that, the job is not sent again but counts as unknown, and {@link #resume} settles it later.
   *
   * <p>What can still go wrong: a job without any such neighbour is only as safe as a single one; a
   * request that AWS works on after its client gave up, and after the assumed time, comes twice;
   * and a listing that shows a later job but lacks an earlier one misleads.
   *
   * <p>A key that {@link #newKey()} of this entry point made is sent at once when it is first used.
   * Of any other, {@link SubmissionKey#at} or one that was written down, nothing is sent for as
   * long as listings may lag behind, a minute unless set otherwise: a program that used it may have
   * ended just now. If AWS lists that program's jobs later than that, or if it still goes on, jobs
   * run twice.
   *
   * <p>AWS calls: one SubmitJob for each, and some ListJobs after lost answers; for a key that
   * {@link #newKey()} did not make two ListJobs before the first ({@code batch:SubmitJob}, {@code
   * batch:ListJobs}); for the check of {@link #submit} those that it names.
   *
   * @param key a key that was not used before on this queue; if it was, by jobs of the first
   *     request's name, the submission ends before anything is sent, and says so
   * @param requests what to run, at most a million; taken one after the other and closed in the end
   * @return the submission, which is under way
   * @throws IllegalArgumentException if the key is of a time to come
   */
  BulkSubmission submitAll(SubmissionKey key, Stream<JobRequest> requests);

  /**
   * Goes on with a submission that was cut short by a crash or by closing, or whose end was in part
   * unknown or failed: finds the jobs that are there, and sends only what is missing. With a key
   * that was not used it does what {@link #submitAll(SubmissionKey, Stream)} does, never at once.
   *
   * <p>A job counts as missing if it is not listed by as long after this call as listings may lag
   * behind, a minute unless set otherwise; until then nothing is sent. If AWS lists a job of the
   * earlier run later than that, or if that run still goes on, jobs run twice. The same requests
   * must come in the same order: if a job has another name than the request at its position would
   * give it, the submission ends with an error; other changes are not noticed.
   *
   * <p>AWS calls: ListJobs by the beginning of each job name, which takes one for a hundred jobs;
   * with more than ten different job names by the time of the key, which takes one for a hundred
   * jobs that the queue got since. Then those of {@link #submitAll(SubmissionKey, Stream)}.
   *
   * @param key the key of the earlier run, 7 days old at most when listings have caught up; with
   *     that of a single job of the same name the submission ends before anything is sent, and says
   *     so
   * @param requests the same as then, in the same order
   * @return the submission, which is under way, with the jobs that were there among its own
   * @throws SpotBatchException if the key is older than 7 days, or will be before listings have
   *     caught up: AWS may have forgotten jobs
   * @throws IllegalArgumentException if the key is of a time to come
   */
  BulkSubmission resume(SubmissionKey key, Stream<JobRequest> requests);

  /**
   * The jobs of an earlier run, to follow them; sends none. A key of {@link JobHandle#key()} finds
   * that job, be it one of many, a single one, an array, or a pipeline's. Jobs that were submitted
   * in the last moments may not be listed yet.
   *
   * <p>AWS calls: one ListJobs ({@code batch:ListJobs}) for a hundred jobs that the queue got since
   * the key was made.
   *
   * @param key the key of the earlier run, 7 days old at most when listings have caught up
   * @return the submission, whose jobs are known once {@link BulkSubmission#awaitSubmitted} returns
   * @throws SpotBatchException if the key is older than 7 days, or will be before listings have
   *     caught up: AWS may have forgotten jobs
   * @throws IllegalArgumentException if the key is of a time to come
   */
  BulkSubmission attach(SubmissionKey key);

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
   * JobHandle#stop} does; an array with its children as one. Returns once AWS has taken it, which
   * takes a second for some 50 jobs: three and a half minutes for 10,000.
   *
   * <p>Jobs that are submitted while this lists the queue may be missed: call it again, or disable
   * the queue first, if none is to be left.
   *
   * <p>AWS calls: one ListJobs ({@code batch:ListJobs}) per 1,000 jobs and at least one for each of
   * the five states, then one TerminateJob ({@code batch:TerminateJob}) or CancelJob ({@code
   * batch:CancelJob}) for each job, and one DescribeJobs ({@code batch:DescribeJobs}) or more per
   * hundred of the cancelled ones. AWS documents no limit for these: 50 jobs a second are stopped
   * at first, ten of the other calls begin in one, and fewer of what is throttled.
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
