package io.github.spotbatch.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * What a job runs and what it needs: image, command, vCPUs, memory, roles, retries.
 *
 * <p>Batch calls it a job definition of type container for EC2. Immutable and thread-safe. Facts
 * about Batch: AWS Batch API reference, RegisterJobDefinition and ContainerProperties.
 */
@Value.Immutable
public sealed interface JobDefinitionSpec permits ImmutableJobDefinitionSpec {
  /**
   * Starts a definition.
   *
   * @param name its name within the stack; on AWS it is called {@code <stack>-<name>}, at most 128
   *     of letters, digits, {@code -} and {@code _}
   * @return a builder with every option at its default
   */
  static Builder builder(String name) {
    return ImmutableJobDefinitionSpec.builder().name(name);
  }

  /** {@return the name within the stack} */
  String name();

  /** {@return the container image; required} */
  Optional<ContainerImage> image();

  /**
   * {@return the command and its arguments; default none, the image's own; an argument {@code
   * Ref::name} is replaced by the parameter of that name}
   */
  List<String> command();

  /** {@return environment variables; default none} */
  @Value.Redacted
  Map<String, String> environment();

  /**
   * {@return values for the command's {@code Ref::name}, unless the job has its own; default none}
   */
  Map<String, String> parameters();

  /** {@return the number of vCPUs; default 1, at least 1} */
  @Value.Default
  default int vcpus() {
    return 1;
  }

  /** {@return the memory in MiB, above which the container is killed; required, at least 4} */
  OptionalInt memoryMiB();

  /** {@return the number of GPUs; default 0} */
  @Value.Default
  default int gpus() {
    return 0;
  }

  /** {@return the role that the application inside has; default none; Batch: jobRoleArn} */
  Optional<RoleSpec> jobRole();

  /**
   * {@return the role with which the image is pulled and secrets are read; default none, the
   * instance's; required with secrets; Batch: executionRoleArn}
   */
  Optional<RoleSpec> executionRole();

  /** {@return after which failures the job is tried again; default never; Batch: retryStrategy} */
  @Value.Default
  default RetryPolicy retryPolicy() {
    return RetryPolicy.none();
  }

  /**
   * {@return how long an attempt may run, its image pull not counted, before it is ended and not
   * tried again; default none; at least 60 whole seconds; Batch: attemptDurationSeconds}
   */
  Optional<Duration> timeout();

  /**
   * {@return environment variables that hold secrets: the ARN of a Secrets Manager secret or
   * Systems Manager parameter by name; default none; they need an execution role}
   */
  Map<String, String> secrets();

  /** {@return the volumes that mount points can refer to; default none} */
  List<VolumeSpec> volumes();

  /** {@return where the container sees which volume; default nowhere} */
  List<MountPointSpec> mountPoints();

  /** {@return limits on what the container's processes may use; default Docker's} */
  List<UlimitSpec> ulimits();

  /** {@return how output is kept; default none: CloudWatch Logs, in the stack's log group} */
  Optional<LogConfigurationSpec> logConfiguration();

  /** {@return the user inside the container; default the image's} */
  Optional<String> user();

  /** {@return whether the container has the rights of root on its instance; default false} */
  @Value.Default
  default boolean privileged() {
    return false;
  }

  /** {@return whether the container's own file system can only be read; default false} */
  @Value.Default
  default boolean readonlyRootFilesystem() {
    return false;
  }

  /**
   * {@return whether an init process passes on signals; default false; Batch: initProcessEnabled}
   */
  @Value.Default
  default boolean initProcess() {
    return false;
  }

  /** {@return the size of /dev/shm in MiB; default Docker's; Batch: sharedMemorySize} */
  OptionalInt sharedMemoryMiB();

  /** {@return how much swap the container may use in MiB; default Docker's; Batch: maxSwap} */
  OptionalInt maxSwapMiB();

  /** {@return how eagerly memory is swapped out, from 0 to 100; default Docker's} */
  OptionalInt swappiness();

  /** {@return the priority within a fair-share queue, from 0 to 9999; default none} */
  OptionalInt schedulingPriority();

  /** {@return whether the tags are copied to the ECS task of each job; default false} */
  @Value.Default
  default boolean propagateTags() {
    return false;
  }

  /** {@return the definition's own tags, added to those of the stack; default none} */
  Map<String, String> tags();

  /** {@return a builder that holds this definition's values} */
  default Builder toBuilder() {
    return ImmutableJobDefinitionSpec.builder().from(this);
  }

  /** Builds a {@link JobDefinitionSpec}. Not thread-safe. */
  abstract class Builder extends ContainerSettingsBuilder<Builder> {
    Builder() {}

    /**
     * Sets the container image. Required.
     *
     * @param image the image
     * @return this builder
     * @see JobDefinitionSpec#image()
     */
    public abstract Builder image(ContainerImage image);

    /**
     * Sets the command and its arguments.
     *
     * @param words the program and each argument by itself; no shell takes them apart
     * @return this builder
     * @see JobDefinitionSpec#command()
     */
    public Builder command(String... words) {
      return command(List.of(words));
    }

