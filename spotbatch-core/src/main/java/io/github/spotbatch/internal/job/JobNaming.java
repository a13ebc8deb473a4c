package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.compile.Submissions;
import io.github.spotbatch.spec.JobRequest;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/**
 * How requests for a queue become what is sent to AWS.
 *
 * @param queue the queue's name or ARN on AWS
 * @param definitions from what a request calls its job definition to what AWS calls it
 */
record JobNaming(String queue, UnaryOperator<String> definitions) {

  /** The job's name as the request gives it, or that of its definition. */
  String jobName(JobRequest request) {
    return request.jobName().orElseGet(() -> definitionName(request.jobDefinition()));
  }

  SubmitJobRequest compile(JobRequest request, String awsName) {
    return Submissions.compile(request, queue, definitions.apply(request.jobDefinition()), awsName);
  }

  /** The name in a definition's name, {@code name:revision} or ARN. */
  private static String definitionName(String definition) {
    String withRevision = definition.substring(definition.lastIndexOf('/') + 1);
    int revision = withRevision.indexOf(':');
    return revision < 0 ? withRevision : withRevision.substring(0, revision);
  }
}
