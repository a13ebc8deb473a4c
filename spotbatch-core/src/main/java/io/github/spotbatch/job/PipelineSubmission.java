package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.spec.JobPipeline;
import java.time.Duration;
import java.util.Map;

/** A pipeline whose steps have all been submitted. Thread-safe. */
public interface PipelineSubmission {

  /**
   * What was submitted.
   *
   * @return the pipeline
   */
  JobPipeline pipeline();

  /**
   * The jobs of all steps.
   *
   * @return the jobs by the names of their steps, in the pipeline's order
   */
  Map<String, JobHandle> jobs();

  /**
   * The job of one step.
   *
   * @param step the step's name
   * @return its job
   * @throws IllegalArgumentException if the pipeline has no such step
   */
  JobHandle job(String step);

  /**
   * Waits until every step has ended, well or not. The steps share their DescribeJobs with all
   * other waits ({@code batch:DescribeJobs}).
   *
   * @param timeout how long to wait at most
   * @return what became of the steps
   * @throws WaitTimeoutException if some have not ended in that time; all go on
   * @throws JobNotFoundException if AWS Batch does not know one of the jobs any more
   * @throws SpotBatchException if AWS refuses to tell, the entry point is closed, or the calling
   *     thread is interrupted during the wait, whose interrupt flag is then set; the jobs go on
   */
  PipelineResult await(Duration timeout);
}
