package io.github.spotbatch.testing.internal.events;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Submits jobs for rules whose target is a queue; Batch says how. */
@FunctionalInterface
public interface JobSubmitter {

  /**
   * Submits a job.
   *
   * @param parameters what the target's input says of the job's parameters
   * @return why it was refused, or null
   */
  @Nullable String submit(String queueArn, BatchTarget job, Map<String, String> parameters);
}
