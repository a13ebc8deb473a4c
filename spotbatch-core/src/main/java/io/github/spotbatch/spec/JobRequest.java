package io.github.spotbatch.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * A job to submit: a definition, and what differs from it.
 *
 * <p>Immutable and thread-safe. Facts about Batch: AWS Batch API reference, SubmitJob.
 */
@Value.Immutable
public sealed interface JobRequest permits ImmutableJobRequest {
  /**
   * Starts a request.
   *
   * @param jobDefinition on a stack's queue the definition's name within the stack; on any other
   *     queue its {@code name} on AWS, which is the latest active revision; on both {@code
   *     name:revision} or an ARN
   * @return a builder that changes nothing of the definition
   */
  static Builder builder(String jobDefinition) {
    return ImmutableJobRequest.builder().jobDefinition(jobDefinition);
  }

  /** {@return the definition: its name within the stack, name, name:revision or ARN} */
  String jobDefinition();

  /** {@return the job's name, which need not be unique; default the definition's} */
  Optional<String> jobName();

  /** {@return values for the command's {@code Ref::name}; default the definition's} */
  Map<String, String> parameters();

  /** {@return the command and its arguments; default none, the definition's} */
  List<String> command();

  /** {@return environment variables, added to the definition's or replacing them; default none} */
  @Value.Redacted
  Map<String, String> environment();

  /** {@return the number of vCPUs; default the definition's} */
  OptionalInt vcpus();

  /** {@return the memory in MiB; default the definition's} */
  OptionalInt memoryMiB();

  /** {@return the number of GPUs; default the definition's} */
  OptionalInt gpus();

  /** {@return the retry policy, which replaces the definition's as a whole; default none} */
  Optional<RetryPolicy> retryPolicy();

  /** {@return how long an attempt may run; default the definition's; at least 60 whole seconds} */
  Optional<Duration> timeout();

  /** {@return ids of jobs that must succeed first; default none, at most 20} */
  List<String> dependsOn();

  /**
   * {@return what else the job waits for, such as an array's children for those of another; default
   * none, with {@link #dependsOn()} at most 20}
   */
  List<JobDependency> dependencies();

  /** {@return the number of children of an array job, from 2 to 10000; default none, one job} */
  OptionalInt arraySize();

  /** {@return the share of a fair-share queue that the job counts for; default none} */
  Optional<String> shareIdentifier();

  /** {@return the priority within the share, from 0 to 9999; default the definition's} */
  OptionalInt schedulingPriority();

  /** {@return whether the tags are copied to the ECS task; default false} */
  @Value.Default
  default boolean propagateTags() {
    return false;
  }

  /** {@return the job's tags; default none} */
  Map<String, String> tags();

  /** {@return a builder that holds this request's values} */
  default Builder toBuilder() {
    return ImmutableJobRequest.builder().from(this);
  }

  /** Builds a {@link JobRequest}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Sets the job's name.
     *
     * @param name at most 128 letters, digits, {@code -} and {@code _}, a letter or digit first
     * @return this builder
     * @see JobRequest#jobName()
     */
    public abstract Builder jobName(String name);

    /**
     * Sets values for the command's {@code Ref::name}.
     *
     * @param parameters values by name
     * @return this builder
     * @see JobRequest#parameters()
     */
    public abstract Builder parameters(Map<String, ? extends String> parameters);

    /**
     * Adds a value for a {@code Ref::name} of the command.
     *
     * @param name the name
     * @param value the value
     * @return this builder
     * @see JobRequest#parameters()
     */
    public abstract Builder putParameter(String name, String value);

    /**
     * Sets the command and its arguments instead of the definition's.
     *
     * @param words the program and each argument by itself, none empty
     * @return this builder
     * @see JobRequest#command()
     */
    public Builder command(String... words) {
      return command(List.of(words));
    }

    /**
     * Sets the command and its arguments instead of the definition's.
     *
     * @param words the program and each argument by itself, none empty
     * @return this builder
     * @see JobRequest#command()
     */
    public abstract Builder command(Iterable<String> words);

    /**
     * Sets environment variables, added to the definition's or replacing them.
     *
     * @param environment values by name; no name starts with {@code AWS_BATCH}
     * @return this builder
     * @see JobRequest#environment()
     */
    public abstract Builder environment(Map<String, ? extends String> environment);

    /**
     * Adds an environment variable.
     *
     * @param name its name, which does not start with {@code AWS_BATCH}
     * @param value its value
     * @return this builder
     * @see JobRequest#environment()
     */
    public abstract Builder putEnvironment(String name, String value);

