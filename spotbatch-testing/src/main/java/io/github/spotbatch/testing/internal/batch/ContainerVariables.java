package io.github.spotbatch.testing.internal.batch;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.batch.model.KeyValuePair;

/** What Batch puts into a container's environment, over what the definition says. */
final class ContainerVariables {

  private ContainerVariables() {}

  static Map<String, String> of(Attempt attempt) {
    Job job = attempt.job();
    Map<String, String> variables = new LinkedHashMap<>();
    for (KeyValuePair pair : job.container().environment()) {
      variables.put(pair.name(), pair.value() == null ? "" : pair.value());
    }
    variables.put("AWS_BATCH_JOB_ID", job.id());
    variables.put("AWS_BATCH_JOB_ATTEMPT", Integer.toString(attempt.number()));
    variables.put("AWS_BATCH_CE_NAME", attempt.host().environment().name());
    variables.put("AWS_BATCH_JQ_NAME", job.queue().name());
    JobArray siblings = job.siblings();
    if (siblings != null) {
      variables.put("AWS_BATCH_JOB_ARRAY_INDEX", Integer.toString(job.index()));
      variables.put("AWS_BATCH_JOB_ARRAY_SIZE", Integer.toString(siblings.size()));
    }
    return variables;
  }
}
