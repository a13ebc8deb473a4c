package io.github.spotbatch.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.immutables.value.Value;

/**
 * A queue that takes jobs and hands them to its compute environments, the first one first.
 *
 * <p>Batch calls it a job queue. Immutable and thread-safe. Facts about Batch: AWS Batch API
 * reference, CreateJobQueue.
 */
@Value.Immutable
public sealed interface JobQueueSpec permits ImmutableJobQueueSpec {
  /**
   * Starts a queue.
   *
   * @param name its name within the stack; on AWS it is called {@code <stack>-<name>}, at most 128
   *     of letters, digits, {@code -} and {@code _}
   * @return a builder with every option at its default
   */
  static Builder builder(String name) {
    return ImmutableJobQueueSpec.builder().name(name);
  }

  /** {@return the name within the stack} */
  String name();

  /**
   * {@return which queue is served first among those that share an environment: the highest number;
   * default 1, from 0 to 1000}
   */
  @Value.Default
  default int priority() {
    return 1;
  }

  /**
   * {@return the names of the environments within the stack, tried in this order; 1 to 3, all of
   * one CPU architecture; Batch calls it computeEnvironmentOrder}
   */
  List<String> computeEnvironments();

  /** {@return whether the queue takes new jobs; default ENABLED} */
  @Value.Default
  default QueueState state() {
    return QueueState.ENABLED;
  }

  /**
   * {@return after how long a job that is stuck at the head of the queue is cancelled, at most one
   * limit for a reason; default none; Batch calls it jobStateTimeLimitActions}
   */
  List<JobStateTimeLimit> jobStateTimeLimits();

  /**
   * {@return the ARN of the scheduling policy that makes this a fair-share queue; default none, the
   * queue is first in, first out; cannot be added to an existing queue}
   */
  Optional<String> schedulingPolicyArn();

  /** {@return the queue's own tags, added to those of the stack; default none} */
  Map<String, String> tags();

  /** {@return a builder that holds this queue's values} */
  default Builder toBuilder() {
    return ImmutableJobQueueSpec.builder().from(this);
  }

  /** Builds a {@link JobQueueSpec}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Sets which queue is served first among those that share an environment.
     *
     * @param priority from 0 to 1000, the highest first; default 1
     * @return this builder
     * @see JobQueueSpec#priority()
     */
    public abstract Builder priority(int priority);

    /**
     * Sets the environments by name, in the order in which they are tried.
     *
     * @param names 1 to 3 different names of environments of the stack
     * @return this builder
     * @see JobQueueSpec#computeEnvironments()
     */
    public Builder computeEnvironments(String... names) {
      return computeEnvironments(List.of(names));
    }

    /**
     * Sets the environments, in the order in which they are tried.
     *
     * @param environments 1 to 3 different environments; each is added to the stack by itself
     * @return this builder
     * @see JobQueueSpec#computeEnvironments()
     */
    public Builder computeEnvironments(ComputeEnvironmentSpec... environments) {
      return computeEnvironments(
          Stream.of(environments).map(ComputeEnvironmentSpec::name).toList());
    }

    /**
     * Sets the environments by name, in the order in which they are tried.
     *
     * @param names 1 to 3 different names of environments of the stack
     * @return this builder
     * @see JobQueueSpec#computeEnvironments()
     */
    public abstract Builder computeEnvironments(Iterable<String> names);

    /**
     * Appends an environment, to be tried after those already given.
     *
     * @param name the name of an environment of the stack
     * @return this builder
     * @see JobQueueSpec#computeEnvironments()
     */
    public abstract Builder addComputeEnvironment(String name);

    /**
     * Sets whether the queue takes new jobs.
     *
     * @param state default ENABLED
     * @return this builder
     * @see JobQueueSpec#state()
     */
    public abstract Builder state(QueueState state);

    /**
     * Appends a limit for jobs stuck at the head of the queue.
     *
     * @param limit the limit; at most one for each reason
     * @return this builder
     * @see JobQueueSpec#jobStateTimeLimits()
     */
    public Builder jobStateTimeLimit(JobStateTimeLimit limit) {
      return addJobStateTimeLimit(limit);
    }

    abstract Builder addJobStateTimeLimit(JobStateTimeLimit limit);

    /**
     * Sets the limits for jobs stuck at the head of the queue.
     *
     * @param limits at most one for each reason
     * @return this builder
     * @see JobQueueSpec#jobStateTimeLimits()
     */
    public abstract Builder jobStateTimeLimits(Iterable<? extends JobStateTimeLimit> limits);

    /**
     * Makes this a fair-share queue.
     *
     * @param arn the ARN of a scheduling policy
     * @return this builder
     * @see JobQueueSpec#schedulingPolicyArn()
     */
    public abstract Builder schedulingPolicyArn(String arn);

    /**
     * Adds a tag.
     *
     * @param key 1 to 128 characters, starting neither with {@code aws:} nor with {@code
     *     spotbatch:}
     * @param value at most 256 characters
     * @return this builder
     * @see JobQueueSpec#tags()
     */
    public Builder tag(String key, String value) {
      return putTag(key, value);
    }

    abstract Builder putTag(String key, String value);

    /**
     * Sets the queue's own tags.
     *
     * @param tags values by key
     * @return this builder
     * @see JobQueueSpec#tags()
     */
    public abstract Builder tags(Map<String, ? extends String> tags);

    /**
     * Makes the queue.
     *
     * @return the queue
     * @throws InvalidSpecException if Batch would refuse it; lists every problem
     */
    public JobQueueSpec build() {
      JobQueueSpec queue = create();
      JobQueueChecks.check(queue);
      return queue;
    }

    abstract JobQueueSpec create();
  }
}