    /**
     * Sets the number of vCPUs instead of the definition's.
     *
     * @param vcpus at least 1
     * @return this builder
     * @see JobRequest#vcpus()
     */
    public abstract Builder vcpus(int vcpus);

    /**
     * Sets the memory instead of the definition's.
     *
     * @param mib in MiB, at least 4
     * @return this builder
     * @see JobRequest#memoryMiB()
     */
    public abstract Builder memoryMiB(int mib);

    /**
     * Sets the number of GPUs instead of the definition's.
     *
     * @param gpus at least 1
     * @return this builder
     * @see JobRequest#gpus()
     */
    public abstract Builder gpus(int gpus);

    /**
     * Sets the retry policy instead of the definition's.
     *
     * @param retryPolicy the policy
     * @return this builder
     * @see JobRequest#retryPolicy()
     */
    public abstract Builder retryPolicy(RetryPolicy retryPolicy);

    /**
     * Sets how long an attempt may run, instead of the definition's timeout.
     *
     * @param timeout at least 60 seconds, in whole seconds
     * @return this builder
     * @see JobRequest#timeout()
     */
    public abstract Builder timeout(Duration timeout);

    /**
     * Sets the jobs that must succeed first.
     *
     * @param jobIds at most 20 ids of jobs
     * @return this builder
     * @see JobRequest#dependsOn()
     */
    public Builder dependsOn(String... jobIds) {
      return dependsOn(List.of(jobIds));
    }

    /**
     * Sets the jobs that must succeed first.
     *
     * @param jobIds at most 20 ids of jobs
     * @return this builder
     * @see JobRequest#dependsOn()
     */
    public abstract Builder dependsOn(Iterable<String> jobIds);

    /**
     * Appends a job that must succeed first.
     *
     * @param jobId the id of a job
     * @return this builder
     * @see JobRequest#dependsOn()
     */
    public abstract Builder addDependsOn(String jobId);

    /**
     * Sets what else the job waits for.
     *
     * @param dependencies with {@link #dependsOn(Iterable)} at most 20; all but {@link
     *     JobDependency#on} are for array jobs only
     * @return this builder
     * @see JobRequest#dependencies()
     */
    public Builder dependencies(JobDependency... dependencies) {
      return dependencies(List.of(dependencies));
    }

    /**
     * Sets what else the job waits for.
     *
     * @param dependencies with {@link #dependsOn(Iterable)} at most 20; all but {@link
     *     JobDependency#on} are for array jobs only
     * @return this builder
     * @see JobRequest#dependencies()
     */
    public abstract Builder dependencies(Iterable<? extends JobDependency> dependencies);

    /**
     * Appends something that the job waits for.
     *
     * @param dependency all but {@link JobDependency#on} are for array jobs only
     * @return this builder
     * @see JobRequest#dependencies()
     */
    public abstract Builder addDependency(JobDependency dependency);

    /**
     * Makes this an array job: that many children, told apart by {@code AWS_BATCH_JOB_ARRAY_INDEX}.
     *
     * @param size from 2 to 10000
     * @return this builder
     * @see JobRequest#arraySize()
     */
    public abstract Builder arraySize(int size);

    /**
     * Sets the share that the job counts for, on a fair-share queue.
     *
     * @param shareIdentifier at most 255 letters and digits
     * @return this builder
     * @see JobRequest#shareIdentifier()
     */
    public abstract Builder shareIdentifier(String shareIdentifier);

    /**
     * Sets the priority within the share, on a fair-share queue.
     *
     * @param priority from 0 to 9999, the highest first
     * @return this builder
     * @see JobRequest#schedulingPriority()
     */
    public abstract Builder schedulingPriority(int priority);

    /**
     * Sets whether the tags are copied to the ECS task.
     *
     * @param propagateTags default false
     * @return this builder
     * @see JobRequest#propagateTags()
     */
    public abstract Builder propagateTags(boolean propagateTags);

    /**
     * Adds a tag.
     *
     * @param key 1 to 128 characters, starting neither with {@code aws:} nor with {@code
     *     spotbatch:}
     * @param value at most 256 characters
     * @return this builder
     * @see JobRequest#tags()
     */
    public Builder tag(String key, String value) {
      return putTag(key, value);
    }

    abstract Builder putTag(String key, String value);

    /**
     * Sets the job's tags.
     *
     * @param tags values by key
     * @return this builder
     * @see JobRequest#tags()
     */
    public abstract Builder tags(Map<String, ? extends String> tags);

    /**
     * Makes the request.
     *
     * @return the request
     * @throws InvalidSpecException if Batch would refuse it; lists every problem
     */
    public JobRequest build() {
      JobRequest request = create();
      JobRequestChecks.check(request);
      return request;
    }

    abstract JobRequest create();
  }
}
