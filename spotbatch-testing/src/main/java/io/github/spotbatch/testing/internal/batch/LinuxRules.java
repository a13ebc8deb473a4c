package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.LinuxParameters;
import software.amazon.awssdk.services.batch.model.Tmpfs;

/** What a container may set of the Linux it runs on; hardly anything on Fargate. */
final class LinuxRules {

  private final World world;

  LinuxRules(World world) {
    this.world = world;
  }

  void check(@Nullable LinuxParameters linux, boolean fargate) {
    if (linux == null) {
      return;
    }
    if (fargate) {
      notOnFargate("devices", linux.hasDevices());
      notOnFargate("sharedMemorySize", linux.sharedMemorySize() != null);
      notOnFargate("tmpfs", linux.hasTmpfs());
      notOnFargate("maxSwap", linux.maxSwap() != null);
      notOnFargate("swappiness", linux.swappiness() != null);
    }
    swap(linux.maxSwap(), linux.swappiness());
    for (Tmpfs tmpfs : linux.tmpfs()) {
      Refusals.wrappedIf(
          world,
          tmpfs.size() == null || tmpfs.size() < 1,
          "Size of a tmpfs is invalid. The size is required and must be a positive integer.");
    }
  }

  private void notOnFargate(String member, boolean given) {
    Refusals.wrappedIf(world, given, "linuxParameter." + member + " is not allowed for Fargate.");
  }

  private void swap(@Nullable Integer maxSwap, @Nullable Integer swappiness) {
    Refusals.wrappedIf(
        world,
        maxSwap != null && maxSwap < 0,
        "Invalid swap memory size: %s, must be non-negative.".formatted(maxSwap));
    Refusals.wrappedIf(
        world,
        maxSwap != null && swappiness == null,
        "When container specified swap memory, swappiness value is required.");
    Refusals.wrappedIf(
        world,
        swappiness != null && (swappiness < 0 || swappiness > 100),
        "Invalid swappiness: %s, must be between 0 and 100.".formatted(swappiness));
  }
}
