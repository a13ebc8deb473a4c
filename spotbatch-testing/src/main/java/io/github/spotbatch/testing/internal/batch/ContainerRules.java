package io.github.spotbatch.testing.internal.batch;

import static io.github.spotbatch.testing.internal.batch.EnvironmentRules.isEmpty;

import io.github.spotbatch.testing.internal.World;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.LogConfiguration;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.TaskContainerProperties;

/** What a container may be, alone in its job or one of several. */
final class ContainerRules {

  private static final int MAX_IMAGE = 255;

  /** That groups and numbers are taken too is documented, so AWS's own pattern is only a part. */
  private static final Pattern USER =
      Pattern.compile("[a-z0-9_][a-z0-9_-]{0,30}(:[a-z0-9_][a-z0-9_-]{0,30})?");

  private final World world;
  private final PlatformRules platform;
  private final RequirementRules requirements;
  private final LinuxRules linux;
  private final VolumeRules volumes;
  private final LogRules logs;

  ContainerRules(World world) {
    this.world = world;
    this.platform = new PlatformRules(world);
    this.requirements = new RequirementRules(world);
    this.linux = new LinuxRules(world);
    this.volumes = new VolumeRules(world);
    this.logs = new LogRules(world);
  }

  /** The only container of a job. */
  void check(ContainerProperties container, boolean fargate) {
    image(container.image());
    requirements.check(container, fargate);
    environment(container.environment());
    user(container.user());
    logs.check(container.logConfiguration(), fargate);
    linux.check(container.linuxParameters(), fargate);
    notOnFargate(container.privileged(), container.hasUlimits(), fargate);
    boolean secrets = container.hasSecrets() || hasSecrets(container.logConfiguration());
    platform.executionRole(container.executionRoleArn(), fargate, secrets);
    platform.fargateOnly("networkConfiguration", container.networkConfiguration() != null, fargate);
    platform.fargateOnly(
        "fargatePlatformConfiguration", container.fargatePlatformConfiguration() != null, fargate);
    platform.storage(container.ephemeralStorage(), fargate);
    platform.runtime(
        container.runtimePlatform(),
        RequirementRules.value(container.resourceRequirements(), ResourceType.VCPU),
        fargate);
    String version =
        container.fargatePlatformConfiguration() == null
            ? null
            : container.fargatePlatformConfiguration().platformVersion();
    volumes.check(container.volumes(), fargate, version);
  }

  /** One of the containers of a task, which has the roles, the volumes and the platform. */
  void check(TaskContainerProperties container, boolean fargate) {
    image(container.image());
    requirements.check(container.resourceRequirements(), fargate);
    environment(container.environment());
    user(container.user());
    logs.check(container.logConfiguration(), fargate);
    linux.check(container.linuxParameters(), fargate);
    notOnFargate(container.privileged(), container.hasUlimits(), fargate);
  }

  static boolean hasSecrets(@Nullable LogConfiguration logs) {
    return logs != null && logs.hasSecretOptions();
  }

  /** Any name will do here; a bad one fails when it is pulled. */
  private void image(@Nullable String image) {
    Refusals.wrappedIf(world, isEmpty(image), "ECS Container Image must be provided.");
    // The limit is documented; the text is not known.
    Refusals.wrappedIf(
        world,
        image != null && image.length() > MAX_IMAGE,
        "Image must have at most 255 characters.");
  }

  void environment(List<KeyValuePair> variables) {
    for (KeyValuePair variable : variables) {
      Refusals.wrappedIf(world, isEmpty(variable.name()), "Environment variable name is required.");
      // The prefix is reserved; the text is not known.
      Refusals.wrappedIf(
          world,
          variable.name().startsWith("AWS_BATCH"),
          "Environment variable name should not start with AWS_BATCH.");
    }
  }

  private void user(@Nullable String user) {
    Refusals.wrappedIf(
        world,
        user != null && !USER.matcher(user).matches(),
        "User '" + user + "' does not match regex");
  }

  private void notOnFargate(@Nullable Boolean privileged, boolean ulimits, boolean fargate) {
    Refusals.wrappedIf(
        world,
        fargate && Boolean.TRUE.equals(privileged),
        "Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.");
    Refusals.wrappedIf(world, fargate && ulimits, "ulimits is not applicable for Fargate.");
  }
}
