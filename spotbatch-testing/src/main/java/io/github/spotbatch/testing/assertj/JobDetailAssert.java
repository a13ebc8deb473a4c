package io.github.spotbatch.testing.assertj;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JobDetail;

/** Assertions on a job as DescribeJobs shows it. */
public final class JobDetailAssert extends AbstractJobAssert<JobDetailAssert, JobDetail> {

  JobDetailAssert(@Nullable JobDetail actual) {
    super(actual, JobDetailAssert.class);
  }

  @Override
  JobStory story() {
    isNotNull();
    return JobStory.of(actual);
  }
}
