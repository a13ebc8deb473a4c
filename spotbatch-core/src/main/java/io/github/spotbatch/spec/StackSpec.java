package io.github.spotbatch.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * Everything that is made, found again and destroyed together, in one account and Region.
 *
 * <p>Immutable and thread-safe.
 */
@Value.Immutable
public sealed interface StackSpec permits ImmutableStackSpec {
  /**
   * Starts a stack.
   *
   * @param name 1 to 24 of {@code a-z}, {@code 0-9} and {@code -}, a letter first; unique among the
   *     account's stacks of the Region
   * @return a builder with every option at its default
   */
  static Builder builder(String name) {
    return ImmutableStackSpec.builder().name(name);
  }

  /**
   * Makes a name that hardly any other stack has.
   *
   * @param base the beginning of the name, at most 17 characters
   * @param random where the suffix comes from
   * @return the base, {@code -} and 6 random letters or digits, for example {@code demo-x7k2p9}
   * @throws InvalidSpecException if that is not a legal name
   */
  static String withRandomSuffix(String base, RandomGenerator random) {
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(random, "random");
    String alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    String suffix =
        random
            .ints(6, 0, alphabet.length())
            .mapToObj(index -> String.valueOf(alphabet.charAt(index)))
            .collect(Collectors.joining());
    String name = base + "-" + suffix;
    StackChecks.checkName(name);
    return name;
  }

  /** {@return the name} */
  String name();

  /** {@return the compute environments; default none} */
  List<ComputeEnvironmentSpec> computeEnvironments();

  /** {@return the job queues; default none} */
  List<JobQueueSpec> jobQueues();

  /** {@return the job definitions; default none} */
  List<JobDefinitionSpec> jobDefinitions();

  /** {@return the image repositories; default none} */
  List<RepositorySpec> repositories();

  /** {@return where the instances run; default the Region's default VPC} */
  @Value.Default
  default NetworkSpec network() {
    return NetworkSpec.defaultVpc();
  }

  /**
   * {@return for how long the log lines of the jobs are kept; default 30 days; only the numbers of
   * days that CloudWatch Logs accepts}
   */
  @Value.Default
  default Duration logRetention() {
    return Duration.ofDays(30);
  }

  /**
   * {@return how many revisions of each job definition stay active; 1 to 100, default 10. An apply
   * deregisters the oldest ones beyond it, but none that an unfinished job uses}
   */
  @Value.Default
  default int keptRevisions() {
    return 10;
  }

  /** {@return the ARN of the policy that bounds all roles made; default none} */
  Optional<String> permissionsBoundary();

  /**
   * {@return whether the stack cannot be destroyed until it is applied without this; default false}
   */
  @Value.Default
  default boolean deletionProtection() {
    return false;
  }

  /** {@return tags for everything that is made; default none} */
  Map<String, String> tags();

  /**
   * Says what is legal but unwise.
   *
   * @return one sentence for each thing, which begins with its path; empty if there is none
   */
  default List<String> warnings() {
    return StackWarnings.of(this);
  }

  /** {@return a builder that holds this stack's values} */
  default Builder toBuilder() {
    return ImmutableStackSpec.builder().from(this);
  }

  /** Builds a {@link StackSpec}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Appends a compute environment.
     *
     * @param environment the environment; its name is unique within the stack
     * @return this builder
     * @see StackSpec#computeEnvironments()
     */
    public Builder computeEnvironment(ComputeEnvironmentSpec environment) {
      return addComputeEnvironment(environment);
    }

    abstract Builder addComputeEnvironment(ComputeEnvironmentSpec environment);

    /**
     * Sets the compute environments.
     *
     * @param environments environments of different names
     * @return this builder
     * @see StackSpec#computeEnvironments()
     */
    public abstract Builder computeEnvironments(
        Iterable<? extends ComputeEnvironmentSpec> environments);

    /**
     * Appends a job queue.
     *
     * @param queue the queue; its name is unique within the stack
     * @return this builder
     * @see StackSpec#jobQueues()
     */
    public Builder jobQueue(JobQueueSpec queue) {
      return addJobQueue(queue);
    }

    abstract Builder addJobQueue(JobQueueSpec queue);

