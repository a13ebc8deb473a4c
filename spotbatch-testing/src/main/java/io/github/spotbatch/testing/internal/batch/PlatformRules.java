package io.github.spotbatch.testing.internal.batch;

import static io.github.spotbatch.testing.internal.batch.EnvironmentRules.isEmpty;

import io.github.spotbatch.testing.internal.World;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.EphemeralStorage;
import software.amazon.awssdk.services.batch.model.RuntimePlatform;

/** What a definition may say of the platform that its containers run on. */
final class PlatformRules {

  private static final String LINUX = "LINUX";
  private static final Set<String> FAMILIES =
      Set.of(
          LINUX,
          "WINDOWS_SERVER_2019_CORE",
          "WINDOWS_SERVER_2019_FULL",
          "WINDOWS_SERVER_2022_CORE",
          "WINDOWS_SERVER_2022_FULL");
  private static final Set<String> ARCHITECTURES = Set.of("X86_64", "ARM64");
  private static final int MIN_STORAGE = 21;
  private static final int MAX_STORAGE = 200;

  private final World world;

  PlatformRules(World world) {
    this.world = world;
  }

  /** Members that mean something on Fargate only. */
  void fargateOnly(String member, boolean given, boolean fargate) {
    Refusals.wrappedIf(world, given && !fargate, member + " not applicable for EC2.");
  }

  void executionRole(@Nullable String role, boolean fargate, boolean secrets) {
    if (fargate && isEmpty(role)) {
      throw Refusals.bare("executionRoleArn is required for Fargate jobs.");
    }
    Refusals.wrappedIf(
        world,
        secrets && isEmpty(role),
        "executionRoleArn cannot be empty when using secrets or secretOptions");
  }

  void storage(@Nullable EphemeralStorage storage, boolean fargate) {
    fargateOnly("ephemeralStorage", storage != null, fargate);
    Integer size = storage == null ? null : storage.sizeInGiB();
    Refusals.wrappedIf(
        world,
        storage != null && (size == null || size < MIN_STORAGE || size > MAX_STORAGE),
        "Ephemeral storage for Fargate tasks can be only between range 21 GiB to 200 GiB");
  }

  void runtime(@Nullable RuntimePlatform runtime, @Nullable String vcpus, boolean fargate) {
    if (runtime == null) {
      return;
    }
    Refusals.wrappedIf(world, !fargate, "runtimePlatform is not applicable for EC2.");
    String family = runtime.operatingSystemFamily();
    String architecture = runtime.cpuArchitecture();
    Refusals.wrappedIf(
        world,
        family != null && !FAMILIES.contains(family),
        "RuntimePlatform supports only one from [WINDOWS_SERVER_2019_CORE,"
            + " WINDOWS_SERVER_2019_FULL, WINDOWS_SERVER_2022_CORE, WINDOWS_SERVER_2022_FULL,"
            + " LINUX] operating systems, provided "
            + family);
    // The values are documented; the text is not known.
    Refusals.wrappedIf(
        world,
        architecture != null && !ARCHITECTURES.contains(architecture),
        "RuntimePlatform supports only one from [X86_64, ARM64] architectures, provided "
            + architecture);
    boolean windows = family != null && !family.equals(LINUX);
    Refusals.wrappedIf(
        world,
        windows && "ARM64".equals(architecture),
        "Windows supported only by X86_64 cpuArchitecture");
    Refusals.wrappedIf(
        world,
        windows && vcpus != null && Double.parseDouble(vcpus) < 1,
        "vCPU must be at least 1 for Windows Job definition, got " + vcpus + ".");
  }
}