    /**
     * Sets the command and its arguments.
     *
     * @param words the program and each argument by itself; no shell takes them apart
     * @return this builder
     * @see JobDefinitionSpec#command()
     */
    public abstract Builder command(Iterable<String> words);

    /**
     * Sets the environment variables.
     *
     * @param environment values by name; no name starts with {@code AWS_BATCH}
     * @return this builder
     * @see JobDefinitionSpec#environment()
     */
    public abstract Builder environment(Map<String, ? extends String> environment);

    /**
     * Adds an environment variable.
     *
     * @param name its name, which does not start with {@code AWS_BATCH}
     * @param value its value
     * @return this builder
     * @see JobDefinitionSpec#environment()
     */
    public abstract Builder putEnvironment(String name, String value);

    /**
     * Sets values for the command's {@code Ref::name}.
     *
     * @param parameters values by name
     * @return this builder
     * @see JobDefinitionSpec#parameters()
     */
    public abstract Builder parameters(Map<String, ? extends String> parameters);

    /**
     * Adds a value for a {@code Ref::name} of the command.
     *
     * @param name the name
     * @param value the value
     * @return this builder
     * @see JobDefinitionSpec#parameters()
     */
    public abstract Builder putParameter(String name, String value);

    /**
     * Sets the number of vCPUs.
     *
     * @param vcpus at least 1; default 1
     * @return this builder
     * @see JobDefinitionSpec#vcpus()
     */
    public abstract Builder vcpus(int vcpus);

    /**
     * Sets the memory, above which the container is killed. Required.
     *
     * @param mib in MiB, at least 4; an instance offers less than its nominal memory
     * @return this builder
     * @see JobDefinitionSpec#memoryMiB()
     */
    public abstract Builder memoryMiB(int mib);

    /**
     * Sets the number of GPUs.
     *
     * @param gpus default 0
     * @return this builder
     * @see JobDefinitionSpec#gpus()
     */
    public abstract Builder gpus(int gpus);

    /**
     * Sets the role that the application inside has.
     *
     * @param role the role
     * @return this builder
     * @see JobDefinitionSpec#jobRole()
     */
    public abstract Builder jobRole(RoleSpec role);

    /**
     * Sets the role with which the image is pulled and secrets are read.
     *
     * @param role the role
     * @return this builder
     * @see JobDefinitionSpec#executionRole()
     */
    public abstract Builder executionRole(RoleSpec role);

    /**
     * Sets after which failures the job is tried again.
     *
     * @param retryPolicy default {@link RetryPolicy#none()}
     * @return this builder
     * @see JobDefinitionSpec#retryPolicy()
     */
    public abstract Builder retryPolicy(RetryPolicy retryPolicy);

    /**
     * Sets how long an attempt may run.
     *
     * @param timeout at least 60 seconds, in whole seconds
     * @return this builder
     * @see JobDefinitionSpec#timeout()
     */
    public abstract Builder timeout(Duration timeout);

    /**
     * Sets the environment variables that hold secrets.
     *
     * @param secrets ARNs by name of variable
     * @return this builder
     * @see JobDefinitionSpec#secrets()
     */
    public abstract Builder secrets(Map<String, ? extends String> secrets);

    /**
     * Adds an environment variable that holds a secret.
     *
     * @param name the name of the variable
     * @param arn the ARN of a Secrets Manager secret or Systems Manager parameter
     * @return this builder
     * @see JobDefinitionSpec#secrets()
     */
    public abstract Builder putSecret(String name, String arn);

    /**
     * Sets the priority within a fair-share queue.
     *
     * @param priority from 0 to 9999, the highest first
     * @return this builder
     * @see JobDefinitionSpec#schedulingPriority()
     */
    public abstract Builder schedulingPriority(int priority);

    /**
     * Sets whether the tags are copied to the ECS task of each job.
     *
     * @param propagateTags default false
     * @return this builder
     * @see JobDefinitionSpec#propagateTags()
     */
    public abstract Builder propagateTags(boolean propagateTags);

    /**
     * Adds a tag.
     *
     * @param key 1 to 128 characters, starting neither with {@code aws:} nor with {@code
     *     spotbatch:}
     * @param value at most 256 characters
     * @return this builder
     * @see JobDefinitionSpec#tags()
     */
    public Builder tag(String key, String value) {
      return putTag(key, value);
    }

    abstract Builder putTag(String key, String value);

    /**
     * Sets the definition's own tags.
     *
     * @param tags values by key
     * @return this builder
     * @see JobDefinitionSpec#tags()
     */
    public abstract Builder tags(Map<String, ? extends String> tags);

    /**
     * Makes the definition.
     *
     * @return the definition
     * @throws InvalidSpecException if Batch would refuse it; lists every problem
     */
    public JobDefinitionSpec build() {
      JobDefinitionSpec definition = create();
      JobDefinitionChecks.check(definition);
      return definition;
    }

    abstract JobDefinitionSpec create();
  }
}