    /**
     * Sets the job queues.
     *
     * @param queues queues of different names
     * @return this builder
     * @see StackSpec#jobQueues()
     */
    public abstract Builder jobQueues(Iterable<? extends JobQueueSpec> queues);

    /**
     * Appends a job definition.
     *
     * @param definition the definition; its name is unique within the stack
     * @return this builder
     * @see StackSpec#jobDefinitions()
     */
    public Builder jobDefinition(JobDefinitionSpec definition) {
      return addJobDefinition(definition);
    }

    abstract Builder addJobDefinition(JobDefinitionSpec definition);

    /**
     * Sets the job definitions.
     *
     * @param definitions definitions of different names
     * @return this builder
     * @see StackSpec#jobDefinitions()
     */
    public abstract Builder jobDefinitions(Iterable<? extends JobDefinitionSpec> definitions);

    /**
     * Appends an image repository.
     *
     * @param repository the repository; its name is unique within the stack
     * @return this builder
     * @see StackSpec#repositories()
     */
    public Builder repository(RepositorySpec repository) {
      return addRepository(repository);
    }

    abstract Builder addRepository(RepositorySpec repository);

    /**
     * Sets the image repositories.
     *
     * @param repositories repositories of different names
     * @return this builder
     * @see StackSpec#repositories()
     */
    public abstract Builder repositories(Iterable<? extends RepositorySpec> repositories);

    /**
     * Sets where the instances run.
     *
     * @param network default {@link NetworkSpec#defaultVpc()}
     * @return this builder
     * @see StackSpec#network()
     */
    public abstract Builder network(NetworkSpec network);

    /**
     * Sets for how long the log lines of the jobs are kept.
     *
     * @param logRetention a number of days that CloudWatch Logs accepts, for example 1, 7, 30 or
     *     365; default 30
     * @return this builder
     * @see StackSpec#logRetention()
     */
    public abstract Builder logRetention(Duration logRetention);

    /**
     * Sets how many revisions of each job definition stay active. Every change of a definition
     * registers one more; an apply deregisters the oldest of the stack's own beyond this number,
     * which its plan shows, but none that an unfinished job of the Region uses. Images that were
     * built for the stack go with them, once no active revision and no unfinished job of the Region
     * refers to them, and a day after they were pushed at the earliest.
     *
     * @param keptRevisions 1 to 100, the newest one included; default 10
     * @return this builder
     * @see StackSpec#keptRevisions()
     */
    public abstract Builder keptRevisions(int keptRevisions);

    /**
     * Sets the policy that bounds all roles made.
     *
     * @param arn the ARN of a policy
     * @return this builder
     * @see StackSpec#permissionsBoundary()
     */
    public abstract Builder permissionsBoundary(String arn);

    /**
     * Sets whether the stack is protected from being destroyed. Its job queues, compute
     * environments and log group carry the tag {@code spotbatch:protected} then, so that it is
     * protected from everybody who has its name. An apply of a spec without this takes it off; an
     * apply that deletes something of the stack which the spec no longer has is not kept from it.
     *
     * @param deletionProtection default false
     * @return this builder
     * @see StackSpec#deletionProtection()
     */
    public abstract Builder deletionProtection(boolean deletionProtection);

    /**
     * Adds a tag for everything that is made.
     *
     * @param key 1 to 128 characters, starting neither with {@code aws:} nor with {@code
     *     spotbatch:}
     * @param value at most 256 characters
     * @return this builder
     * @see StackSpec#tags()
     */
    public Builder tag(String key, String value) {
      return putTag(key, value);
    }

    abstract Builder putTag(String key, String value);

    /**
     * Sets the tags for everything that is made.
     *
     * @param tags values by key
     * @return this builder
     * @see StackSpec#tags()
     */
    public abstract Builder tags(Map<String, ? extends String> tags);

    /**
     * Makes the stack.
     *
     * @return the stack
     * @throws InvalidSpecException if AWS would refuse it, or its parts do not fit together; lists
     *     every problem
     */
    public StackSpec build() {
      StackSpec stack = create();
      StackChecks.check(stack);
      return stack;
    }

    abstract StackSpec create();
  }
}
