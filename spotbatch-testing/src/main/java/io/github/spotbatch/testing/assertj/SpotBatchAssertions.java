package io.github.spotbatch.testing.assertj;

import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.RequestJournal;
import io.github.spotbatch.testing.WorldReport;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;

/**
 * The way into the assertions of this package, and into AssertJ's own, so that one static import
 * does for both.
 */
public final class SpotBatchAssertions extends Assertions {

  private SpotBatchAssertions() {}

  /**
   * Assertions on a job's result.
   *
   * @param actual what spotbatch says of the job
   * @return the assertions
   */
  public static JobResultAssert assertThat(@Nullable JobResult actual) {
    return new JobResultAssert(actual);
  }

  /**
   * Assertions on a job and its output, as they are now.
   *
   * @param actual the job
   * @return the assertions
   */
  public static JobHandleAssert assertThat(@Nullable JobHandle actual) {
    return new JobHandleAssert(actual);
  }

  /**
   * Assertions on a job as DescribeJobs shows it.
   *
   * @param actual what AWS says of the job
   * @return the assertions
   */
  public static JobDetailAssert assertThat(@Nullable JobDetail actual) {
    return new JobDetailAssert(actual);
  }

  /**
   * Assertions on a compute environment as DescribeComputeEnvironments shows it.
   *
   * @param actual what AWS says of the environment
   * @return the assertions
   */
  public static ComputeEnvironmentAssert assertThat(@Nullable ComputeEnvironmentDetail actual) {
    return new ComputeEnvironmentAssert(actual);
  }

  /**
   * Assertions on what a plan would make.
   *
   * @param actual the plan
   * @return the assertions
   */
  public static PlanAssert assertThat(@Nullable ProvisioningPlan actual) {
    return new PlanAssert(actual);
  }

  /**
   * Assertions on the requests that have come.
   *
   * @param actual the journal
   * @return the assertions
   */
  public static JournalAssert assertThat(@Nullable RequestJournal actual) {
    return new JournalAssert(actual);
  }

  /**
   * Assertions on what a world holds.
   *
   * @param actual the world
   * @return the assertions
   */
  public static FakeAwsAssert assertThat(@Nullable FakeAws actual) {
    return new FakeAwsAssert(actual);
  }

  /**
   * Assertions on what hosts and attempts have cost.
   *
   * @param actual the report
   * @return the assertions
   */
  public static WorldReportAssert assertThat(@Nullable WorldReport actual) {
    return new WorldReportAssert(actual);
  }
}
