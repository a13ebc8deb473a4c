package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Faults;
import io.github.spotbatch.testing.internal.events.BatchTarget;
import io.github.spotbatch.testing.internal.events.JobSubmitter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** Jobs that rules of EventBridge submit. */
final class EventJobs implements JobSubmitter {

  private final Jobs jobs;

  EventJobs(Jobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public @Nullable String submit(String queueArn, BatchTarget job, Map<String, String> parameters) {
    SubmitJobRequest.Builder request =
        SubmitJobRequest.builder()
            .jobName(job.jobName())
            .jobQueue(queueArn)
            .jobDefinition(job.jobDefinition());
    if (!parameters.isEmpty()) {
      request.parameters(parameters);
    }
    if (job.arraySize() != null) {
      request.arrayProperties(array -> array.size(job.arraySize()));
    }
    if (job.attempts() != null) {
      request.retryStrategy(strategy -> strategy.attempts(job.attempts()));
    }
    try {
      jobs.submit(request.build());
      return null;
    } catch (AwsServiceException e) {
      return Faults.message(e);
    }
  }
}
