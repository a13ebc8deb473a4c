package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.compile.Submissions;
import io.github.spotbatch.job.ArraySubmission;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.PipelineSubmission;
import io.github.spotbatch.job.StopReport;
import io.github.spotbatch.spec.ArrayInputs;
import io.github.spotbatch.spec.JobPipeline;
import io.github.spotbatch.spec.JobRequest;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** A queue on AWS Batch. */
final class BatchJobQueue implements JobQueue {

  private final String name;
  private final UnaryOperator<String> definitions;
  private final UniqueNames names;
  private final JobSubmitter submitter;
  private final JobAccess access;

  BatchJobQueue(
      String name,
      UnaryOperator<String> definitions,
      UniqueNames names,
      JobSubmitter submitter,
      JobAccess access) {
    this.name = name;
    this.definitions = definitions;
    this.names = names;
    this.submitter = submitter;
    this.access = access;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public JobHandle submit(JobRequest request) {
    String jobName = request.jobName().orElseGet(() -> definitionName(request.jobDefinition()));
    String definition = definitions.apply(request.jobDefinition());
    SubmitJobRequest submit = Submissions.compile(request, name, definition, names.of(jobName));
    String id = submitter.submitAndWait(submit);
    return BatchJobHandle.submitted(id, jobName, submit.jobName(), access);
  }

  @Override
  public ArraySubmission submitArray(JobRequest request, ArrayInputs inputs) {
    return new ArrayJobs(this, access).submit(request, inputs);
  }

  @Override
  public StopReport stopAll(String reason) {
    return access.control().stopAll(name, reason);
  }

  @Override
  public PipelineSubmission submit(JobPipeline pipeline) {
    return new PipelineSubmitter(name, definitions, names, submitter, access).submit(pipeline);
  }

  @Override
  public String toString() {
    return "job queue " + name;
  }

  /** The name in a definition's name, {@code name:revision} or ARN. */
  private static String definitionName(String definition) {
    String withRevision = definition.substring(definition.lastIndexOf('/') + 1);
    int revision = withRevision.indexOf(':');
    return revision < 0 ? withRevision : withRevision.substring(0, revision);
  }
}
