package io.github.spotbatch.spec;

import java.util.Map;
import org.immutables.value.Value;

/**
 * How a container's output is kept.
 *
 * <p>Batch calls it a LogConfiguration. Immutable and thread-safe. Source: AWS Batch API reference,
 * LogConfiguration.
 */
@Value.Immutable
public sealed interface LogConfigurationSpec permits ImmutableLogConfigurationSpec {
  /**
   * Starts a configuration.
   *
   * @param logDriver where the output goes
   * @return a builder without options
   */
  static Builder builder(LogDriver logDriver) {
    return ImmutableLogConfigurationSpec.builder().logDriver(logDriver);
  }

  /** {@return where the output goes} */
  LogDriver logDriver();

  /** {@return the driver's options; default none} */
  Map<String, String> options();

  /**
   * {@return options whose value is a secret: the ARN of a Secrets Manager secret or Systems
   * Manager parameter by option; default none; they need an execution role}
   */
  Map<String, String> secretOptions();

  /** {@return a builder that holds this configuration's values} */
  default Builder toBuilder() {
    return ImmutableLogConfigurationSpec.builder().from(this);
  }

  /** Builds a {@link LogConfigurationSpec}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Sets the driver's options.
     *
     * @param options values by option
     * @return this builder
     * @see LogConfigurationSpec#options()
     */
    public abstract Builder options(Map<String, ? extends String> options);

    /**
     * Adds an option.
     *
     * @param name for example {@code awslogs-group}
     * @param value its value
     * @return this builder
     * @see LogConfigurationSpec#options()
     */
    public Builder option(String name, String value) {
      return putOption(name, value);
    }

    abstract Builder putOption(String name, String value);

    /**
     * Sets the options whose value is a secret.
     *
     * @param secretOptions ARNs by option
     * @return this builder
     * @see LogConfigurationSpec#secretOptions()
     */
    public abstract Builder secretOptions(Map<String, ? extends String> secretOptions);

    /**
     * Adds an option whose value is a secret.
     *
     * @param name for example {@code splunk-token}
     * @param arn the ARN of a Secrets Manager secret or Systems Manager parameter
     * @return this builder
     * @see LogConfigurationSpec#secretOptions()
     */
    public Builder secretOption(String name, String arn) {
      return putSecretOption(name, arn);
    }

    abstract Builder putSecretOption(String name, String arn);

    /**
     * Makes the configuration.
     *
     * @return the configuration
     * @throws InvalidSpecException if Batch would refuse it; lists every problem
     */
    public LogConfigurationSpec build() {
      LogConfigurationSpec configuration = create();
      LogConfigurationChecks.check(configuration);
      return configuration;
    }

    abstract LogConfigurationSpec create();
  }
}
